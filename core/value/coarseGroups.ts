/**
 * A small likeness of a shop, to look for tops in before the shop itself is climbed: moments are pooled into stretches of
 * time, the shorter the nearer to the first order, each standing for the mean of its customers' moments, and groups alike
 * in that are one. Its tops lie near those of the shop, most parameters within a tenth, and a step towards them costs a
 * fraction of the work.
 */
import type { GroupedSummaries } from './repeatSummary.ts';

/** Of the whole time observed; their ends are as the squares of whole numbers. */
const STRETCHES = 12;

/** For each moment the stretch it falls into, and the mean moment of each stretch. */
function stretchesOf(grouped: GroupedSummaries): { at: Int32Array; means: Float64Array } {
  const { count, times, txAt, TAt, weight } = grouped;
  const latest = times[times.length - 1] ?? 0;
  const at = times.map((time) =>
    time === 0 ? 0 : 1 + Math.min(STRETCHES - 1, Math.floor(Math.sqrt(time / latest) * STRETCHES)),
  );
  const sums = new Float64Array(STRETCHES + 1);
  const customers = new Float64Array(STRETCHES + 1);
  const add = (moment: number, share: number): void => {
    const stretch = at[moment] ?? 0;
    customers[stretch] = (customers[stretch] ?? 0) + share;
    sums[stretch] = (sums[stretch] ?? 0) + share * (times[moment] ?? 0);
  };
  for (let g = 0; g < count; g += 1) {
    add(txAt[g] ?? 0, weight[g] ?? 0);
    add(TAt[g] ?? 0, weight[g] ?? 0);
  }
  return {
    at: Int32Array.from(at),
    means: sums.map((sum, stretch) => sum / Math.max(1, customers[stretch] ?? 0)),
  };
}

/** Runs of equal x stay side by side; within one, cells come in the order of their first group. */
export function coarseGroups(grouped: GroupedSummaries): GroupedSummaries {
  const { at, means } = stretchesOf(grouped);
  const side = means.length;
  const cellOf = new Int32Array(side * side);
  const x = new Int32Array(grouped.count);
  const txAt = new Int32Array(grouped.count);
  const TAt = new Int32Array(grouped.count);
  const weight = new Float64Array(grouped.count);
  let count = 0;
  let runFrom = 0;
  for (let g = 0; g < grouped.count; g += 1) {
    const orders = grouped.x[g] ?? 0;
    if (count > 0 && orders !== x[count - 1]) runFrom = count;
    const end = at[grouped.TAt[g] ?? 0] ?? 0;
    const last = at[grouped.txAt[g] ?? 0] ?? 0;
    const place = end * side + last;
    let cell = cellOf[place] ?? 0;
    if (cell < runFrom || cell >= count || TAt[cell] !== end || txAt[cell] !== last) {
      cell = count;
      cellOf[place] = cell;
      x[cell] = orders;
      TAt[cell] = end;
      txAt[cell] = last;
      count += 1;
    }
    weight[cell] = (weight[cell] ?? 0) + (grouped.weight[g] ?? 0);
  }
  const moments = (places: Int32Array): Float64Array => {
    const column = new Float64Array(count);
    for (let g = 0; g < count; g += 1) column[g] = means[places[g] ?? 0] ?? 0;
    return column;
  };
  return {
    ...grouped,
    count,
    x: x.subarray(0, count),
    tx: moments(txAt),
    T: moments(TAt),
    weight: weight.subarray(0, count),
    times: means,
    txAt: txAt.subarray(0, count),
    TAt: TAt.subarray(0, count),
  };
}
