/**
 * A month in a small shop, made from a seed: people, visitors who turn out to be somebody, events of every kind that come late,
 * twice or out of order, the whole shipped programme, a backlog, an edit half way, and a night before each day. What it leaves
 * is told person by person, so that two stores can be compared.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/canonicalJson.ts';
import type { CustomerEvent } from '../../core/customer/event.ts';
import type { Fact } from '../../core/fact.ts';
import { type CustomerId, customerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { publish } from '../../core/journey/publish.ts';
import type { MessageProvider, Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, type Instant, isoDay, MINUTE_MS, utcDay } from '../../core/time.ts';
import { type EventFeed, Replay } from '../../local/simulate/replay.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { anOrder, aPerson, at as instantOf, granted } from '../support/builders.ts';
import { knowTemplates } from '../support/journeyWorld.ts';
import { addressKeyOf } from '../support/sendWorld.ts';

const START = instantOf('2026-02-10');
const DAYS = 30;
const PEOPLE = 12;
const EVENTS = 150;
const ZONES = ['Europe/Berlin', 'Asia/Shanghai', 'America/New_York', 'Mars/Olympus', null];
const NAMES = [
  'Signed Up',
  'Checkout Started',
  'Page Viewed',
  'Product Viewed',
  'Reply Received',
  'Order Delivered',
  'Return Requested',
  'Consent Given',
  'Journey Requested',
] as const;
const SHIPPED = loadShipped();
const TOPICS = ['newsletter', 'offers', 'service'];

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Dice {
  readonly chance: (share: number) => boolean;
  readonly below: (count: number) => number;
  readonly oneOf: <Item>(items: readonly [Item, ...Item[]] | readonly Item[]) => Item;
}

function diceFrom(seed: number): Dice {
  const next = numbersFrom(seed);
  const below = (count: number) => Math.floor(next() * count);
  return {
    chance: (share) => next() < share,
    below,
    oneOf: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('there is nothing to choose from');
      return item;
    },
  };
}

const known = (n: number) => customerId(`p${n}`);
const visitor = (n: number) => customerId(`anonymous:v${n}`);

interface Arrival {
  readonly at: Instant;
  readonly event: CustomerEvent;
}

function propertiesOf(name: (typeof NAMES)[number], { below, oneOf }: Dice): JsonObject {
  switch (name) {
    case 'Checkout Started':
      return { cart_id: `c${below(20)}` };
    case 'Order Delivered':
      return { order_id: `o${below(20)}` };
    case 'Consent Given':
      return { topic: oneOf(TOPICS) };
    case 'Journey Requested':
      return { journey: oneOf(SHIPPED.journeys).id };
    case 'Signed Up':
    case 'Page Viewed':
    case 'Product Viewed':
    case 'Reply Received':
    case 'Return Requested':
      return {};
  }
}

function arrivalOf(n: number, dice: Dice): Arrival {
  const { chance, below, oneOf } = dice;
  const arrives = START + below(DAYS * 24 * 60) * MINUTE_MS + (chance(0.3) ? below(60_000) : 0);
  const at = arrives - (chance(0.6) ? 0 : chance(0.8) ? below(3 * HOUR_MS) : below(3 * DAY_MS));
  const who = chance(0.75) ? known(below(PEOPLE)) : visitor(below(6));
  const head = { source: 'month', messageId: `m${n}`, customerId: who, at };
  const also = chance(0.05) ? { alsoKnownAs: [visitor(below(6))] } : {};
  const kind = below(20);
  if (kind < 12) {
    const name = oneOf(NAMES);
    return {
      at: arrives,
      event: { ...head, ...also, kind: 'tracked', name, properties: propertiesOf(name, dice) },
    };
  }
  if (kind < 16) {
    const amountMinor = chance(0.1) ? -1_000 : 1_000 + below(9_000);
    const order = anOrder({ id: `order-${n}`, customerId: who, at, amountMinor });
    const properties = chance(0.7) ? { cart_id: `c${below(20)}` } : {};
    return { at: arrives, event: { ...head, ...also, kind: 'order', order, properties } };
  }
  if (kind < 19) {
    const soon = isoDay(utcDay(arrives) + below(8));
    const traits = oneOf<JsonObject>([
      { birthday: `1990${soon.slice(4)}` },
      { refill_on: soon },
      { city: `city ${below(3)}` },
    ]);
    const consents = TOPICS.map((topic) =>
      granted(topic, { at, state: chance(0.85) ? 'granted' : 'denied' }),
    );
    const email = chance(0.5) ? { email: `${below(PEOPLE + 4)}@example.org` } : {};
    return { at: arrives, event: { ...head, ...also, kind: 'identified', traits, consents, ...email } };
  }
  return {
    at: arrives,
    event: {
      ...head,
      kind: 'aliased',
      customerId: known(below(PEOPLE)),
      previous: oneOf([visitor(below(6)), known(below(PEOPLE))]),
    },
  };
}

/** What arrives, in order; some of it twice. */
function monthOf(dice: Dice): Arrival[] {
  const once = Array.from({ length: EVENTS }, (_, n) => arrivalOf(n, dice));
  const again = once
    .filter(() => dice.chance(0.1))
    .map(({ at: when, event }) => ({ at: when + dice.below(DAY_MS), event }));
  return [...once, ...again].sort((a, b) => a.at - b.at);
}

