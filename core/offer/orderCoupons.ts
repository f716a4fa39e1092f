/**
 * Orders that say which coupons they came with (`coupon`, or `coupons`, of `Order Completed`), and orders that were given back: what
 * is to be looked at once the event is applied, as a task. A shop that redeems over the API tells the same twice, and it
 * counts once: a redemption is known by its order.
 */
import type { CustomerEvent, OrderEvent } from '../customer/event.ts';
import type { CustomerId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Task, TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';

const MOST_CODES = 10;
const LONGEST_CODE = 100;

function isCode(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_CODE;
}

/** Codes an order came with, as they were told. */
export function codesTold(properties: JsonObject): readonly string[] {
  const { coupon, coupons } = properties;
  const several: readonly Json[] = Array.isArray(coupons) ? coupons : [];
  return [...new Set([coupon, ...several].filter(isCode))].slice(0, MOST_CODES);
}

/** Of the codes of one order what was taken off in all, in major units; null where it was not told. */
function discountTold({ discount }: JsonObject): number | null {
  return typeof discount === 'number' && Number.isFinite(discount) && discount >= 0 ? discount : null;
}

function bodyOf({ order, properties = {} }: OrderEvent): JsonObject | null {
  const { amountMinor, at, lines, currency } = order;
  if (amountMinor < 0) {
    const returned = properties['order_id'];
    return isCode(returned) ? { returned, refund: order.id, amountMinor: -amountMinor, at } : null;
  }
  const codes = codesTold(properties);
  if (codes.length === 0) return null;
  const items = lines.map(({ item, quantity, priceMinor }) => ({ item, quantity, priceMinor }));
  const discount = discountTold(properties);
  return { order: order.id, codes: [...codes], amountMinor, currency, discount, items, at };
}

/** The task of an order with coupons, or of one given back in part or whole; null for every other event. */
export function couponTask(event: CustomerEvent, customerId: CustomerId, now: Instant): TaskWrite | null {
  const told = event.kind === 'order' ? bodyOf(event) : null;
  if (told === null) return null;
  const task: Task = {
    id: `offer-order/${event.source}/${event.messageId}`,
    kind: 'offer',
    customerId,
    lane: 'upkeep',
    dueAt: now,
    version: 1,
    attempts: 0,
    body: { customer: customerId, ...told },
  };
  return { task, expectedVersion: 0 };
}
