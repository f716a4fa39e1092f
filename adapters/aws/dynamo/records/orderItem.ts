/**
 * An order as an item of `people`, in its customer's partition by time, and its mark: an item under its id alone, for ever,
 * that keeps the id from being used twice and remembers which import last showed each row of it.
 */
import type { Order } from '../../../../core/customer/order.ts';
import type { Instant } from '../../../../core/time.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';
import { type Stored, withoutDefaults } from './stored.ts';

const DEFAULTS = { lines: [] } as const;

export function readOrder({ body }: Pick<ItemRead, 'body'>): Order {
  const stored: Stored<Order, typeof DEFAULTS> = JSON.parse(body);
  return { ...DEFAULTS, ...stored };
}

export function orderWrite(order: Order): ItemWrite {
  return { body: withoutDefaults(order, DEFAULTS), kind: 'order' };
}

export interface LineRow {
  readonly item: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly lastImport: number;
}

export interface OrderMark {
  /** Of the order: with it and its customer the order's key is known. */
  readonly at: Instant;
  /** The import that last showed it as a row; 0 where none did. */
  readonly lastImport: number;
  /** Null for an order that came whole. */
  readonly lines: readonly LineRow[] | null;
}

/** Of an order that came whole. */
export function wholeOrderMark({ at }: Pick<Order, 'at'>, lastImport = 0): OrderMark {
  return { at, lastImport, lines: null };
}

export function readOrderMark({ body }: Pick<ItemRead, 'body'>): OrderMark {
  const mark: OrderMark = JSON.parse(body);
  return mark;
}

export function orderMarkWrite(mark: OrderMark): ItemWrite {
  return { body: mark, kind: 'order-id' };
}
