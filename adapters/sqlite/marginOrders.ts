/**
 * The orders of a customer that tell of margins as one text: a row a line, a row without a line for a refund that names no goods.
 * One text a customer is read several times faster than a row of the statement a line.
 */
import type { OrderLine } from '../../core/customer/order.ts';
import type { MarginOrder } from '../../core/value/margin.ts';
import { BrokenRow } from './columns.ts';

/** Of the customer `p`, strictly before the parameter. */
export const MARGIN_ORDERS = `(SELECT json_group_array(json_array(o.no, o.at, o.amount_minor, l.item, l.quantity,
  l.price_minor, l.cost_minor)) FROM orders o LEFT JOIN order_lines l ON l.order_no = o.no
  WHERE o.customer_no = p.no AND o.at < ? AND (l.item IS NOT NULL OR o.amount_minor < 0))`;

/** Order, its instant and amount; of the line item, quantity, price and cost. */
type LineRow = readonly [number, number, number, string | null, number | null, number | null, number | null];

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function isLineRow(value: unknown): value is LineRow {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const [no, at, amount, item, ...rest]: readonly unknown[] = value;
  return (
    typeof no === 'number' &&
    typeof at === 'number' &&
    typeof amount === 'number' &&
    (item === null || typeof item === 'string') &&
    rest.every(isNumberOrNull)
  );
}

/** In the sequence of the file; lines of one order need not stand together. */
export function readMarginOrders(packed: string | null): MarginOrder[] {
  const rows: unknown = packed === null ? [] : JSON.parse(packed);
  if (!Array.isArray(rows) || !rows.every(isLineRow)) throw new BrokenRow('lines', 'lines of orders');
  const orders = new Map<number, MarginOrder & { readonly lines: OrderLine[] }>();
  for (const [no, at, amountMinor, item, quantity, priceMinor, costMinor] of rows) {
    let order = orders.get(no);
    if (order === undefined) {
      order = { at, amountMinor, lines: [] };
      orders.set(no, order);
    }
    if (item === null) continue;
    const cost = costMinor === null ? {} : { costMinor };
    order.lines.push({ item, quantity: quantity ?? 0, priceMinor, ...cost });
  }
  return [...orders.values()];
}
