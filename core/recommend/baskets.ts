/**
 * What people bought, order by order: the material of recommendations. An order without lines says nothing about items, and
 * is left out. What was given back is told by a refund, an order whose amount is negative, or by a line of negative quantity.
 */
import type { Order, OrderLine } from '../customer/order.ts';
import type { CustomerId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** An order that has lines. */
export type Basket = Pick<Order, 'id' | 'at' | 'amountMinor' | 'lines'>;

export interface PersonBaskets {
  readonly customerId: CustomerId;
  /** Oldest first, those of one instant by id. */
  readonly baskets: readonly Basket[];
}

/** The baskets among a person's orders before an instant; null where there are none. */
export function basketsOf(
  customerId: CustomerId,
  orders: readonly Order[],
  before: Instant,
): PersonBaskets | null {
  const baskets = orders
    .filter(({ at, lines }) => at < before && lines.length > 0)
    .map(({ id, at, amountMinor, lines }) => ({ id, at, amountMinor, lines }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return baskets.length === 0 ? null : { customerId, baskets };
}

/** True where the line gives back what was bought. */
export function isReturned({ amountMinor }: Pick<Basket, 'amountMinor'>, { quantity }: OrderLine): boolean {
  return amountMinor < 0 || quantity < 0;
}
