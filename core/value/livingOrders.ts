/**
 * The costly part of what MBG/NBD expects of a customer depends on x and T alone, and a shop has far fewer pairs of those
 * than customers. So it is worked out once a pair under each set of parameters, and forgotten with them.
 */
import { WEEK_DAYS } from '../time.ts';
import { type MbgNbdParams, ordersOfTheLiving } from './mbgNbd.ts';

/** Room for whole days of 20,000 years beside the orders. */
const MOST_DAYS = 2 ** 23;
const MOST_PAIRS = 1_000_000;

class Pairs {
  private readonly orders = new Map<number, number>();
  private readonly params: MbgNbdParams;
  readonly horizonWeeks: number;

  constructor(params: MbgNbdParams, horizonWeeks: number) {
    this.params = params;
    this.horizonWeeks = horizonWeeks;
  }

  at(x: number, TDays: number): number {
    const pair = x * MOST_DAYS + TDays;
    const known = this.orders.get(pair);
    if (known !== undefined) return known;
    const orders = ordersOfTheLiving(this.params, x, TDays / WEEK_DAYS, this.horizonWeeks);
    if (this.orders.size < MOST_PAIRS) this.orders.set(pair, orders);
    return orders;
  }
}

const byParams = new WeakMap<MbgNbdParams, Pairs>();

/**
 * Orders expected in the `horizonWeeks` after T of a customer known not to have left; x orders after the first, T in whole
 * days. The same as `ordersOfTheLiving` at T weeks. Parameters are recognised by identity, so they must not be changed.
 */
export function livingOrders(params: MbgNbdParams, x: number, TDays: number, horizonWeeks: number): number {
  const known = byParams.get(params);
  if (known !== undefined && known.horizonWeeks === horizonWeeks) return known.at(x, TDays);
  const pairs = new Pairs(params, horizonWeeks);
  byParams.set(params, pairs);
  return pairs.at(x, TDays);
}
