/**
 * Random segments and random histories of one person, and the two ways to know who is in what: kept as production keeps it (each
 * event adds to tallies and is judged, timers fire when they are due), and from scratch out of everything that ever happened.
 */
import * as fc from 'fast-check';
import { foldOrders, type OrderAmount } from '../../core/customer/order.ts';
import type { Person } from '../../core/customer/person.ts';
import { composedHolds } from '../../core/composed.ts';
import type { JsonObject } from '../../core/json.ts';
import { compares, isWithin, valueAt } from '../../core/journey/condition.ts';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import { evaluateCustomer } from '../../core/lifecycle/evaluateCustomer.ts';
import { newContact } from '../../core/message/contact.ts';
import { addressKey } from '../../core/ids.ts';
import { withTold } from '../../core/segment/afterEvent.ts';
import type { Segments } from '../../core/segment/definition.ts';
import type { MemberFacts, SegmentFacts, ShopFacts } from '../../core/segment/facts.ts';
import { judge, timerDue } from '../../core/segment/judge.ts';
import { leafHolds } from '../../core/segment/membership.ts';
import { asEventLeaf, type EventLeaf, type RuleLeaf, spanMs } from '../../core/segment/rule.ts';
import { NO_STANDING, type Standing, talliesOf } from '../../core/segment/standing.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, startOfDay, utcDay } from '../../core/time.ts';
import { aPerson, MAYA, NOW } from './builders.ts';
import { spans } from './segmentRules.ts';

export const MODEL = {
  ...coldModel(DEFAULT_SETTINGS),
  purchase: { kind: 'mbg-nbd' as const, r: 0.5, alpha: 1, a: 0.9, b: 1.6 },
  topValuesMinor: Array.from({ length: 99 }, (_, place) => 2_000 - 20 * place),
};

/** Days that begin when those of UTC do not, and change their clocks over midnight. */
const SETTINGS = { ...DEFAULT_SETTINGS, shop: { ...DEFAULT_SETTINGS.shop, zone: 'Asia/Beirut' } };

export type Happening =
  | { readonly kind: 'event'; readonly name: string; readonly properties: JsonObject; readonly late: number }
  | { readonly kind: 'order'; readonly amountMinor: number; readonly late: number }
  | { readonly kind: 'city'; readonly city: string }
  | { readonly kind: 'birthday'; readonly birthday: string }
  | { readonly kind: 'points'; readonly member: MemberFacts }
  | { readonly kind: 'consent'; readonly state: 'granted' | 'denied' }
  | { readonly kind: 'list'; readonly on: boolean }
  /** To the millisecond at which something of the past slides out of a time, or the one before. */
  | { readonly kind: 'edge'; readonly span: string; readonly plus: number };

export interface Timed {
  readonly after: number;
  readonly what: Happening;
}

const late = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 * DAY_MS }));

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      name: fc.constantFrom('View', 'Cart', 'Rate', 'Email Opened', 'SMS Link Clicked', 'Other'),
      properties: fc.constantFrom({}, { kind: 'tea' }, { stars: 2.5 }, { kind: 'tea', stars: 4 }),
      late,
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      amountMinor: fc.constantFrom(100, 40, 0, -30),
      late,
    }),
    weight: 3,
  },
  fc.record({ kind: fc.constant('city' as const), city: fc.constantFrom('Oslo', 'Rome') }),
  fc.record({
    kind: fc.constant('birthday' as const),
    birthday: fc.constantFrom('03-12', '03-29', '1990-04-09', '02-29', 'unknown'),
  }),
  fc.record({ kind: fc.constant('list' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constant('consent' as const), state: fc.constantFrom('granted', 'denied') }),
  fc.record({
    kind: fc.constant('points' as const),
    member: fc.record({
      tier: fc.constantFrom('silver', 'gold'),
      available: fc.integer({ min: 0, max: 60 }),
      expiring: fc.array(
        fc.record({
          at: fc.integer({ min: NOW, max: NOW + 90 * DAY_MS }),
          points: fc.integer({ min: 1, max: 30 }),
        }),
        { maxLength: 3 },
      ),
    }),
  }),
  {
    arbitrary: fc.record({ kind: fc.constant('edge' as const), span: spans, plus: fc.constantFrom(0, 1) }),
    weight: 6,
  },
);

export const someHistory: fc.Arbitrary<readonly Timed[]> = fc.array(
  fc.record({
    after: fc.oneof(
      fc.integer({ min: 0, max: 3 * HOUR_MS }),
      fc.integer({ min: 0, max: 3 * DAY_MS }),
      fc.constantFrom(0, MINUTE_MS, HOUR_MS, DAY_MS),
    ),
    what: happenings,
  }),
  { minLength: 4, maxLength: 30, size: 'max' },
);

interface RawEvent {
  readonly name: string;
  readonly at: Instant;
  readonly properties: JsonObject;
}

/** Everything that ever happened, as it was told. */
class World {
  now: Instant = NOW;
  readonly events: RawEvent[] = [];
  readonly orders: OrderAmount[] = [];
  person: Person = aPerson({ traits: {} });
  member: MemberFacts | null = null;
  contact = newContact(addressKey('maya'));
  lists: Record<string, Instant> = {};

  facts(shop: ShopFacts, tallies: SegmentFacts['tallies']): SegmentFacts {
    const { person, orders, lists, contact, member } = this;
    return { person, orders, tallies, lists, contacts: { email: contact, sms: null }, loyalty: member, shop };
  }

