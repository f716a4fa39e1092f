/**
 * The value of many customers at once. In all models but that of regular orders a customer's prediction is the chance to
 * be alive times something that depends on (x, T) only. So discounting takes the same share of the expected orders of all
 * customers with equal x and T; the shares are read from `timeCurves`, and a million customers take little more than that.
 */
import { type Clv, type ClvTerms, clv, discountedOrders, livingTime } from './clv.ts';
import { type Prediction, predict } from './kernelOf.ts';
import type { FittedModel, PurchaseHistory } from './purchaseModel.ts';
import type { WeekColumns } from './repeatSummary.ts';
import { isScorable, timeCurves, timeSpans } from './timeCurves.ts';

export interface ClvColumns extends WeekColumns {
  /** Orders expected over the horizon of the terms, as `scoreColumns` has them. */
  readonly expectedOrders: ArrayLike<number>;
  /** Expected value of an order to come, in money. */
  readonly orderValue: ArrayLike<number>;
}

function ordersToCome(model: Prediction, history: PurchaseHistory) {
  return {
    expectedOrders: (horizon: number) => model.expectedOrders(history, horizon),
    pAlive: model.pAlive(history),
  };
}

/** The value of one customer under a fitted model. */
export function clvOf(model: Prediction, history: PurchaseHistory, orderValue: number, terms: ClvTerms): Clv {
  return clv(ordersToCome(model, history), orderValue, terms);
}

/** A customer of whom nothing but x and T matters: one who has just ordered, so that being alive is beyond doubt. */
function justSeen(x: number, T: number): PurchaseHistory {
  return { x, tx: x > 0 ? T : 0, T };
}

/** Discounted orders and living time, each over the orders expected, at (x, T). */
function sharesOf(model: Prediction, terms: ClvTerms) {
  const at = (x: number, T: number) => {
    const orders = ordersToCome(model, justSeen(x, T));
    const discounted = discountedOrders(orders, terms.horizon, terms.rate);
    return { orders, discounted, expected: orders.expectedOrders(terms.horizon) };
  };
  return {
    discounted: (x: number, T: number): number => {
      const { discounted, expected } = at(x, T);
      return expected > 0 ? discounted / expected : 0;
    },
    living: (x: number, T: number): number => {
      const { orders, discounted, expected } = at(x, T);
      return expected > 0 ? livingTime(orders, terms, discounted) / expected : 0;
    },
  };
}

/** A time over which what the living do changes. */
function scaleOf(fitted: FittedModel): number {
  switch (fitted.model) {
    case 'pareto-nbd':
      return Math.min(fitted.params.alpha, fitted.params.beta);
    case 'bg-bb':
      return fitted.params.alpha + fitted.params.beta;
    case 'nbd':
    case 'bg-nbd':
    case 'mbg-nbd':
    case 'mbg-cnbd-k':
      return fitted.params.alpha;
  }
}

function emptyColumn({ x, tx, T, expectedOrders, orderValue }: ClvColumns): Float64Array {
  const rows = Math.min(x.length, tx.length, T.length, expectedOrders.length, orderValue.length);
  return new Float64Array(rows).fill(Number.NaN);
}

function byShares(fitted: FittedModel, columns: ClvColumns, terms: ClvTerms): Float64Array {
  const { x, T, expectedOrders, orderValue } = columns;
  const { margin = 1, retentionCost = 0, referralShare = 0 } = terms;
  const values = emptyColumn(columns);
  const scale = scaleOf(fitted);
  const shares = sharesOf(predict(fitted), terms);
  const spans = timeSpans(x, T);
  const discountedShare = timeCurves(shares.discounted, scale, spans);
  const livingShare = retentionCost === 0 ? () => 0 : timeCurves(shares.living, scale, spans);
  const kept = (1 + referralShare) * margin;
  for (let i = 0; i < values.length; i += 1) {
    const [n, time] = [x[i] ?? Number.NaN, T[i] ?? Number.NaN];
    if (!isScorable(n, time)) continue;
    const logTime = Math.log(scale + time);
    const earned = kept * discountedShare(n, time, logTime) * (orderValue[i] ?? Number.NaN);
    const spent = retentionCost * livingShare(n, time, logTime);
    values[i] = (expectedOrders[i] ?? Number.NaN) * (earned - spent);
  }
  return values;
}

/** Where the time since the last order matters to what is to come, each customer is asked about alone. */
function byCustomer(fitted: FittedModel, columns: ClvColumns, terms: ClvTerms): Float64Array {
  const { x, tx, T, orderValue } = columns;
  const values = emptyColumn(columns);
  const model = predict(fitted);
  for (let i = 0; i < values.length; i += 1) {
    const history = { x: x[i] ?? Number.NaN, tx: tx[i] ?? Number.NaN, T: T[i] ?? Number.NaN };
    if (isScorable(history.x, history.T))
      values[i] = clvOf(model, history, orderValue[i] ?? Number.NaN, terms).value;
  }
  return values;
}

/**
 * `clvOf(…).value` of every customer, to 1e-9 of it, in the order given; NaN where the order value is, and for an x or T
 * that no history has. Columns of different lengths are read to the shortest.
 */
export function clvColumn(fitted: FittedModel, columns: ClvColumns, terms: ClvTerms): Float64Array {
  const isRegular = fitted.model === 'mbg-cnbd-k' && fitted.params.k > 1;
  return isRegular ? byCustomer(fitted, columns, terms) : byShares(fitted, columns, terms);
}
