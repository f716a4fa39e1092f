/** Summaries that arrive counted: rows with the number of customers who share each, grouped as single ones would be. */
import { type GroupedSummaries, groupWeeklySummaries, type WeekColumns } from './repeatSummary.ts';

/** `count` customers a row, whole and 0 or more; rows of nobody are left out. O(rows log rows). */
export function groupWeighted(columns: WeekColumns, count: ArrayLike<number>): GroupedSummaries {
  const known = Array.from({ length: columns.x.length }, (_, row) => row).filter(
    (row) => (count[row] ?? 0) > 0,
  );
  const pick = (column: ArrayLike<number>): Float64Array =>
    Float64Array.from(known, (row) => column[row] ?? 0);
  const { x, tx, T } = { x: pick(columns.x), tx: pick(columns.tx), T: pick(columns.T) };
  const grouped = groupWeeklySummaries({ x, tx, T });
  const placeOf = new Map<string, number>();
  for (let g = 0; g < grouped.count; g += 1)
    placeOf.set(keyOf(grouped.x[g] ?? 0, grouped.tx[g] ?? 0, grouped.T[g] ?? 0), g);
  const weight = new Float64Array(grouped.count);
  let customers = 0;
  for (const [at, row] of known.entries()) {
    const place = placeOf.get(keyOf(x[at] ?? 0, tx[at] ?? 0, T[at] ?? 0));
    if (place === undefined) continue;
    weight[place] = (weight[place] ?? 0) + (count[row] ?? 0);
    customers += count[row] ?? 0;
  }
  return { ...grouped, weight, customers };
}

/** Moments closer than a millionth of a day were grouped as one. */
function keyOf(x: number, tx: number, T: number): string {
  return `${x} ${Math.round(tx * 7e6)} ${Math.round(T * 7e6)}`;
}
