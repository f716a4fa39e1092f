/**
 * Cronbach's alpha: how far the items of a scale measure one thing, k/(k − 1)·(1 − Σ var(item)/var(total)) over k items, with
 * sample variances. Cronbach, Psychometrika 16 (1951) 297-334. Only people who answered every item count.
 */

export interface Reliability {
  readonly items: number;
  /** People who answered every item. */
  readonly respondents: number;
  /** Left out because an item is missing. */
  readonly incomplete: number;
  /** Null below two items or two people, and where everyone has the same total. */
  readonly alpha: number | null;
}

function sampleVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function isComplete(row: readonly (number | null)[], items: number): row is readonly number[] {
  return row.length === items && row.every((value) => value !== null);
}

/** One row a respondent, one column an item; null where left out. */
export function cronbachAlpha(rows: readonly (readonly (number | null)[])[]): Reliability {
  const items = Math.max(0, ...rows.map((row) => row.length));
  const complete = rows.filter((row) => isComplete(row, items));
  const sizes = { items, respondents: complete.length, incomplete: rows.length - complete.length };
  if (items < 2 || complete.length < 2) return { ...sizes, alpha: null };
  const total = sampleVariance(complete.map((row) => row.reduce((sum, value) => sum + value, 0)));
  let ofItems = 0;
  for (let item = 0; item < items; item += 1)
    ofItems += sampleVariance(complete.map((row) => row[item] ?? 0));
  const alpha = total > 0 ? (items / (items - 1)) * (1 - ofItems / total) : null;
  return { ...sizes, alpha };
}
