/**
 * Weights by principal components of the correlation matrix (Hotelling 1933; Jolliffe, Principal Component Analysis, 2.3): the
 * components that explain at least 85 % of the variance together are kept, unrotated, and an indicator weighs by its squared
 * loadings, Σ λ_k·v_jk²/Σ λ_k. Which way an indicator points makes no difference to its weight.
 */
import { symmetricEigen } from '../linear/symmetricEigen.ts';
import { type Columns, correlationOf, varies } from './columns.ts';

export const ENOUGH_VARIANCE = 0.85;
/** A sum that is 85 % but for rounding is 85 %. */
const ROUNDING = 1e-12;

export interface PcaWeights {
  /** Of each column; they sum to 1. A column that does not vary weighs nothing. */
  readonly weights: readonly number[];
  /** Of the columns that vary, descending. */
  readonly eigenvalues: readonly number[];
  /** Components kept. */
  readonly kept: number;
  /** Share of the variance they explain. */
  readonly explained: number;
}

function keptOf(eigenvalues: readonly number[], total: number): { kept: number; sum: number } {
  let [kept, sum] = [0, 0];
  while (kept < eigenvalues.length && sum < (ENOUGH_VARIANCE - ROUNDING) * total) {
    sum += eigenvalues[kept] ?? 0;
    kept += 1;
  }
  return { kept, sum };
}

export function pcaWeights(columns: Columns): PcaWeights {
  const telling = columns.map((_, j) => j).filter((j) => varies(columns[j] ?? []));
  const equal = columns.map(() => 1 / columns.length);
  if (telling.length === 0) return { weights: equal, eigenvalues: [], kept: 0, explained: 0 };
  const correlations = telling.map((i) =>
    telling.map((j) => (i === j ? 1 : (correlationOf(columns[i] ?? [], columns[j] ?? []) ?? 0))),
  );
  const { values: eigenvalues, vectors } = symmetricEigen(correlations);
  const { kept, sum } = keptOf(eigenvalues, telling.length);
  const weights = columns.map(() => 0);
  for (const [place, j] of telling.entries())
    for (let k = 0; k < kept; k += 1)
      weights[j] = (weights[j] ?? 0) + ((vectors[k]?.[place] ?? 0) ** 2 * (eigenvalues[k] ?? 0)) / sum;
  return { weights, eigenvalues, kept, explained: sum / telling.length };
}
