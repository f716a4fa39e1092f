/**
 * Weights by entropy: an indicator weighs the more, the more unevenly it is spread over the rows, for one that is nearly the
 * same everywhere tells nobody apart. Shannon's entropy as Hwang & Yoon, Multiple Attribute Decision Making (1981), 3.3, use it:
 * p = x/Σx, e = −Σ p·ln p/ln n, weight proportional to 1 − e.
 */
import { type Columns, normalised, sumOf } from './columns.ts';

export interface EntropyWeights {
  /** Of each column; they sum to 1. Equal where no column tells anybody apart. */
  readonly weights: readonly number[];
  /** 0 (all in one row) to 1 (the same in every row). */
  readonly entropies: readonly number[];
}

function entropyOf(values: readonly number[]): number {
  const sum = sumOf(values);
  if (values.length < 2 || sum === 0) return 1;
  let entropy = 0;
  for (const value of values) if (value > 0) entropy -= (value / sum) * Math.log(value / sum);
  return Math.min(1, entropy / Math.log(values.length));
}

/** Throws `RangeError` for a value below 0, of which no share can be taken. */
export function entropyWeights(columns: Columns): EntropyWeights {
  for (const values of columns)
    for (const value of values)
      if (!(value >= 0)) throw new RangeError(`${value} is below 0: entropy weighs shares of a whole`);
  const entropies = columns.map(entropyOf);
  return { weights: normalised(entropies.map((entropy) => 1 - entropy)), entropies };
}
