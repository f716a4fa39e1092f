/**
 * The likelihood of MBG/NBD over grouped customers, with its gradient. It is written as the NBD likelihood plus what
 * dropout adds,
 *   Σ w·[ −Σ_{j=0..x} ln(1 + a/(b + j)) + ln(1 + a/(b + x)·((α + T)/(α + t_x))^(r + x)) ],
 * which equals the individual likelihood of Batislam et al. (2007), keeps its digits where a/(a + b) runs to 0, and
 * needs no gamma function for whole x. Parameters are taken as positive and finite; the fit sees to that.
 */
import { logGammaRatio } from './logGamma.ts';
import type { MbgNbdParams } from './mbgNbd.ts';
import { nbdFromMargins, type OrderMargins, orderMargins, reciprocalRising } from './nbd.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export interface MbgNbdLikelihood {
  readonly value: number;
  /** Derivatives by each parameter. */
  readonly gradient: MbgNbdParams;
}

/** Groups with equal x, which lie side by side, and how many customers have that x or more. */
interface OrderRun {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly customersFromHere: number;
}

/** The groups with everything worked out that does not depend on the parameters. */
export interface MbgNbdData {
  readonly grouped: GroupedSummaries;
  readonly margins: OrderMargins;
  readonly runs: readonly OrderRun[];
  /** Scratch, one entry a moment: ln((α + t)/α), and its derivative by ln α. */
  readonly growth: Float64Array;
  readonly growthByAlpha: Float64Array;
}

const SHORT_STRETCH = 32;

function orderRuns({ count, x, weight, customers }: GroupedSummaries): OrderRun[] {
  const runs: OrderRun[] = [];
  let left = customers;
  for (let from = 0; from < count; ) {
    const customersFromHere = left;
    let to = from;
    while (to < count && x[to] === x[from]) {
      left -= weight[to] ?? 0;
      to += 1;
    }
    runs.push({ x: x[from] ?? 0, from, to, customersFromHere });
    from = to;
  }
  return runs;
}

export function mbgNbdData(grouped: GroupedSummaries): MbgNbdData {
  const moments = grouped.times.length;
  return {
    grouped,
    margins: orderMargins(grouped),
    runs: orderRuns(grouped),
    growth: new Float64Array(moments),
    growthByAlpha: new Float64Array(moments),
  };
}

/** Sum over from ≤ j < to of ln(1 + a/(b + j)). */
function logSurvival(a: number, b: number, from: number, to: number): number {
  if (to - from > SHORT_STRETCH)
    return logGammaRatio(a + b + from, to - from) - logGammaRatio(b + from, to - from);
  let sum = 0;
  for (let j = from; j < to; j += 1) sum += Math.log1p(a / (b + j));
  return sum;
}

/** Sum over from ≤ j < to of a/((b + j)(a + b + j)). */
function survivalByB(a: number, b: number, from: number, to: number): number {
  if (to - from > SHORT_STRETCH) return reciprocalRising(b, from, to) - reciprocalRising(a + b, from, to);
  let sum = 0;
  for (let j = from; j < to; j += 1) sum += a / ((b + j) * (a + b + j));
  return sum;
}

function fillGrowth({ grouped: { times }, growth, growthByAlpha }: MbgNbdData, alpha: number): void {
  for (let at = 0; at < times.length; at += 1) {
    const t = times[at] ?? 0;
    growth[at] = Math.log1p(t / alpha);
    growthByAlpha[at] = -t / (alpha + t);
  }
}

/** Over the groups of a run: the chance to have left, summed in logarithms and with its derivatives. */
interface RunSums {
  logAlive: number;
  byLogOdds: number;
  byShape: number;
  byLogAlpha: number;
}

/** The inner loop of every fit, apart from its surroundings so that it is compiled soon and alone. */
function sumRun(data: MbgNbdData, { x, from, to }: OrderRun, { r, a, b }: MbgNbdParams, sums: RunSums): void {
  const { growth, growthByAlpha } = data;
  const { txAt, TAt, weight } = data.grouped;
  const shape = r + x;
  const logOdds = Math.log(a / (b + x));
  let logAlive = 0;
  let byLogOdds = 0;
  let byShape = 0;
  let byGrowth = 0;
  for (let g = from; g < to; g += 1) {
    const T = TAt[g] ?? 0;
    const tx = txAt[g] ?? 0;
    const share = weight[g] ?? 0;
    const silence = (growth[T] ?? 0) - (growth[tx] ?? 0);
    const exponent = logOdds + shape * silence;
    const small = Math.exp(-Math.abs(exponent));
    logAlive += share * (Math.max(exponent, 0) + Math.log1p(small));
    const gone = (share * (exponent > 0 ? 1 : small)) / (1 + small);
    byLogOdds += gone;
    byShape += gone * silence;
    byGrowth += gone * ((growthByAlpha[T] ?? 0) - (growthByAlpha[tx] ?? 0));
  }
  sums.logAlive = logAlive;
  sums.byLogOdds = byLogOdds;
  sums.byShape = byShape;
  sums.byLogAlpha = shape * byGrowth;
}

/** Writes the log-likelihood's gradient by (ln r, ln α, ln a, ln b) into `gradient` and returns its value. */
export function mbgNbdInLogs(params: MbgNbdParams, data: MbgNbdData, gradient: Float64Array): number {
  const { r, alpha, a, b } = params;
  fillGrowth(data, alpha);
  const nbd = nbdFromMargins(params, data.margins);
  const sums = { logAlive: 0, byLogOdds: 0, byShape: 0, byLogAlpha: 0 };
  let value = nbd.value;
  let byR = nbd.gradient.r;
  let byLogAlpha = alpha * nbd.gradient.alpha;
  let byA = 0;
  let byB = 0;
  let reached = 0;
  for (const run of data.runs) {
    const { x, customersFromHere } = run;
    sumRun(data, run, params, sums);
    value += sums.logAlive - customersFromHere * logSurvival(a, b, reached, x + 1);
    byR += sums.byShape;
    byLogAlpha += sums.byLogAlpha;
    byA += sums.byLogOdds / a - customersFromHere * reciprocalRising(a + b, reached, x + 1);
    byB += customersFromHere * survivalByB(a, b, reached, x + 1) - sums.byLogOdds / (b + x);
    reached = x + 1;
  }
  gradient[0] = r * byR;
  gradient[1] = byLogAlpha;
  gradient[2] = a * byA;
  gradient[3] = b * byB;
  return value;
}

/** Log-likelihood of the groups and its gradient by the parameters themselves. */
export function mbgNbdLogLikelihood(params: MbgNbdParams, grouped: GroupedSummaries): MbgNbdLikelihood {
  const slopes = new Float64Array(4);
  const value = mbgNbdInLogs(params, mbgNbdData(grouped), slopes);
  const [byR = 0, byAlpha = 0, byA = 0, byB = 0] = slopes;
  const { r, alpha, a, b } = params;
  return { value, gradient: { r: byR / r, alpha: byAlpha / alpha, a: byA / a, b: byB / b } };
}
