/** How weights of indicators are found. */
export const WEIGHINGS = ['entropy', 'critic', 'pca', 'ahp', 'hand'] as const;
export type Weighing = (typeof WEIGHINGS)[number];
