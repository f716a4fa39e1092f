/**
 * What people of the demonstration shop do besides ordering: look around, first without a name, begin a checkout and leave
 * it, receive what they ordered. Drawn for each order and sign-up by itself, so it changes nothing about the orders.
 */
import { hash32 } from '../../core/chance.ts';
import type { TrackedEvent } from '../../core/customer/event.ts';
import { anonymousIdOf } from '../../core/customer/identity.ts';
import type { Order } from '../../core/customer/order.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../core/time.ts';
import { CATALOGUE } from './catalogue.ts';
import { DEMO_SHOP_SETTINGS } from './demoSettings.ts';
import { createRandom, type Random } from './random.ts';

const LEFT_SHARE = 0.3;
const LOOKS_AROUND_SHARE = 0.55;
const CAME_WITHOUT_NAME_SHARE = 0.5;

function event(
  customerId: CustomerId,
  at: Instant,
  name: string,
  what: string,
  properties: JsonObject,
): TrackedEvent {
  const messageId = `${customerId}-${what}`;
  return { kind: 'tracked', source: 'demo', messageId, customerId, at: Math.round(at), name, properties };
}

/** The cart of an order, as the checkout names it. */
export function cartOf(order: Pick<Order, 'id'>): string {
  return `cart-${order.id}`;
}

function cartProperties(order: Order, cartId: string): JsonObject {
  const products = order.lines.map(({ item, quantity, priceMinor }) => ({
    product_id: item,
    name: CATALOGUE.find(({ sku }) => sku === item)?.name.en ?? item,
    quantity,
    price: (priceMinor ?? 0) / 100,
  }));
  const checkout_url = `${DEMO_SHOP_SETTINGS.website}/checkout/${cartId}`;
  return { cart_id: cartId, currency: order.currency, products, checkout_url };
}

function eventsOfOrder(order: Order): TrackedEvent[] {
  const random = createRandom(hash32(0x51, order.id));
  const { customerId, at, id } = order;
  const cart = cartOf(order);
  const began = event(
    customerId,
    at - (2 + random.next() * 20) * MINUTE_MS,
    'Checkout Started',
    cart,
    cartProperties(order, cart),
  );
  const arrives = at + (2 + random.next() * 3) * DAY_MS;
  const delivered = event(customerId, arrives, 'Order Delivered', `${id}-delivered`, { order_id: id });
  return [began, delivered, ...leftBefore(random, order)];
}

/** A checkout of another day that nobody finished. */
function leftBefore(random: Random, order: Order): TrackedEvent[] {
  if (random.next() >= LEFT_SHARE) return [];
  const cart = `${cartOf(order)}-left`;
  const at = order.at - (3 * HOUR_MS + random.next() * 9 * DAY_MS);
  return [event(order.customerId, at, 'Checkout Started', cart, cartProperties(order, cart))];
}

/** The visitor a person was before they said who they are; null for those who came with their name. */
export function visitorOf(customerId: CustomerId): CustomerId | null {
  const chosen = createRandom(hash32(0x52, customerId)).next() < CAME_WITHOUT_NAME_SHARE;
  return chosen ? anonymousIdOf(`visitor-${hash32(0x53, customerId).toString(36)}`) : null;
}

function eventsOfSignUp({ customerId, at }: TrackedEvent): TrackedEvent[] {
  const random = createRandom(hash32(0x54, customerId));
  const page = (path: string) => ({ path, url: `${DEMO_SHOP_SETTINGS.website}${path}` });
  const visitor = visitorOf(customerId);
  const before =
    visitor === null
      ? []
      : [event(visitor, at - (1 + random.next() * 40) * HOUR_MS, 'Page Viewed', 'came', page('/tea'))];
  if (random.next() >= LOOKS_AROUND_SHARE) return before;
  return [
    ...before,
    event(customerId, at + (2 + random.next() * 7) * DAY_MS, 'Page Viewed', 'looked', page('/gifts')),
  ];
}

/** Everything but orders and sign-ups that happens because of them. O(orders + sign-ups). */
export function demoVisits(orders: readonly Order[], signUps: readonly TrackedEvent[]): TrackedEvent[] {
  return [
    ...orders.filter(({ amountMinor }) => amountMinor >= 0).flatMap(eventsOfOrder),
    ...signUps.flatMap(eventsOfSignUp),
  ];
}
