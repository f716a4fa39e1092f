/**
 * Weights by CRITIC (criteria importance through intercriteria correlation): an indicator weighs by how much it varies and how
 * little the others say the same. Diakoulaki, Mavrotas & Papayannakis, Computers & Operations Research 22 (1995) 763-770: each
 * column scaled to 0 … 1, c_j = sd_j·Σ_k (1 − r_jk), weights proportional to c.
 */
import { type Columns, correlationOf, deviationOf, minMaxScaled, normalised, varies } from './columns.ts';

/** They sum to 1. `isCost` marks columns of which less is better. A column that does not vary weighs nothing. */
export function criticWeights(columns: Columns, isCost: readonly boolean[] = []): number[] {
  const scaled = columns.map((values, j) => minMaxScaled(values, isCost[j]));
  const telling = scaled.filter(varies);
  return normalised(
    scaled.map((values) => {
      if (!varies(values)) return 0;
      let conflict = 0;
      for (const other of telling) conflict += 1 - (correlationOf(values, other) ?? 1);
      return deviationOf(values) * conflict;
    }),
  );
}