  /** What is told besides events. */
  take(what: Happening): void {
    switch (what.kind) {
      case 'event':
        this.events.push({ name: what.name, at: this.now - what.late, properties: what.properties });
        break;
      case 'order':
        this.orders.push({ at: this.now - what.late, amountMinor: what.amountMinor });
        break;
      case 'city':
        this.person = { ...this.person, traits: { ...this.person.traits, city: what.city } };
        break;
      case 'birthday':
        this.person = { ...this.person, traits: { ...this.person.traits, birthday: what.birthday } };
        break;
      case 'points':
        this.member = what.member;
        break;
      case 'list':
        this.lists = what.on ? { vip: this.lists['vip'] ?? this.now } : {};
        break;
      case 'consent':
        this.contact = {
          ...this.contact,
          consents: {
            'email/offers': {
              topic: 'offers',
              channel: 'email',
              state: what.state,
              at: this.now,
              source: 'form',
              wording: null,
              basis: 'implied-purchase',
            },
          },
        };
        break;
      case 'edge':
        return;
    }
    const history = foldOrders(this.orders);
    const lifecycle = evaluateCustomer({ ...this.person, history }, this.now, MODEL, DEFAULT_SETTINGS);
    this.person = { ...this.person, lifecycle };
  }
}

/** The next instant at which something of the past is so old; now where nothing ever will be. */
function edgeOf(
  { now, events, orders }: World,
  { span, plus }: Extract<Happening, { kind: 'edge' }>,
): Instant {
  const edges = [...events, ...orders].map(({ at }) => at + spanMs(span) + plus).filter((at) => at > now);
  return edges.length === 0 ? now : Math.min(...edges);
}

/** A leaf over events, from the events themselves. */
function eventsHold(leaf: EventLeaf, events: readonly RawEvent[], now: Instant): boolean {
  const mine = events
    .filter(({ name }) => leaf.event.includes(name))
    .filter(
      ({ properties }) =>
        leaf.where === undefined || compares(valueAt(properties, leaf.where.property), leaf.where),
    );
  const times = mine.map(({ at }) => at);
  const when = leaf.first ?? leaf.last;
  if (when !== undefined) {
    if (times.length === 0) return false;
    const at = leaf.first === undefined ? Math.max(...times) : Math.min(...times);
    return when.within === undefined ? now - at > spanMs(when.before ?? '') : now - at <= spanMs(when.within);
  }
  const { within } = leaf;
  const counted = within === undefined ? mine : mine.filter(({ at }) => now - at <= spanMs(within));
  if (leaf.sum === undefined) return isWithin(counted.length, leaf.count ?? { min: 1 });
  const path = leaf.sum.property;
  const sum = counted.reduce((total, { properties }) => total + Number(valueAt(properties, path) ?? 0), 0);
  return isWithin(sum, leaf.sum);
}

/** Who is in what, from scratch. */
function fromScratch(segments: Segments, world: World, shop: ShopFacts): string[] {
  const facts = world.facts(shop, []);
  const isIn = (id: string): boolean => {
    const segment = segments.byId.get(id)?.segment;
    if (segment === undefined) return false;
    return segment.kind === 'list'
      ? world.lists[id] !== undefined
      : composedHolds<RuleLeaf>(segment.rule, (leaf) => {
          const events = asEventLeaf(leaf);
          if (events !== null) return eventsHold(events, world.events, world.now);
          return 'segment' in leaf ? isIn(leaf.segment) : leafHolds(leaf, facts, world.now);
        });
  };
  return [...segments.byId.keys()].filter(isIn);
}

export interface Probe {
  readonly at: Instant;
  readonly kept: readonly string[];
  readonly scratch: readonly string[];
}

export interface Replayed {
  readonly probes: readonly Probe[];
  /** Memberships that changed at night, when every timer had fired before. */
  readonly missed: number;
  /** Memberships that changed when a timer fired. */
  readonly woken: number;
}

/** Plays a history as production would: judged with each event, by timers, and at night, which sets the timers of the next two days. */
export function replay(segments: Segments, history: readonly Timed[]): Replayed {
  const world = new World();
  const shop: ShopFacts = { model: MODEL, settings: SETTINGS, segments: segments.byId };
  let standing: Standing = NO_STANDING;
  let timer: Instant | null = null;
  const probes: Probe[] = [];
  let [missed, woken] = [0, 0];

  const judgeNow = (before: SegmentFacts | null): number => {
    const after = world.facts(shop, talliesOf(standing));
    const judged = judge({ segments, standing, before, after, now: world.now });
    const due = timerDue(judged.standing, world.now);
    timer = due ?? timer;
    standing = { ...judged.standing, timer: timer === null ? null : { version: 1, dueAt: timer } };
    return judged.changes.length;
  };
  const goTo = (at: Instant): void => {
    let night = startOfDay(utcDay(world.now) + 1);
    for (;;) {
      const next = Math.min(timer ?? Number.POSITIVE_INFINITY, night);
      if (next > at) break;
      world.now = next;
      const wakes = timer === next;
      if (wakes) timer = null;
      const changes = judgeNow(world.facts(shop, talliesOf(standing)));
      if (wakes) woken += changes;
      else missed += changes;
      if (next === night && !wakes) night += DAY_MS;
    }
    world.now = at;
  };

  judgeNow(null);
  for (const { after, what } of history) {
    goTo(what.kind === 'edge' ? edgeOf(world, what) : world.now + after);
    const before = world.facts(shop, talliesOf(standing));
    world.take(what);
    if (what.kind === 'event') {
      const { name, properties, late: delay } = what;
      standing = withTold(standing, segments, MAYA, [{ name, properties, at: world.now - delay }]);
    }
    standing = { ...standing, lists: world.lists };
    if (what.kind !== 'edge') judgeNow(before);
    const scratch = fromScratch(segments, world, shop);
    probes.push({ at: world.now, kept: Object.keys(standing.segments), scratch });
  }
  return { probes, missed, woken };
}
