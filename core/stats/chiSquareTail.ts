import { incompleteGammaTail } from './incompleteGamma.ts';

/** Probability that a chi-square with `freedom` degrees of freedom exceeds `statistic` (both ≥ 0, freedom > 0): Q(k/2, x/2). */
export function chiSquareTail(statistic: number, freedom: number): number {
  return incompleteGammaTail(freedom / 2, statistic / 2);
}
