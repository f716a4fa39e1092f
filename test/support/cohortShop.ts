/** Orders of a shop whose customers buy and leave as a process has it, in whole days before a day. */
import { foldOrders, type Order, type OrderHistory } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import { anOrder } from './builders.ts';
import { uniforms } from './valueCohorts.ts';

export interface CohortShop {
  readonly customers: number;
  /** Customers are won evenly over so many days before the end. */
  readonly days: number;
  /** Of a customer: a mean gap in days is drawn between these. */
  readonly gapDays: readonly [shortest: number, longest: number];
  /** Stages of a gap: 1 is as irregular as can be, more the more regular. */
  readonly stages: number;
  /** Chance that an order is the last. */
  readonly dropout: number;
  readonly seed: number;
}

function exponential(draw: () => number): number {
  return -Math.log(1 - draw());
}

function gapOf(draw: () => number, mean: number, stages: number): number {
  let sum = 0;
  for (let stage = 0; stage < stages; stage += 1) sum += exponential(draw);
  return Math.max(1, Math.round((mean * sum) / stages));
}

/** Orders of everyone, a customer after the other, all before 00:00 UTC of `end`. */
export function cohortOrders(shop: CohortShop, end: Instant): Order[] {
  const { customers, days, gapDays, stages, dropout, seed } = shop;
  const draw = uniforms(seed);
  const orders: Order[] = [];
  for (let who = 0; who < customers; who += 1) {
    const mean = gapDays[0] + draw() * (gapDays[1] - gapDays[0]);
    let left = 1 + Math.floor(draw() * days);
    for (let n = 0; left > 0; n += 1) {
      const amountMinor = 1_000 + Math.floor(draw() * 9_000);
      const id = `c${who}`;
      orders.push(
        anOrder({ id: `${id}-${n}`, customerId: customerId(id), at: end - left * DAY_MS, amountMinor }),
      );
      if (draw() < dropout) break;
      left -= gapOf(draw, mean, stages);
    }
  }
  return orders;
}

export function cohortHistories(shop: CohortShop, end: Instant): [string, OrderHistory][] {
  const own = Map.groupBy(cohortOrders(shop, end), (order) => order.customerId);
  return Array.from(own, ([id, orders]) => [id, foldOrders(orders, end)]);
}
