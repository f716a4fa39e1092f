/**
 * A small likeness of a shop, to look for tops in before the shop itself is climbed: moments are pooled into equal
 * stretches of time, each standing for the mean of its moments, and groups alike in that are one. A top of the likeness
 * is within a few percent of a top of the shop, at a fraction of the work for each step towards it.
 */
import type { GroupedSummaries } from './repeatSummary.ts';

/** Of the whole time observed. */
const STRETCHES = 12;

/** For each moment the stretch it falls into, and the mean moment of each stretch. */
function stretchesOf(times: Float64Array): { at: Int32Array; means: Float64Array } {
  const latest = times[times.length - 1] ?? 0;
  const at = new Int32Array(times.length);
  const means = new Float64Array(STRETCHES + 1);
  const counts = new Int32Array(STRETCHES + 1);
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i] ?? 0;
    const stretch = time === 0 ? 0 : 1 + Math.min(STRETCHES - 1, Math.floor((time / latest) * STRETCHES));
    at[i] = stretch;
    counts[stretch] = (counts[stretch] ?? 0) + 1;
    means[stretch] = (means[stretch] ?? 0) + time;
  }
  return { at, means: means.map((sum, stretch) => sum / Math.max(1, counts[stretch] ?? 0)) };
}

/** Runs of equal x stay side by side; within one, cells come in the order of their first group. */
export function coarseGroups(grouped: GroupedSummaries): GroupedSummaries {
  const { at, means } = stretchesOf(grouped.times);
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
