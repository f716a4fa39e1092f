/**
 * The time since the last order under intervals of k stages: with rate λ ~ Gamma(shape, ·) it was survived without an
 * order when fewer than k stages ended in it,
 *   S = Σ_{j<k} c_j,  c_j = (shape)_j/j!·share^j,  share = (T − t_x)/(α + T),
 * relative to (α + T)^−shape; c_j/S is the chance that j stages have ended. For k = 1 it is 1. Finite for a shape up to
 * 1e25 and k up to 12.
 */
export interface SilentStages {
  /** S above. */
  sum: number;
  /** Its derivatives by the shape and by the logarithm of the share. */
  byShape: number;
  byLogShare: number;
}

export function sumStages(shape: number, share: number, k: number, into: SilentStages): void {
  let chance = 1;
  let reciprocals = 0;
  let sum = 1;
  let byShape = 0;
  let byLogShare = 0;
  for (let j = 1; j < k; j += 1) {
    chance *= ((shape + j - 1) / j) * share;
    reciprocals += 1 / (shape + j - 1);
    sum += chance;
    byShape += chance * reciprocals;
    byLogShare += chance * j;
  }
  into.sum = sum;
  into.byShape = byShape;
  into.byLogShare = byLogShare;
}

/** S alone. */
export function stagesSum(shape: number, share: number, k: number): number {
  let chance = 1;
  let sum = 1;
  for (let j = 1; j < k; j += 1) {
    chance *= ((shape + j - 1) / j) * share;
    sum += chance;
  }
  return sum;
}
