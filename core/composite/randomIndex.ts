/**
 * The random index of AHP: the mean consistency index of pairwise matrices filled at random. Two tables of Saaty are in use, of
 * 1980 (The Analytic Hierarchy Process) and of 2005 (Theory and Applications of the Analytic Network Process); they differ by
 * a few hundredths. Above ten elements, where the tables end, it is the line that Alonso & Lamata (2006) laid through the mean
 * largest eigenvalues of random matrices: 2.7699·n − 4.3513.
 */

const TABLES = {
  'saaty-1980': [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49],
  'saaty-2005': [0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.4, 1.45, 1.49],
} as const;

export const RANDOM_INDICES = [
  'saaty-1980',
  'saaty-2005',
] as const satisfies readonly (keyof typeof TABLES)[];
export type RandomIndex = (typeof RANDOM_INDICES)[number];

/** Of n elements, 1 and more. */
export function randomIndexOf(n: number, table: RandomIndex): number {
  return TABLES[table][n - 1] ?? (2.7699 * n - 4.3513 - n) / (n - 1);
}
