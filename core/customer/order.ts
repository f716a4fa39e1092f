/**
 * Orders and what is counted from them. Everything countable about a customer is recomputed from the order list, never
 * incremented, so late and duplicated orders are harmless. Days are UTC days; orders of one day count once as a purchase.
 */
import type { CustomerId } from '../ids.ts';
import { type Instant, type UtcDay, utcDay } from '../time.ts';

export interface OrderLine {
  readonly item: string;
  readonly quantity: number;
  readonly priceMinor: number | null;
  /** What one piece cost the shop, as the order says. */
  readonly costMinor?: number;
}

/** A purchase, or a refund where `amountMinor` is negative. */
export interface Order {
  readonly id: string;
  readonly customerId: CustomerId;
  readonly at: Instant;
  /** Minor units of `currency`; below 0 for a refund. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  /** The id it came with, where that is another than its customer's: the two became one person. */
  readonly origin?: CustomerId;
}

/**
 * A customer's orders folded by UTC day, oldest first. `days`, `dayMinor` and `dayOrders` run in parallel.
 * Refunds are in no day: they lower `refundsMinor` (≤ 0) only.
 */
export interface OrderHistory {
  readonly days: readonly UtcDay[];
  /** Purchases of that day in minor units, refunds not included. */
  readonly dayMinor: readonly number[];
  readonly orders: number;
  readonly refundsMinor: number;
  readonly lastOrderAt: Instant | null;
}

export const NO_ORDERS: OrderHistory = {
  days: [],
  dayMinor: [],
  orders: 0,
  refundsMinor: 0,
  lastOrderAt: null,
};

/** The facts of an order that its history needs. */
export type OrderAmount = Pick<Order, 'at' | 'amountMinor'>;

/** Folds orders in any sequence into a history; only orders strictly before `before` count. O(n log n) in the orders. */
export function foldOrders(
  orders: readonly OrderAmount[],
  before: Instant = Number.POSITIVE_INFINITY,
): OrderHistory {
  const counted = orders.filter((order) => order.at < before).sort((a, b) => a.at - b.at);
  const days: UtcDay[] = [];
  const dayMinor: number[] = [];
  let purchases = 0;
  let refundsMinor = 0;
  let lastOrderAt: Instant | null = null;
  for (const order of counted) {
    if (order.amountMinor < 0) {
      refundsMinor += order.amountMinor;
      continue;
    }
    purchases += 1;
    lastOrderAt = order.at;
    const day = utcDay(order.at);
    const last = days.length - 1;
    if (last >= 0 && days[last] === day) dayMinor[last] = (dayMinor[last] ?? 0) + order.amountMinor;
    else {
      days.push(day);
      dayMinor.push(order.amountMinor);
    }
  }
  return { days, dayMinor, orders: purchases, refundsMinor, lastOrderAt };
}

/** The place of a day among ascending days, or where it belongs; looked for from the end, where new orders fall. */
function placeOfDay(days: readonly UtcDay[], day: UtcDay): number {
  let place = days.length;
  while (place > 0 && (days[place - 1] ?? 0) >= day) place -= 1;
  return place;
}

/** A history with one more order, whenever it was made: what folding all of them again would give. O(days). */
export function withOrder(history: OrderHistory, { at, amountMinor }: OrderAmount): OrderHistory {
  if (amountMinor < 0) return { ...history, refundsMinor: history.refundsMinor + amountMinor };
  const day = utcDay(at);
  const place = placeOfDay(history.days, day);
  const isKnown = history.days[place] === day;
  const before = history.dayMinor[place] ?? 0;
  return {
    days: isKnown ? history.days : history.days.toSpliced(place, 0, day),
    dayMinor: isKnown
      ? history.dayMinor.with(place, before + amountMinor)
      : history.dayMinor.toSpliced(place, 0, amountMinor),
    orders: history.orders + 1,
    refundsMinor: history.refundsMinor,
    lastOrderAt: history.lastOrderAt === null ? at : Math.max(history.lastOrderAt, at),
  };
}

/** Purchases in minor units, refunds not taken off. */
export function purchasesMinor({ dayMinor }: OrderHistory): number {
  let sum = 0;
  for (let i = 0; i < dayMinor.length; i += 1) sum += dayMinor[i] ?? 0;
  return sum;
}

/** Net spend in minor units: purchases less refunds. */
export function netSpendMinor(history: OrderHistory): number {
  return purchasesMinor(history) + history.refundsMinor;
}

/** Whole-day gaps between consecutive purchase days; one fewer than the days. */
export function gapsBetween(days: readonly UtcDay[]): number[] {
  const gaps: number[] = [];
  for (let i = 1; i < days.length; i += 1) gaps.push((days[i] ?? 0) - (days[i - 1] ?? 0));
  return gaps;
}
