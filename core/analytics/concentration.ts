/**
 * How much of a whole few of its parts make up: the 80/20 rule (Pareto 1896; Juran 1951) put to the test. Values below 0 count
 * as 0. Gini's coefficient is 0 where all are equal and near 1 where one has everything.
 */
import type { Concentration } from './answers.ts';

const TOP_SHARES = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;
const MOST = 0.8;

/** Sum of the best `count` of values in ascending order; a part of a customer counts in proportion. */
function bestSum(ascending: Float64Array, count: number): number {
  const whole = Math.floor(count);
  let sum = 0;
  for (let i = 0; i < whole; i += 1) sum += ascending[ascending.length - 1 - i] ?? 0;
  return sum + (count - whole) * (ascending[ascending.length - 1 - whole] ?? 0);
}

function countFor(ascending: Float64Array, wanted: number): number {
  let sum = 0;
  for (let count = 0; count < ascending.length; count += 1) {
    const next = ascending[ascending.length - 1 - count] ?? 0;
    if (sum + next >= wanted) return next === 0 ? count : count + (wanted - sum) / next;
    sum += next;
  }
  return ascending.length;
}

/** O(n log n). */
export function concentrationOf(values: readonly number[]): Concentration {
  const ascending = Float64Array.from(values, (value) => Math.max(0, value)).sort();
  const n = ascending.length;
  let total = 0;
  let ranked = 0;
  for (const [i, value] of ascending.entries()) {
    total += value;
    ranked += (i + 1) * value;
  }
  const isKnown = total > 0;
  return {
    customers: n,
    total,
    top: TOP_SHARES.map((share) => ({ share, of: isKnown ? bestSum(ascending, share * n) / total : null })),
    shareOf80: isKnown ? countFor(ascending, MOST * total) / n : null,
    gini: isKnown ? (2 * ranked) / (n * total) - (n + 1) / n : null,
  };
}
