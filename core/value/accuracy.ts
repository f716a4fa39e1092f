/**
 * How near predictions came to what happened: of orders, of who was active, of the best customers. Columns run in parallel, one
 * row a customer. What cannot be said, such as a correlation with a constant, is null.
 */
import { correlation, rankCorrelation, rocArea } from './ranking.ts';

type Column = ArrayLike<number>;

export interface OrderAccuracy {
  readonly mae: number;
  readonly rmse: number;
  readonly totalActual: number;
  readonly totalPredicted: number;
  /** Of the actual total, in percent; null where nothing happened. */
  readonly totalPctError: number | null;
  readonly pearson: number | null;
  readonly spearman: number | null;
  /** Gini of the actual orders in the order of the predictions, over the largest possible; null for equal predictions. */
  readonly normalizedGini: number | null;
}

export interface ActivityAccuracy {
  readonly auc: number | null;
  /** Share of the customers for whom "above one half" was right. */
  readonly accuracyAtHalf: number;
  /** Mean squared error of the probability. */
  readonly brier: number;
}

export interface CalibrationGroup {
  readonly customers: number;
  readonly predicted: number;
  readonly actual: number;
}

export interface TopCustomers {
  /** Share of those picked who are among the best, ties with the last of them included. */
  readonly precision: number;
  /** Share of all orders that those picked made; null where there were none. */
  readonly share: number | null;
}

const HALF = 0.5;
const DECILES = 10;

function sum(column: Column): number {
  let total = 0;
  for (let row = 0; row < column.length; row += 1) total += column[row] ?? 0;
  return total;
}

function isConstant(column: Column): boolean {
  for (let row = 1; row < column.length; row += 1) if (column[row] !== column[0]) return false;
  return true;
}

/** Rows by falling score; equal scores keep their sequence. */
function byFallingScore(scores: Column): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b,
  );
}

/**
 * Gini of `actual` in the order of `scores`: how far its cumulative share lies above an even one. Customers with equal
 * scores are taken in no order: each brings the mean of them.
 */
function gini(scores: Column, actual: Column): number {
  const order = byFallingScore(scores);
  const total = sum(actual);
  const rows = order.length;
  let [running, area] = [0, 0];
  for (let from = 0; from < rows; ) {
    let [to, together] = [from, 0];
    for (; to < rows && scores[order[to] ?? 0] === scores[order[from] ?? 0]; to += 1)
      together += actual[order[to] ?? 0] ?? 0;
    const size = to - from;
    area += (size * running + (together * (size + 1)) / 2) / total;
    running += together;
    from = to;
  }
  return (area - (rows + 1) / 2) / rows;
}

export function normalizedGini(scores: Column, actual: Column): number | null {
  const most = gini(actual, actual);
  return isConstant(scores) || !(most > 0) ? null : gini(scores, actual) / most;
}

export function orderAccuracy(predicted: Column, actual: Column): OrderAccuracy {
  const rows = Math.max(1, actual.length);
  let [absolute, squares] = [0, 0];
  for (let row = 0; row < actual.length; row += 1) {
    const miss = (predicted[row] ?? 0) - (actual[row] ?? 0);
    absolute += Math.abs(miss);
    squares += miss * miss;
  }
  const [totalPredicted, totalActual] = [sum(predicted), sum(actual)];
  return {
    mae: absolute / rows,
    rmse: Math.sqrt(squares / rows),
    totalActual,
    totalPredicted,
    totalPctError: totalActual > 0 ? (100 * (totalPredicted - totalActual)) / totalActual : null,
    pearson: correlation(predicted, actual),
    spearman: rankCorrelation(predicted, actual),
    normalizedGini: normalizedGini(predicted, actual),
  };
}

export function activityAccuracy(scores: Column, active: Column): ActivityAccuracy {
  const rows = Math.max(1, active.length);
  let [right, squares] = [0, 0];
  for (let row = 0; row < active.length; row += 1) {
    const [score, truth] = [scores[row] ?? 0, active[row] ?? 0];
    if (score > HALF === (truth === 1)) right += 1;
    squares += (score - truth) ** 2;
  }
  return { auc: rocArea(scores, active), accuracyAtHalf: right / rows, brier: squares / rows };
}

/** Ten groups of customers by rising score, as equal in size as can be: what was predicted of each and what came. */
export function calibrationByDecile(scores: Column, active: Column): CalibrationGroup[] {
  const order = byFallingScore(scores).reverse();
  const groups: CalibrationGroup[] = [];
  for (let group = 0; group < DECILES; group += 1) {
    const from = Math.floor((group * order.length) / DECILES);
    const rows = order.subarray(from, Math.floor(((group + 1) * order.length) / DECILES));
    if (rows.length === 0) continue;
    const mean = (column: Column): number =>
      rows.reduce((total, row) => total + (column[row] ?? 0), 0) / rows.length;
    groups.push({ customers: rows.length, predicted: mean(scores), actual: mean(active) });
  }
  return groups;
}

/** The `part` of the customers with the highest scores, held against those with most orders. */
export function topCustomers(scores: Column, actual: Column, part: number): TopCustomers {
  const picked = byFallingScore(scores).subarray(0, Math.max(1, Math.round(part * actual.length)));
  const best = Float64Array.from({ length: actual.length }, (_, row) => actual[row] ?? 0).sort();
  const least = best[best.length - picked.length] ?? 0;
  const total = sum(actual);
  let [hits, orders] = [0, 0];
  for (const row of picked) {
    if ((actual[row] ?? 0) >= least) hits += 1;
    orders += actual[row] ?? 0;
  }
  return { precision: hits / Math.max(1, picked.length), share: total > 0 ? orders / total : null };
}
