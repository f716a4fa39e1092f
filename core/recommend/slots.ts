/** What a place for recommendations asks for: what a customer has not, what they buy again, or either. */
export const SLOTS = ['discover', 'replenish', 'anything'] as const;
export type Slot = (typeof SLOTS)[number];
