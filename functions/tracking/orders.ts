/**
 * `Order Completed` and `Order Refunded` of the Segment specification become orders. The amount is `total`, else `revenue`,
 * else `value`; a refund without any gives the whole order back. Every property is kept beside the order.
 */
import { contentId } from '../../core/customer/import/contentId.ts';
import type { Order, OrderLine } from '../../core/customer/order.ts';
import { isCustomerId } from '../../core/ids.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import { leftOut, refused, shown } from './finding.ts';
import { isObject, member, type Reading, textAt } from './message.ts';
import { amountName, currencyOf, minorOf } from './money.ts';

interface OrderHead {
  readonly customerId: CustomerId;
  readonly messageId: string;
  readonly at: Instant;
}

const LONGEST_ITEM = 512;
const LARGEST_QUANTITY = 1e9;

/** What one piece cost the shop; null where the product does not say, or says it unreadably, which is noted. */
function costOf(product: JsonObject, path: string, currency: string, reading: Reading): number | null {
  const cost = member(product, 'cost');
  if (cost === null) return null;
  const minor = minorOf(cost, currency, `${path}.cost`, reading);
  if (minor !== null && minor >= 0) return minor;
  const detail = `${path}.cost "${shown(cost)}" is no cost`;
  reading.note(leftOut('invalid-amount', `${path}.cost`, detail, 'send a number, 0 or more'));
  return null;
}

function lineOf(product: unknown, path: string, currency: string, reading: Reading): OrderLine | null {
  const item = isObject(product)
    ? (textAt(product, 'product_id') ?? textAt(product, 'sku') ?? textAt(product, 'name'))
    : null;
  if (!isObject(product) || item === null || item.length > LONGEST_ITEM) {
    reading.note(
      leftOut('invalid-line', path, `${path} has no product_id, sku or name`, 'name the product of the line'),
    );
    return null;
  }
  const said = member(product, 'quantity') ?? 1;
  const quantity = typeof said === 'string' ? Number(said) : said;
  if (typeof quantity !== 'number' || !(Math.abs(quantity) <= LARGEST_QUANTITY)) {
    const detail = `${path}.quantity "${shown(said)}" is no quantity`;
    reading.note(leftOut('invalid-line', `${path}.quantity`, detail, 'send a number'));
    return null;
  }
  const price = member(product, 'price');
  const priceMinor = price === null ? null : minorOf(price, currency, `${path}.price`, reading);
  if (price !== null && priceMinor === null) {
    const detail = `${path}.price "${shown(price)}" is no amount`;
    reading.note(leftOut('invalid-amount', `${path}.price`, detail, 'send a number'));
  }
  const costMinor = costOf(product, path, currency, reading);
  return { item, quantity, priceMinor, ...(costMinor === null ? {} : { costMinor }) };
}

function linesOf(properties: JsonObject, currency: string, reading: Reading): OrderLine[] {
  const products = member(properties, 'products');
  if (products === null) return [];
  if (!Array.isArray(products)) {
    reading.note(
      leftOut('invalid-line', 'properties.products', 'products are no list', 'send a list of products'),
    );
    return [];
  }
  return products
    .map((product: unknown, place) => lineOf(product, `properties.products.${place}`, currency, reading))
    .filter((line) => line !== null);
}

/** The id under `order_id`. Throws `Refused` for one that is too long or holds control characters. */
export function orderIdOf(properties: JsonObject): string | null {
  const id = textAt(properties, 'order_id');
  if (id === null || isCustomerId(id)) return id;
  throw refused(
    'id-too-long',
    'properties.order_id',
    'order_id has more than 512 characters or holds a control character',
    'send the id the shop knows the order by',
  );
}

/** True where only the order itself says how much comes back. */
export function isRefundInFull(name: Json, properties: JsonObject): boolean {
  return name === 'Order Refunded' && amountName(properties) === null;
}

function amountOf(name: string, properties: JsonObject, currency: string, reading: Reading): number {
  const said = amountName(properties);
  if (said === null && name === 'Order Refunded') {
    if (reading.paidMinor !== null) return reading.paidMinor;
    const detail = 'the refund names no amount, and the order it gives back is not known';
    throw refused('unknown-order', 'properties.order_id', detail, 'send total, or the order first');
  }
  if (said === null) {
    const detail = 'the order has neither total nor revenue nor value';
    throw refused('missing-amount', 'properties.total', detail, 'send total as a number');
  }
  const field = `properties.${said}`;
  const value = member(properties, said);
  const minor = minorOf(value, currency, field, reading);
  if (minor === null) {
    const detail = `${field} "${shown(value)}" is no amount of ${currency}`;
    throw refused('invalid-amount', field, detail, 'send a number, for example 29.9');
  }
  if (name === 'Order Refunded' && minor === 0) {
    throw refused('invalid-amount', field, 'the refund gives nothing back', 'send the amount given back');
  }
  if (minor >= 0 || name === 'Order Refunded') return Math.abs(minor);
  const detail = `${field} is below zero`;
  throw refused('negative-amount', field, detail, 'send what is given back as Order Refunded');
}

/**
 * The order of such an event. A purchase without `order_id` is known by its message id; a refund by `refund_id`, else by the
 * order, time and amount it names. Throws `Refused`.
 */
export function orderOf(name: string, properties: JsonObject, head: OrderHead, reading: Reading): Order {
  const currency = currencyOf(properties, reading);
  const amountMinor = amountOf(name, properties, currency, reading);
  const { customerId, messageId, at } = head;
  const lines = linesOf(properties, currency, reading);
  const orderId = orderIdOf(properties) ?? messageId;
  if (name === 'Order Completed') return { id: orderId, customerId, at, amountMinor, currency, lines };
  const refundId = textAt(properties, 'refund_id');
  const id =
    refundId !== null && refundId.length <= 200
      ? `refund-${refundId}`
      : contentId('refund', at, orderId, -amountMinor);
  return { id, customerId, at, amountMinor: -amountMinor, currency, lines };
}
