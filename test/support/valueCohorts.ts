/**
 * Customers drawn from the very processes the value models describe, for tests of recovery. The same seed draws the
 * same customers; the draws are the tests' own and do not follow the suites' seed, so that a statistical statement
 * holds for every commit or for none.
 */
import type { GammaGammaParams } from '../../core/value/gammaGamma.ts';
import type { MbgCnbdKParams, MbgNbdParams } from '../../core/value/purchaseModel.ts';
import type { DayColumns } from '../../core/value/repeatSummary.ts';

/** Uniform numbers in [0, 1), mulberry32. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** Gamma with rate 1 (Marsaglia & Tsang 2000). */
export function gammaDraw(draw: () => number, shape: number): number {
  if (shape < 1) return gammaDraw(draw, shape + 1) * (1 - draw()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = normal(draw);
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - draw()) < z * z * 0.5 + d - d * v + d * Math.log(v)) return d * v;
  }
}

export interface PurchaseCohort {
  readonly customers: number;
  readonly params: MbgNbdParams;
  /** Customers are won evenly over this many days before the end of observation. */
  readonly days: number;
  readonly seed: number;
}

function repeatDays(draw: () => number, weeklyRate: number, dropout: number, lastDay: number): number[] {
  const days: number[] = [];
  let at = 0;
  while (draw() >= dropout) {
    at += (-Math.log(1 - draw()) / weeklyRate) * 7;
    const day = Math.max(1, Math.floor(at));
    if (day > lastDay) break;
    if (day !== days.at(-1)) days.push(day);
  }
  return days;
}

/** An MBG/NBD cohort. Orders of one day count once, so very frequent buyers look a little slower than they are. */
export function drawPurchases({ customers, params, days, seed }: PurchaseCohort): DayColumns {
  const draw = uniforms(seed);
  const x = new Int32Array(customers);
  const txDays = new Int32Array(customers);
  const TDays = new Int32Array(customers);
  for (let i = 0; i < customers; i += 1) {
    const rate = gammaDraw(draw, params.r) / params.alpha;
    const left = gammaDraw(draw, params.a);
    const dropout = left / (left + gammaDraw(draw, params.b));
    TDays[i] = 1 + Math.floor(draw() * days);
    const orders = repeatDays(draw, rate, dropout, TDays[i] ?? 0);
    x[i] = orders.length;
    txDays[i] = orders.at(-1) ?? 0;
  }
  return { x, txDays, TDays };
}

/** A Gamma-Gamma cohort: each customer with one to many repeat orders. */
export function drawSpend(
  customers: number,
  params: GammaGammaParams,
  seed: number,
): { x: Int32Array; meanSpend: Float64Array } {
  const draw = uniforms(seed);
  const x = new Int32Array(customers);
  const meanSpend = new Float64Array(customers);
  for (let i = 0; i < customers; i += 1) {
    const orders = 1 + Math.floor(-3 * Math.log(1 - draw()));
    const nu = gammaDraw(draw, params.q) / params.gamma;
    x[i] = orders;
    meanSpend[i] = gammaDraw(draw, params.p * orders) / (nu * orders);
  }
  return { x, meanSpend };
}

export interface ContinuousCohort {
  readonly customers: number;
  readonly params: MbgCnbdKParams;
  /** False for BG/NBD. Default true. */
  readonly leavesAtFirst?: boolean;
  /** Customers are observed for a time spread evenly between these, and for a horizon after it. */
  readonly weeks: readonly [shortest: number, longest: number];
  readonly horizon: number;
  readonly seed: number;
}

export interface DrawnHistories {
  readonly x: Int32Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  readonly littSum: number;
  /** Orders in the horizon after T. */
  readonly later: Int32Array;
}

function drawOrders(
  draw: () => number,
  { params: { k, r, alpha, a, b }, leavesAtFirst = true }: ContinuousCohort,
  until: number,
): number[] {
  const rate = gammaDraw(draw, r) / alpha;
  const left = gammaDraw(draw, a);
  const dropout = left / (left + gammaDraw(draw, b));
  const orders: number[] = [];
  if (leavesAtFirst && draw() < dropout) return orders;
  for (let at = gammaDraw(draw, k) / rate; at <= until; at += gammaDraw(draw, k) / rate) {
    orders.push(at);
    if (draw() < dropout) break;
  }
  return orders;
}

/** A cohort of BG/NBD, MBG/NBD or MBG/CNBD-k in continuous time. */
export function drawHistories(cohort: ContinuousCohort): DrawnHistories {
  const { customers, weeks, horizon, seed } = cohort;
  const draw = uniforms(seed);
  const drawn = {
    x: new Int32Array(customers),
    tx: new Float64Array(customers),
    T: new Float64Array(customers),
    later: new Int32Array(customers),
  };
  let littSum = 0;
  for (let i = 0; i < customers; i += 1) {
    const T = weeks[0] + (weeks[1] - weeks[0]) * draw();
    const orders = drawOrders(draw, cohort, T + horizon);
    const seen = orders.filter((at) => at <= T);
    for (const [n, at] of seen.entries()) littSum += Math.log(at - (seen[n - 1] ?? 0));
    drawn.x[i] = seen.length;
    drawn.tx[i] = seen.at(-1) ?? 0;
    drawn.T[i] = T;
    drawn.later[i] = orders.length - seen.length;
  }
  return { ...drawn, littSum };
}
