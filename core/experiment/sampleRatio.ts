/**
 * Whether people came to the arms in the ratio that was planned (Fabijan et al. 2019, "Diagnosing Sample Ratio Mismatch").
 * Where they did not, something chose between the arms that is not chance, and no other figure can be trusted.
 */
import { chiSquareTail } from '../stats/chiSquareTail.ts';

/** Below this p the ratio is reported as a problem. Once in a hundred sound experiments it is, and costs a look. */
export const MISMATCH_BELOW = 0.01;

export interface SampleRatio {
  readonly chiSquare: number;
  readonly p: number;
  readonly mismatch: boolean;
}

/** Counts and parts by arm, as long as each other; arms of no part are passed over. Null for fewer than two arms or nobody. */
export function sampleRatio(allCounts: readonly number[], allParts: readonly number[]): SampleRatio | null {
  const counts = allCounts.filter((_, arm) => (allParts[arm] ?? 0) > 0);
  const parts = allParts.filter((part) => part > 0);
  const people = counts.reduce((sum, count) => sum + count, 0);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  if (counts.length < 2 || people === 0) return null;
  let chiSquare = 0;
  for (const [arm, count] of counts.entries()) {
    const expected = (people * (parts[arm] ?? 0)) / whole;
    chiSquare += (count - expected) ** 2 / expected;
  }
  const p = chiSquareTail(chiSquare, counts.length - 1);
  return { chiSquare, p, mismatch: p < MISMATCH_BELOW };
}
