/**
 * Customer lifetime value over a horizon: present value of what a customer is expected to bring from now on,
 *   CLV = (1 + referral share)·margin·order value·(discounted expected orders) − retention cost·(discounted living time).
 *
 * The product's convention is continuous: an order expected t from now is discounted by e^(−rate·t), at the moment it is
 * made, and the retention cost runs while the customer is expected to be alive. As the horizon grows the discounted
 * orders tend to the discounted expected residual orders (DERT) of Fader, Hardie & Lee 2005. `steppedOrders` is the coarser
 * convention of whole months discounted at their end, for comparison with figures made that way.
 *
 * Living time is read from the orders themselves: it falls as the rate of expected orders does from its height. That is
 * exact where leaving does not depend on ordering (NBD, Pareto/NBD, BG/BB); where customers leave after orders (BG/NBD and
 * its kin) those who order most leave first, and the time, and so the cost, comes out a little low.
 */

/** What a fitted model says of one customer. */
export interface OrdersToCome {
  /** Orders expected in the `horizon` from now; 0 at 0. */
  expectedOrders(horizon: number): number;
  /** Probability of being alive now; default 1. Only the retention cost needs it. */
  readonly pAlive?: number;
}

export interface ClvTerms {
  /** In the unit of time of the predictions, above 0. */
  readonly horizon: number;
  /** Continuous, per unit of time, 0 or more: see `continuousRate`. */
  readonly rate: number;
  /** Share of an order's value that is kept; default 1. */
  readonly margin?: number;
  /** Spent per unit of time on a living customer, in the order value's money; default 0. */
  readonly retentionCost?: number;
  /** What customers referred bring in, as a share of what the customer does; default 0. */
  readonly referralShare?: number;
}

export interface Clv {
  readonly discountedOrders: number;
  /** Margin on the customer's own orders. */
  readonly direct: number;
  /** Indirect value: margin on the orders of those referred. */
  readonly referral: number;
  readonly retentionCost: number;
  readonly value: number;
}

/** Nodes and weights of Gauss-Legendre quadrature on 0 to 1, eight points (Abramowitz & Stegun 25.4.30). */
const NODES = [
  [0.019_855_071_751_231_9, 0.050_614_268_145_188_1],
  [0.101_666_761_293_186_6, 0.111_190_517_226_687_2],
  [0.237_233_795_041_835_5, 0.156_853_322_938_943_6],
  [0.408_282_678_752_175_1, 0.181_341_891_689_181],
  [0.591_717_321_247_824_9, 0.181_341_891_689_181],
  [0.762_766_204_958_164_5, 0.156_853_322_938_943_6],
  [0.898_333_238_706_813_4, 0.111_190_517_226_687_2],
  [0.980_144_928_248_768_1, 0.050_614_268_145_188_1],
] as const;
/** Discounted by less than this over the whole horizon, one stretch is enough. */
const LONG = 0.16;
/** What is discounted by more than e^40 does not count. */
const FARTHEST = 40;
/** Small against the horizon: where the rate of orders now is read. */
const AT_ONCE = 1e-4;
/** Between these shares of the horizon the rate of orders is read as well. */
const RATE_TIMES = [0.05, 0.1, 0.2, 0.4, 0.7, 1] as const;

/** The continuous rate per unit of time of an annual discount above −1: ln(1 + annual)/unitsPerYear. */
export function continuousRate(annual: number, unitsPerYear: number): number {
  return Math.log1p(annual) / unitsPerYear;
}

/** Ends of the stretches the integral is cut into, as shares of its own range. */
const STRETCHES = [0, 0.1, 0.35, 1] as const;

/** ∫ e^(−rate·t)·E(t) dt from 0 to `end` over u = √(t/end), along which expected orders are nearly straight. */
function discountedArea(orders: OrdersToCome, end: number, rate: number): number {
  const stretches = rate * end > LONG ? STRETCHES : [0, 1];
  let sum = 0;
  for (let k = 1; k < stretches.length; k += 1) {
    const from = stretches[k - 1] ?? 0;
    const width = (stretches[k] ?? 1) - from;
    for (const [node, weight] of NODES) {
      const u = from + width * node;
      const t = end * u * u;
      sum += 2 * weight * width * u * Math.exp(-rate * t) * orders.expectedOrders(t);
    }
  }
  return end * sum;
}

/**
 * ∫_0^horizon e^(−rate·t) dE(t), by parts e^(−rate·H)·E(H) + rate·∫ e^(−rate·t)·E(t) dt. Nine looks at the prediction,
 * 25 for a long horizon; relative error below 1e-5, and 1e-9 where the history is longer than the horizon.
 */
export function discountedOrders(orders: OrdersToCome, horizon: number, rate: number): number {
  if (!(horizon > 0)) return 0;
  if (rate === 0) return orders.expectedOrders(horizon);
  const end = Math.min(horizon, FARTHEST / rate);
  return Math.exp(-rate * end) * orders.expectedOrders(end) + rate * discountedArea(orders, end, rate);
}

/**
 * The highest rate at which orders are expected within the horizon: now, in all models but those of regular orders, where
 * it comes some time after an order.
 */
function highestRate(orders: OrdersToCome, horizon: number): number {
  const step = AT_ONCE * horizon;
  let most = (4 * orders.expectedOrders(step / 2) - orders.expectedOrders(step)) / step;
  let [from, before] = [0, 0];
  for (const until of RATE_TIMES) {
    const now = orders.expectedOrders(until * horizon);
    most = Math.max(most, (now - before) / ((until - from) * horizon));
    [from, before] = [until, now];
  }
  return most;
}

/** Discounted time alive in the horizon, of a customer with so many discounted orders; never above pAlive·horizon. */
export function livingTime(
  orders: OrdersToCome,
  { horizon, rate }: Pick<ClvTerms, 'horizon' | 'rate'>,
  discounted: number,
): number {
  const pAlive = orders.pAlive ?? 1;
  const throughout = rate === 0 ? horizon : -Math.expm1(-rate * horizon) / rate;
  const highest = highestRate(orders, horizon);
  return highest > 0 ? pAlive * Math.min(throughout, discounted / highest) : pAlive * throughout;
}

/** Value of one customer, in the money of `orderValue`, the expected value of an order to come. */
export function clv(orders: OrdersToCome, orderValue: number, terms: ClvTerms): Clv {
  const { horizon, rate, margin = 1, retentionCost = 0, referralShare = 0 } = terms;
  const discounted = discountedOrders(orders, horizon, rate);
  const direct = margin * orderValue * discounted;
  const referral = referralShare * direct;
  const cost = retentionCost === 0 ? 0 : retentionCost * livingTime(orders, terms, discounted);
  return {
    discountedOrders: discounted,
    direct,
    referral,
    retentionCost: cost,
    value: direct + referral - cost,
  };
}

export interface Steps {
  readonly count: number;
  /** Length of a step in the unit of the predictions. */
  readonly length: number;
  /** Discount per step, above −1. */
  readonly discount: number;
}

/** Σ_{k = 1}^{count} (E(k·length) − E((k − 1)·length))/(1 + discount)^k: orders discounted at the end of their step. */
export function steppedOrders(orders: OrdersToCome, { count, length, discount }: Steps): number {
  let [sum, before] = [0, 0];
  for (let k = 1; k <= count; k += 1) {
    const until = orders.expectedOrders(k * length);
    sum += (until - before) / (1 + discount) ** k;
    before = until;
  }
  return sum;
}
