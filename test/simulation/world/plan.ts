/**
 * What will happen in a world, made from a seed and nothing else: who the customers are, what they do and when, what they
 * agree to and take back. A plan is data, so that a failing world can be told again with fewer people, days or faults.
 */
import type { CustomerEvent } from '../../../core/customer/event.ts';
import { type CustomerId, customerId } from '../../../core/ids.ts';
import type { ConsentChange } from '../../../core/message/contact.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../core/time.ts';
import { anOrder, at as instantOf } from '../../support/builders.ts';
import { type Dice, diceFrom } from './dice.ts';

export const START = instantOf('2026-02-10');
export const TOPICS = ['newsletter', 'offers', 'service'] as const;

export interface PlannedCustomer {
  readonly id: CustomerId;
  readonly email: string | null;
  readonly phone: string | null;
  readonly zone: string | null;
  readonly consents: readonly ConsentChange[];
}

export interface PlannedEvent {
  /** When it reaches the shop. */
  readonly arrives: Instant;
  readonly event: CustomerEvent;
}

/** A text message that reaches the shop's number. */
export interface PlannedReply {
  readonly arrives: Instant;
  readonly customerId: CustomerId;
  readonly id: string;
  /** The event it becomes. */
  readonly asEvent: string;
  readonly body: string;
}

export type PlannedArrival = PlannedEvent | PlannedReply;

export function customerOfArrival(arrival: PlannedArrival): CustomerId {
  return 'event' in arrival ? arrival.event.customerId : arrival.customerId;
}

export interface WorldPlan {
  readonly seed: number;
  readonly store: 'memory' | 'sqlite' | 'dynamodb';
  readonly programme: 'small' | 'whole';
  readonly days: number;
  readonly customers: readonly PlannedCustomer[];
  readonly events: readonly PlannedArrival[];
  /** Share of calls struck by a fault; 0 where the faults are given one by one. */
  readonly faultRate: number;
  /** Share of calls that stall for some minutes. */
  readonly stallRate: number;
  /** Days between nightly evaluations; null: none. */
  readonly nightEvery: number | null;
  /** Messages go through the real clients to a server on this machine. */
  readonly wire: boolean;
}

const ZONES = [
  'Europe/Berlin',
  'Asia/Shanghai',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  null,
];
/** Things happen on quarters of an hour, so that workers meet. */
const GRID_MS = 15 * MINUTE_MS;
const MOST_EVENTS = 14;

const onGrid = (at: Instant): Instant => Math.round(at / GRID_MS) * GRID_MS;

function consent(
  channel: ConsentChange['channel'],
  topic: string,
  state: 'granted' | 'denied',
  at: Instant,
): ConsentChange {
  return { topic, channel, state, at, source: 'sign-up form', wording: 'Yes, write to me.' };
}

function customerOf(n: number, people: number, dice: Dice): PlannedCustomer {
  const { chance, below, oneOf } = dice;
  const address = chance(0.03) ? below(people) : n;
  const email = chance(0.95) ? `p${address}@example.org` : null;
  const phone = chance(0.5) ? `+4915112${String(345_000 + n)}` : null;
  const before = START - (1 + below(90)) * DAY_MS;
  const consents = TOPICS.flatMap((topic) => [
    ...(email !== null && chance(0.85)
      ? [consent('email', topic, chance(0.95) ? 'granted' : 'denied', before)]
      : []),
    ...(phone !== null && chance(0.7) ? [consent('sms', topic, 'granted', before)] : []),
  ]);
  return { id: customerId(`p${n}`), email, phone, zone: oneOf(ZONES), consents };
}

/** A moment in a life: what is told of it. */
type Act = (to: { customer: PlannedCustomer; at: Instant; serial: string; dice: Dice }) => CustomerEvent;

const tracked =
  (name: string, properties: (serial: string, dice: Dice) => Record<string, string> = () => ({})): Act =>
  ({ customer, at, serial, dice }) => ({
    kind: 'tracked',
    source: 'world',
    messageId: serial,
    customerId: customer.id,
    at,
    name,
    properties: properties(serial, dice),
  });

const ordered =
  (sign: 1 | -1): Act =>
  ({ customer, at, serial, dice }) => {
    const amountMinor = sign * (1_000 + dice.below(9_000));
    const order = anOrder({ id: `order-${serial}`, customerId: customer.id, at, amountMinor });
    const head = { source: 'world', messageId: serial, customerId: customer.id, at };
    return { kind: 'order', ...head, order, properties: { cart_id: `cart-${customer.id}` } };
  };

const told =
  (state: 'granted' | 'denied'): Act =>
  ({ customer, at, serial, dice }) => {
    const channel = customer.phone !== null && dice.chance(0.4) ? 'sms' : 'email';
    const topics = dice.chance(0.3) ? TOPICS : [dice.oneOf(TOPICS)];
    const consents = topics.map((topic) => consent(channel, topic, state, at));
    return { kind: 'identified', source: 'world', messageId: serial, customerId: customer.id, at, consents };
  };

