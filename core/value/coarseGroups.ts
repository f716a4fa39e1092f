/**
 * A small likeness of a shop, to look for tops in before the shop itself is climbed: moments are pooled into stretches of
 * time, the shorter the nearer to the first order, each standing for the mean of its customers' moments, and groups alike
 * in that are one. Its tops lie near those of the shop, most parameters within a tenth, and a step towards them costs a
 * fraction of the work.
 */
import type { GroupedSummaries } from './repeatSummary.ts';

/** Of the whole time observed; their ends are as the squares of whole numbers. */
const STRETCHES = 12;

/** For each moment the stretch it falls into. */
function stretchesOf(times: Float64Array): Int32Array {
  const latest = times[times.length - 1] ?? 0;
  const stretches = new Int32Array(times.length);
  for (let i = 0; i < times.length; i += 1) {
    const place = Math.floor(Math.sqrt((times[i] ?? 0) / latest) * STRETCHES);
    stretches[i] = times[i] === 0 ? 0 : 1 + Math.min(STRETCHES - 1, place);
  }
  return stretches;
}

/** Runs of equal x stay side by side; within one, cells come in the order of their first group. */
export function coarseGroups(grouped: GroupedSummaries): GroupedSummaries {
  const at = stretchesOf(grouped.times);
  const side = STRETCHES + 1;
  const sums = new Float64Array(side);
  const customersIn = new Float64Array(side);
  const cellOf = new Int32Array(side * side);
  const x = new Int32Array(grouped.count);
  const txAt = new Int32Array(grouped.count);
  const TAt = new Int32Array(grouped.count);
  const weight = new Float64Array(grouped.count);
  let count = 0;
  let runFrom = 0;
  for (let g = 0; g < grouped.count; g += 1) {
    const orders = grouped.x[g] ?? 0;
    const customers = grouped.weight[g] ?? 0;
    const end = at[grouped.TAt[g] ?? 0] ?? 0;
    const last = at[grouped.txAt[g] ?? 0] ?? 0;
    sums[end] = (sums[end] ?? 0) + customers * (grouped.T[g] ?? 0);
    customersIn[end] = (customersIn[end] ?? 0) + customers;
    sums[last] = (sums[last] ?? 0) + customers * (grouped.tx[g] ?? 0);
    customersIn[last] = (customersIn[last] ?? 0) + customers;
    if (count > 0 && orders !== x[count - 1]) runFrom = count;
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
    weight[cell] = (weight[cell] ?? 0) + customers;
  }
  const times = sums.map((sum, stretch) => sum / Math.max(1, customersIn[stretch] ?? 0));
  const momentsAt = (places: Int32Array): Float64Array =>
    Float64Array.from(places.subarray(0, count), (place) => times[place] ?? 0);
  return {
    ...grouped,
    count,
    x: x.subarray(0, count),
    tx: momentsAt(txAt),
    T: momentsAt(TAt),
    weight: weight.subarray(0, count),
    times,
    txAt: txAt.subarray(0, count),
    TAt: TAt.subarray(0, count),
  };
}
