/**
 * The likelihood of BG/NBD, MBG/NBD and MBG/CNBD-k over grouped customers, with its gradient. It is written as the NBD
 * likelihood of the stages plus what dropout adds,
 *   Σ w·[ −Σ_{j<n} ln(1 + a/(b + j)) + ln(S + a/(b + n − 1)·((α + T)/(α + t_x))^(r + kx)) ],
 * where n of the customer's orders could have been the last and S is the sum of `silentStages`, 1 for k = 1. This equals
 * the individual likelihoods of the papers, keeps its digits where a/(a + b) runs to 0, and needs no gamma function for
 * whole x. What the intervals add without regard to the parameters, (k − 1)·Σ ln(interval) − Σ x·ln Γ(k), is left to
 * the fit. Parameters are taken as positive and finite.
 */
import { logGammaRatio } from './logGamma.ts';
import { nbdFromMargins, type OrderMargins, orderMargins, reciprocalRising, stagesOf } from './nbd.ts';
import { chancesToLeave, type OrderProcess } from './orderProcess.ts';
import type { GroupedSummaries } from './repeatSummary.ts';
import { type SilentStages, sumStages } from './silentStages.ts';
import type { MbgNbdParams } from './purchaseModel.ts';

export interface BetaDropoutLikelihood {
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
export interface BetaDropoutData {
  readonly process: OrderProcess;
  readonly grouped: GroupedSummaries;
  /** Of the stages: k times the orders. */
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

/** The part of the data that follows from the groups alone, margins apart. */
export function runsOf(grouped: GroupedSummaries): Omit<BetaDropoutData, 'process' | 'margins'> {
  const moments = grouped.times.length;
  const growth = new Float64Array(moments);
  return { grouped, runs: orderRuns(grouped), growth, growthByAlpha: new Float64Array(moments) };
}

/** `margins`: of the orders, where they are worked out already. */
export function betaDropoutData(
  process: OrderProcess,
  grouped: GroupedSummaries,
  margins: OrderMargins = orderMargins(grouped),
): BetaDropoutData {
  return { process, margins: stagesOf(margins, process.k), ...runsOf(grouped) };
}

/** The same customers under intervals of another number of stages. */
export function withStages(data: BetaDropoutData, k: number): BetaDropoutData {
  return { ...data, process: { ...data.process, k }, margins: stagesOf(orderMargins(data.grouped), k) };
}

/** Over from ≤ j < to: ln of the chance to stay, negated, and its derivatives by a and, negated, by b. */
interface Stay {
  /** Σ ln(1 + a/(b + j)). */
  log: number;
  /** Σ 1/(a + b + j). */
  byA: number;
  /** Σ a/((b + j)(a + b + j)). */
  byB: number;
}

function sumStay(a: number, b: number, from: number, to: number, stay: Stay): void {
  let log = 0;
  let byA = 0;
  let byB = 0;
  if (to - from > SHORT_STRETCH) {
    log = logGammaRatio(a + b + from, to - from) - logGammaRatio(b + from, to - from);
    byA = reciprocalRising(a + b, from, to);
    byB = reciprocalRising(b, from, to) - byA;
  } else {
    for (let j = from; j < to; j += 1) {
      const odds = a / (b + j);
      const reciprocal = 1 / (a + b + j);
      log += Math.log1p(odds);
      byA += reciprocal;
      byB += odds * reciprocal;
    }
  }
  stay.log = log;
  stay.byA = byA;
  stay.byB = byB;
}

function fillGrowth({ grouped: { times }, growth, growthByAlpha }: BetaDropoutData, alpha: number): void {
  for (let at = 0; at < times.length; at += 1) {
    const t = times[at] ?? 0;
    growth[at] = Math.log1p(t / alpha);
    growthByAlpha[at] = -t / (alpha + t);
  }
}

/** Over the groups of a run: the logarithm of silence, left or alive, with its derivatives. */
interface RunSums {
  value: number;
  /** By the logarithm of the odds to have left at the last order: customers who have. */
  byLogOdds: number;
  byShape: number;
  byLogAlpha: number;
}

/** The inner loop of every fit with k = 1, apart from its surroundings so that it is compiled soon and alone. */
function sumRun(
  data: BetaDropoutData,
  { from, to }: OrderRun,
  shape: number,
  logOdds: number,
  sums: RunSums,
): void {
  const { growth, growthByAlpha } = data;
  const { txAt, TAt, weight } = data.grouped;
  let value = 0;
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
    value += share * (Math.max(exponent, 0) + Math.log1p(small));
    const gone = (share * (exponent > 0 ? 1 : small)) / (1 + small);
    byLogOdds += gone;
    byShape += gone * silence;
    byGrowth += gone * ((growthByAlpha[T] ?? 0) - (growthByAlpha[tx] ?? 0));
  }
  sums.value = value;
  sums.byLogOdds = byLogOdds;
  sums.byShape = byShape;
  sums.byLogAlpha = shape * byGrowth;
}

/** As `sumRun` for k above 1. With `logOdds` of −Infinity nobody leaves. */
function sumRegularRun(
  data: BetaDropoutData,
  { from, to }: OrderRun,
  shape: number,
  logOdds: number,
  alpha: number,
  sums: RunSums,
): void {
  const { growth, growthByAlpha, process } = data;
  const { txAt, TAt, tx, T, weight } = data.grouped;
  const stages: SilentStages = { sum: 1, byShape: 0, byLogShare: 0 };
  sums.value = 0;
  sums.byLogOdds = 0;
  sums.byShape = 0;
  sums.byLogAlpha = 0;
  for (let g = from; g < to; g += 1) {
    const end = T[g] ?? 0;
    const share = weight[g] ?? 0;
    sumStages(shape, (end - (tx[g] ?? 0)) / (alpha + end), process.k, stages);
    const silence = (growth[TAt[g] ?? 0] ?? 0) - (growth[txAt[g] ?? 0] ?? 0);
    const silenceByAlpha = (growthByAlpha[TAt[g] ?? 0] ?? 0) - (growthByAlpha[txAt[g] ?? 0] ?? 0);
    const logStages = Math.log(stages.sum);
    const exponent = logOdds + shape * silence - logStages;
    const small = Math.exp(-Math.abs(exponent));
    sums.value += share * (logStages + Math.max(exponent, 0) + Math.log1p(small));
    const gone = (share * (exponent > 0 ? 1 : small)) / (1 + small);
    const alive = (share * (exponent > 0 ? small : 1)) / (1 + small) / stages.sum;
    sums.byLogOdds += gone;
    sums.byShape += gone * silence + alive * stages.byShape;
    sums.byLogAlpha += gone * shape * silenceByAlpha - (alive * stages.byLogShare * alpha) / (alpha + end);
  }
}

/** Writes the log-likelihood's gradient by (ln r, ln α, ln a, ln b) into `gradient` and returns its value. */
export function betaDropoutInLogs(
  params: MbgNbdParams,
  data: BetaDropoutData,
  gradient: Float64Array,
): number {
  const { r, alpha, a, b } = params;
  const { process } = data;
  fillGrowth(data, alpha);
  const nbd = nbdFromMargins(params, data.margins);
  const sums = { value: 0, byLogOdds: 0, byShape: 0, byLogAlpha: 0 };
  const stay = { log: 0, byA: 0, byB: 0 };
  let value = nbd.value;
  let byR = nbd.gradient.r;
  let byLogAlpha = alpha * nbd.gradient.alpha;
  let byA = 0;
  let byB = 0;
  let reached = 0;
  for (const run of data.runs) {
    const chances = chancesToLeave(process, run.x);
    const odds = a / (b + chances - 1);
    const logOdds = chances === 0 ? Number.NEGATIVE_INFINITY : Math.log(odds);
    const shape = r + process.k * run.x;
    if (process.k > 1) sumRegularRun(data, run, shape, logOdds, alpha, sums);
    else if (chances === 0) continue;
    else sumRun(data, run, shape, logOdds, sums);
    const { customersFromHere } = run;
    sumStay(a, b, reached, chances, stay);
    value += sums.value - customersFromHere * stay.log;
    byR += sums.byShape;
    byLogAlpha += sums.byLogAlpha;
    byA += sums.byLogOdds / a - customersFromHere * stay.byA;
    byB += customersFromHere * stay.byB;
    byB -= chances === 0 ? 0 : sums.byLogOdds / (b + chances - 1);
    reached = chances;
  }
  gradient[0] = r * byR;
  gradient[1] = byLogAlpha;
  gradient[2] = a * byA;
  gradient[3] = b * byB;
  return value;
}

/** The same without dropout, its gradient by (ln r, ln α). For k = 1 it is NBD. */
export function stagesInLogs(
  { r, alpha }: { readonly r: number; readonly alpha: number },
  data: BetaDropoutData,
  gradient: Float64Array,
): number {
  const nbd = nbdFromMargins({ r, alpha }, data.margins);
  let { value } = nbd;
  let byR = nbd.gradient.r;
  let byLogAlpha = alpha * nbd.gradient.alpha;
  if (data.process.k > 1) {
    fillGrowth(data, alpha);
    const sums = { value: 0, byLogOdds: 0, byShape: 0, byLogAlpha: 0 };
    for (const run of data.runs) {
      const shape = r + data.process.k * run.x;
      sumRegularRun(data, run, shape, Number.NEGATIVE_INFINITY, alpha, sums);
      value += sums.value;
      byR += sums.byShape;
      byLogAlpha += sums.byLogAlpha;
    }
  }
  gradient[0] = r * byR;
  gradient[1] = byLogAlpha;
  return value;
}

/** Log-likelihood of the groups and its gradient by the parameters themselves. */
export function betaDropoutLogLikelihood(
  process: OrderProcess,
  params: MbgNbdParams,
  grouped: GroupedSummaries,
): BetaDropoutLikelihood {
  const slopes = new Float64Array(4);
  const value = betaDropoutInLogs(params, betaDropoutData(process, grouped), slopes);
  const [byR = 0, byAlpha = 0, byA = 0, byB = 0] = slopes;
  const { r, alpha, a, b } = params;
  return { value, gradient: { r: byR / r, alpha: byAlpha / alpha, a: byA / a, b: byB / b } };
}