const ACTS: readonly { readonly weight: number; readonly act: Act }[] = [
  { weight: 6, act: tracked('Signed Up') },
  { weight: 4, act: tracked('Checkout Started', (_serial, { below }) => ({ cart_id: `cart-${below(4)}` })) },
  { weight: 5, act: ordered(1) },
  { weight: 1, act: ordered(-1) },
  { weight: 3, act: tracked('Product Viewed') },
  { weight: 2, act: tracked('Order Delivered', (serial) => ({ order_id: `order-${serial}` })) },
  { weight: 2, act: tracked('Reply Received') },
  { weight: 1, act: tracked('Return Requested') },
  { weight: 2, act: told('granted') },
  { weight: 4, act: told('denied') },
];
const ACTS_BY_WEIGHT = ACTS.flatMap(({ weight, act }) => Array.from({ length: weight }, () => act));

/** One customer's events: mostly told at once, some late, some twice, and many at the hour at which something is sent. */
function lifeOf(customer: PlannedCustomer, days: number, dice: Dice): PlannedEvent[] {
  const { chance, below, oneOf } = dice;
  const beganAt = START + below(Math.max(1, Math.floor(days * 0.6)) * 24) * HOUR_MS;
  return Array.from({ length: 2 + below(MOST_EVENTS) }, (_, n): PlannedEvent[] => {
    const act = n === 0 ? tracked('Signed Up') : oneOf(ACTS_BY_WEIGHT);
    const after = chance(0.4) ? oneOf([0, 1, 24, 48, 49, 72, 120]) * HOUR_MS : below(days * 24) * HOUR_MS;
    const at = onGrid(beganAt + (n === 0 ? 0 : after + (chance(0.5) ? 0 : below(4) * GRID_MS)));
    const late = chance(0.85) ? 0 : chance(0.7) ? below(8) * GRID_MS : below(3 * 24) * HOUR_MS;
    const event = act({ customer, at, serial: `${customer.id}-${n}`, dice });
    const once = { arrives: at + late, event };
    return chance(0.08) ? [once, { arrives: once.arrives + below(48) * GRID_MS, event }] : [once];
  }).flat();
}

const STOP_WORDS = ['STOP', 'Stop.', 'ＳＴＯＰ'];

/** What somebody texts back: that it shall stop, or anything else. */
function repliesOf(customer: PlannedCustomer, days: number, dice: Dice): PlannedReply[] {
  const { chance, below, oneOf } = dice;
  const { phone, id: owner } = customer;
  if (phone === null || !chance(0.25)) return [];
  const stops = chance(0.6);
  const id = `${owner}-text`;
  const text = stops ? oneOf(STOP_WORDS) : 'thank you';
  const body = JSON.stringify({ originationNumber: phone, messageBody: text, inboundMessageId: id });
  const arrives = onGrid(START + below(days * 24) * HOUR_MS);
  const reply = {
    arrives,
    customerId: owner,
    id,
    asEvent: stops ? 'Consent Withdrawn' : 'Reply Received',
    body,
  };
  return chance(0.2) ? [reply, { ...reply, arrives: arrives + GRID_MS }] : [reply];
}

export interface PlanOptions {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  readonly store?: WorldPlan['store'];
  readonly programme?: WorldPlan['programme'];
  readonly faultRate?: number;
  readonly stallRate?: number;
  readonly wire?: boolean;
  readonly nightEvery?: number | null;
}

export function planWorld(options: PlanOptions): WorldPlan {
  const {
    seed,
    people,
    days,
    store = 'memory',
    programme = 'whole',
    faultRate = 0,
    stallRate = 0,
    wire = false,
    nightEvery = null,
  } = options;
  const dice = diceFrom(seed);
  const customers = Array.from({ length: people }, (_, n) => customerOf(n, people, dice.fork(n)));
  const end = START + days * DAY_MS;
  const events = customers
    .flatMap((customer, n): PlannedArrival[] => [
      ...lifeOf(customer, days, dice.fork(1_000_000 + n)),
      ...repliesOf(customer, days, dice.fork(2_000_000 + n)),
    ])
    .filter(({ arrives }) => arrives < end)
    .sort((a, b) => a.arrives - b.arrives);
  return { seed, store, programme, days, customers, events, faultRate, stallRate, wire, nightEvery };
}

/** The same world with these customers alone. */
export function withCustomers(plan: WorldPlan, ids: ReadonlySet<string>): WorldPlan {
  return {
    ...plan,
    customers: plan.customers.filter(({ id }) => ids.has(id)),
    events: plan.events.filter((event) => ids.has(customerOfArrival(event))),
  };
}

export function withDays(plan: WorldPlan, days: number): WorldPlan {
  const end = START + days * DAY_MS;
  return { ...plan, days, events: plan.events.filter(({ arrives }) => arrives < end) };
}
