/**
 * The demonstration shop: 18 months of a tea, coffee and kitchen shop with 2,000 customers, invented from a seed. Pure and
 * deterministic; everything happens before `now`. Customers do not depend on each other, so more of them only adds.
 * Rates and dropouts are those of `shopper.ts`; tastes decide what is bought, and prices what it comes to.
 */
import { hash32 } from '../../core/chance.ts';
import type { TrackedEvent } from '../../core/customer/event.ts';
import type { Order } from '../../core/customer/order.ts';
import type { CustomerId } from '../../core/ids.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../core/time.ts';
import { fillBasket, linesTotalMinor } from './basket.ts';
import { CATALOGUE, type Product } from './catalogue.ts';
import { type DemoPerson, inventPerson } from './demoPeople.ts';
import { createRandom, type Random } from './random.ts';
import { DEMO_PROCESS, drawPurchases, drawShopper } from './shopper.ts';

export interface DemoShop {
  readonly catalogue: readonly Product[];
  /** In the sequence of their ids. */
  readonly people: readonly DemoPerson[];
  /** Purchases and refunds, by time. */
  readonly orders: readonly Order[];
  /** `Signed Up`, by time. */
  readonly signUps: readonly TrackedEvent[];
}

export interface DemoShopOptions {
  readonly seed: number;
  /** Nothing happens at or after it. */
  readonly now: Instant;
  readonly customers?: number;
}

const CUSTOMERS = 2_000;
const HISTORY_DAYS = 548;
const SIGN_UP_ONLY_SHARE = 0.04;
const SIGN_UP_FIRST_SHARE = 0.35;
const REFUND_SHARE = 0.025;
const CURRENCY = 'USD';

const SOONEST_NEXT_MS = 20 * MINUTE_MS;

/** An instant on the day of `at`, at an hour people of that clock are awake. */
function atWakingHour(random: Random, at: Instant, utcHours: number): Instant {
  const hour = 8 + 14 * random.beta(2, 1.6);
  const local = Math.floor((at + utcHours * HOUR_MS) / DAY_MS) * DAY_MS + hour * HOUR_MS;
  return Math.round(local - utcHours * HOUR_MS);
}

const REFUND_MARK = '-R';

/** The order a refund gives back a part of. */
export function refundedBy({ id }: Pick<Order, 'id'>): string {
  return id.slice(0, -REFUND_MARK.length);
}

/** Part of an order sent back some days later, as a negative order; null for most. */
function drawRefund(random: Random, order: Order): Order | null {
  if (random.next() >= REFUND_SHARE) return null;
  const line = order.lines[random.below(order.lines.length)];
  if (line === undefined) return null;
  const lines = [{ ...line, quantity: -line.quantity }];
  const at = Math.round(order.at + (3 + random.next() * 11) * DAY_MS);
  return { ...order, id: `${order.id}${REFUND_MARK}`, at, amountMinor: linesTotalMinor(lines), lines };
}

interface Buyer {
  readonly customerId: CustomerId;
  readonly firstAt: Instant;
  readonly utcHours: number;
}

function drawOrders(random: Random, buyer: Buyer, now: Instant): Order[] {
  const { customerId, firstAt, utcHours } = buyer;
  const shopper = drawShopper(random);
  const horizonDays = (now - firstAt) / DAY_MS;
  const bought = new Map<string, Product>();
  let at = firstAt;
  const orders = drawPurchases(random, DEMO_PROCESS, horizonDays).flatMap((days, i) => {
    if (i > 0) at = Math.max(atWakingHour(random, firstAt + days * DAY_MS, utcHours), at + SOONEST_NEXT_MS);
    const lines = fillBasket(random, shopper, bought);
    const amountMinor = linesTotalMinor(lines);
    const order = { id: `${customerId}-${i + 1}`, customerId, at, amountMinor, currency: CURRENCY, lines };
    const refund = drawRefund(random, order);
    return refund === null ? [order] : [order, refund];
  });
  return orders.filter((order) => order.at < now);
}

function signUp(customerId: CustomerId, at: Instant): TrackedEvent {
  return {
    kind: 'tracked',
    source: 'demo',
    messageId: `${customerId}-signed-up`,
    customerId,
    at,
    name: 'Signed Up',
    properties: { form: 'website' },
  };
}

interface Life {
  readonly known: DemoPerson;
  readonly orders: readonly Order[];
  readonly signUp: TrackedEvent | null;
}

function drawLife(options: DemoShopOptions, number: number): Life {
  const { seed, now } = options;
  const random = createRandom(hash32(seed, `demo customer ${number}`));
  const arrival = now - HISTORY_DAYS * DAY_MS * (1 - random.next() ** 0.75);
  const since = Math.min(atWakingHour(random, arrival, 0), now - HOUR_MS);
  const { utcHours, ...known } = inventPerson(random, number, since, now);
  const { id } = known.person;
  const onlySignsUp = random.next() < SIGN_UP_ONLY_SHARE;
  const signsUpFirst = onlySignsUp || random.next() < SIGN_UP_FIRST_SHARE;
  const delayMs = signsUpFirst ? (0.01 + random.exponential() * 9) * DAY_MS : 0;
  const firstAt = Math.round(since + delayMs);
  return {
    known,
    orders:
      onlySignsUp || firstAt >= now ? [] : drawOrders(random, { customerId: id, firstAt, utcHours }, now),
    signUp: signsUpFirst || firstAt >= now ? signUp(id, since) : null,
  };
}

function byTime(
  a: { readonly at: Instant; readonly customerId: string },
  b: { readonly at: Instant; readonly customerId: string },
): number {
  return a.at - b.at || (a.customerId < b.customerId ? -1 : a.customerId > b.customerId ? 1 : 0);
}

/** The shop as of `now`. Order ids are `<customer>-<ordinal>`, refunds `<order>-R`. O(orders · log orders). */
export function demoShop(options: DemoShopOptions): DemoShop {
  const lives = Array.from({ length: options.customers ?? CUSTOMERS }, (_, i) => drawLife(options, i + 1));
  return {
    catalogue: CATALOGUE,
    people: lives.map(({ known }) => known),
    orders: lives.flatMap(({ orders }) => orders).sort(byTime),
    signUps: lives.flatMap((life) => life.signUp ?? []).sort(byTime),
  };
}