function feedOf(arrivals: readonly Arrival[]): EventFeed {
  const arrival = (place: number): Arrival => {
    const found = arrivals[place];
    if (found === undefined) throw new RangeError(`there is no arrival ${place}`);
    return found;
  };
  return {
    length: arrivals.length,
    at: (place) => arrival(place).at,
    event: (place) => arrival(place).event,
  };
}

async function openShop(store: Store, dice: Dice): Promise<void> {
  const people = Array.from({ length: PEOPLE }, (_, n) => {
    const person = aPerson({
      id: known(n),
      zone: dice.oneOf(ZONES),
      email: dice.chance(0.9) ? `${n}@example.org` : null,
    });
    const consents = TOPICS.filter(() => dice.chance(0.8)).flatMap((topic) =>
      person.email === null
        ? []
        : [{ contactKey: addressKeyOf('email', person.email), change: granted(topic) }],
    );
    return { person, consents };
  });
  await store.importPeople(people);
  const orders = Array.from({ length: 4 * PEOPLE }, (_, n) => {
    const when = START - DAY_MS - dice.below(200 * DAY_MS);
    return {
      line: n + 1,
      order: anOrder({ id: `past-${n}`, customerId: known(dice.below(PEOPLE)), at: when }),
      idFromContent: false,
    };
  });
  await store.importOrders(orders, await store.beginImport());
  await knowTemplates(store, SHIPPED.templates);
}

async function publishAll(store: Store, now: Instant, priority?: number): Promise<void> {
  for (const journey of SHIPPED.journeys) {
    const definition = priority === undefined ? journey : { ...journey, priority };
    const enrol =
      priority === undefined ? { kind: 'backlog' as const, perDay: 3 } : { kind: 'new-only' as const };
    await publish({ store, settings: DEFAULT_SETTINGS }, definition, now, enrol);
  }
}

async function everybody(store: Store): Promise<CustomerId[]> {
  const ids: CustomerId[] = [];
  for await (const page of store.exportPeople()) ids.push(...page.map(({ person }) => person.id));
  return ids.sort();
}

/** Facts as they follow each other of one id in one journey: people and journeys have their turns side by side. */
function byStory(facts: readonly Fact[]): Record<string, Fact[]> {
  const stories: Record<string, Fact[]> = {};
  for (const fact of facts) (stories[`${fact.customerId} ${fact.journeyId ?? ''}`] ??= []).push(fact);
  return stories;
}

/** All that is kept of each person, by id. */
async function tracesOf(store: Store): Promise<Map<string, string>> {
  const traces = new Map<string, string>();
  for (const id of await everybody(store)) {
    const record = await store.loadPerson(id);
    const decisions = (await store.decisionsOf(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const facts = byStory(await store.factsOf(id, 10_000));
    const kept = { person: record?.person, enrolments: record?.enrolments, decisions, facts };
    traces.set(id, canonicalJson(JSON.parse(JSON.stringify(kept))));
  }
  const rest = {
    tasks: await store.tasks('backlog'),
    schedules: await store.tasks('schedule'),
    parked: await store.parked(99),
  };
  return traces.set('(shop)', canonicalJson(JSON.parse(JSON.stringify(rest))));
}

export interface Month {
  readonly hash: string;
  readonly traces: ReadonlyMap<string, string>;
  readonly decisions: number;
  readonly passages: number;
  readonly merges: number;
}

/** A provider that answers the same whatever the order in which people's messages go out. */
const provider: MessageProvider = {
  send: async ({ decisionId }) => ({ kind: 'accepted', providerMessageId: `sent-${decisionId}` }),
};

/** Lives the month of a seed on a store, and says what it left. */
export async function liveMonth(store: Store, seed: number): Promise<Month> {
  const dice = diceFrom(seed);
  await openShop(store, dice);
  const feed = feedOf(monthOf(dice));
  const parts = { store, provider, addressKeyOf, settings: DEFAULT_SETTINGS, keepEvidence: true };
  const replay = new Replay({ ...parts, feed, from: START });
  for (let day = 0; day < DAYS; day += 1) {
    const now = START + day * DAY_MS;
    await replay.night(now);
    if (day === 0) await publishAll(store, now);
    if (day === 15) await publishAll(store, now, 70);
    await replay.runUntil(now + DAY_MS);
  }
  const traces = await tracesOf(store);
  const all = [...traces.values()].join('\n');
  const count = (text: string) => all.split(text).length - 1;
  return {
    hash: createHash('sha256').update(all).digest('hex'),
    traces,
    decisions: count('"kind":"message-accepted"'),
    passages: count('"kind":"journey-entered"'),
    merges: count('"kind":"merged"'),
  };
}

/** Of two months of one seed, the ids of those whose trace differs. */
export function differing(a: Month, b: Month): string[] {
  const ids = new Set([...a.traces.keys(), ...b.traces.keys()]);
  return [...ids].filter((id) => a.traces.get(id) !== b.traces.get(id));
}
