import { describe, expect, it } from 'vitest';
import { foldOrders, type OrderAmount } from '../../../core/customer/order.ts';
import { addressKey } from '../../../core/ids.ts';
import { evaluateCustomer } from '../../../core/lifecycle/evaluateCustomer.ts';
import { newContact } from '../../../core/message/contact.ts';
import { withTold } from '../../../core/segment/afterEvent.ts';
import { segmentsFrom } from '../../../core/segment/definition.ts';
import type { SegmentFacts } from '../../../core/segment/facts.ts';
import { membershipAt, valueFigures } from '../../../core/segment/membership.ts';
import { nextChangeAt } from '../../../core/segment/nextChange.ts';
import { type Rule, ruleSchema } from '../../../core/segment/rule.ts';
import { NO_STANDING, talliesOf } from '../../../core/segment/standing.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, startOfDay, utcDay } from '../../../core/time.ts';
import { aLifecycle, aPerson, granted, MAYA, NOW } from '../../support/builders.ts';
import { MODEL } from '../../support/segmentHistories.ts';

const name = { en: 'x', 'zh-CN': 'x' };

interface Known extends Partial<SegmentFacts> {
  /** Views by how long ago, with their stars. */
  readonly views?: readonly (readonly [number, number?])[];
  readonly bought?: readonly OrderAmount[];
}

/** Facts of Maya for one rule, with two segments besides. */
function factsFor(rule: Rule, { views = [], bought = [], ...more }: Known): SegmentFacts {
  const segments = segmentsFrom(1, [
    { segment: { id: 'own', name, kind: 'live', rule }, revision: 1 },
    {
      segment: { id: 'locals', name, kind: 'live', rule: { trait: 'city', equals: 'Oslo' } },
      revision: 1,
    },
    { segment: { id: 'vip', name, kind: 'list' }, revision: 1 },
  ]);
  const told = views.map(([ago, stars = 1]) => ({ name: 'View', properties: { stars }, at: NOW - ago }));
  const history = foldOrders(bought);
  const known = { knownSince: NOW - 400 * DAY_MS, lifecycle: null, history };
  const lifecycle = evaluateCustomer(known, NOW, MODEL, DEFAULT_SETTINGS);
  return {
    person: aPerson({ lifecycle, traits: { city: 'Oslo' }, locale: 'zh-CN' }),
    orders: bought,
    tallies: talliesOf(withTold(NO_STANDING, segments, MAYA, told)),
    lists: {},
    contacts: { email: null, sms: null },
    loyalty: null,
    shop: { model: MODEL, settings: DEFAULT_SETTINGS, segments: segments.byId },
    ...more,
  };
}

function holdsOf(raw: unknown, known: Known, at = NOW): boolean {
  const rule = ruleSchema.parse(raw);
  return membershipAt(rule, factsFor(rule, known), at);
}

function changeOf(raw: unknown, known: Known, at = NOW): number | null {
  const rule = ruleSchema.parse(raw);
  return nextChangeAt(rule, factsFor(rule, known), at);
}

const TWO_VIEWS = {
  views: [
    [DAY_MS, 4],
    [5 * DAY_MS, 2],
  ],
} as const;
const OLD_AND_NEW = {
  bought: [
    { at: NOW - 100 * DAY_MS, amountMinor: 4_000 },
    { at: NOW - 3 * DAY_MS, amountMinor: 1_000 },
    { at: NOW - 2 * DAY_MS, amountMinor: -300 },
  ],
};
const member = {
  tier: 'gold',
  available: 80,
  expiring: [
    { at: NOW + 2 * DAY_MS, points: 30 },
    { at: NOW + 20 * DAY_MS, points: 50 },
  ],
};
const contact = {
  ...newContact(addressKey('maya')),
  consents: { 'email/offers': granted('offers') },
};

describe('whether a rule holds', () => {
  it.each([
    [true, { event: 'View' }, TWO_VIEWS],
    [false, { event: 'Buy' }, TWO_VIEWS],
    [false, { event: 'View' }, {}],
    [true, { event: 'View', count: { max: 0 } }, {}],
    [true, { event: 'View', count: { min: 2 } }, TWO_VIEWS],
    [false, { event: 'View', count: { min: 2 }, within: '4d' }, TWO_VIEWS],
    [true, { event: 'View', count: { min: 2 }, within: '5d' }, TWO_VIEWS],
    [true, { event: 'View', count: { max: 1 }, within: '4d' }, TWO_VIEWS],
    [true, { event: 'View', where: { property: 'stars', min: 4 }, count: { min: 1, max: 1 } }, TWO_VIEWS],
    [true, { event: 'View', sum: { property: 'stars', min: 6, max: 6 } }, TWO_VIEWS],
    [true, { event: 'View', sum: { property: 'stars', max: 4 }, within: '4d' }, TWO_VIEWS],
    [true, { event: 'View', sum: { property: 'nothing', max: 0 } }, TWO_VIEWS],
    [true, { event: 'View', last: { within: '1d' } }, TWO_VIEWS],
    [false, { event: 'View', last: { before: '1d' } }, TWO_VIEWS],
    [true, { event: 'View', first: { before: '4d' } }, TWO_VIEWS],
    [false, { event: 'View', first: { within: '4d' } }, TWO_VIEWS],
    [false, { event: 'View', last: { before: '1d' } }, {}],
    [true, { orders: { min: 1, max: 1 }, within: '10d' }, OLD_AND_NEW],
    [true, { orders: { min: 2 } }, OLD_AND_NEW],
    [true, { spendMinor: { min: 700, max: 700 }, within: '10d' }, OLD_AND_NEW],
    [true, { spendMinor: { min: 4_700, max: 4_700 } }, OLD_AND_NEW],
    [true, { daysSinceLastOrder: { min: 3, max: 3 } }, OLD_AND_NEW],
    [true, { pAlive: { min: 0.01, max: 1 } }, OLD_AND_NEW],
    [false, { pAlive: { min: 0, max: 1 } }, {}],
    [true, { valueMinor: { min: 1 } }, OLD_AND_NEW],
    [true, { valueMinor: { max: 0 } }, {}],
    [true, { tier: ['silver', 'gold'] }, { loyalty: member }],
    [false, { tier: ['silver'] }, { loyalty: member }],
    [false, { tier: ['gold'] }, {}],
    [true, { points: { min: 80, max: 80 } }, { loyalty: member }],
    [false, { points: { min: 0 } }, {}],
    [true, { pointsExpiring: { min: 30, max: 30 }, within: '10d' }, { loyalty: member }],
    [true, { pointsExpiring: { min: 80 }, within: '20d' }, { loyalty: member }],
    [true, { consent: { channel: 'email', topic: 'offers' } }, { contacts: { email: contact, sms: null } }],
    [false, { consent: { channel: 'email', topic: 'news' } }, { contacts: { email: contact, sms: null } }],
    [false, { consent: { channel: 'sms', topic: 'offers' } }, { contacts: { email: contact, sms: null } }],
    [true, { segment: 'locals' }, {}],
    [false, { segment: 'vip' }, {}],
    [true, { segment: 'vip' }, { lists: { vip: NOW } }],
    [false, { segment: 'nowhere' }, {}],
    [true, { trait: 'city', equals: 'Oslo' }, {}],
    [true, { language: ['zh'] }, {}],
    [true, { all: [{ segment: 'locals' }, { not: { segment: 'vip' } }] }, {}],
    [true, { any: [{ segment: 'vip' }, { segment: 'locals' }] }, {}],
  ])('is %s of %j', (expected, rule, known) => {
    expect(holdsOf(rule, known)).toBe(expected);
  });

  it('knows for how long somebody has been in a stage, to the millisecond', () => {
    const person = aPerson({ lifecycle: aLifecycle({ stageSince: NOW - DAY_MS }) });
    expect(holdsOf({ inStageFor: { atLeast: '1d' } }, { person })).toBe(true);
    expect(holdsOf({ inStageFor: { atLeast: '1d' } }, { person }, NOW - 1)).toBe(false);
    expect(holdsOf({ inStageFor: { atMost: '1d' } }, { person })).toBe(true);
    expect(holdsOf({ inStageFor: { atMost: '1d' } }, { person }, NOW + 1)).toBe(false);
    expect(holdsOf({ inStageFor: { atLeast: '1d' } }, { person: aPerson({ lifecycle: null }) })).toBe(false);
  });
});

describe('when time alone next changes a rule', () => {
  const midnight = startOfDay(utcDay(NOW));

  it.each([
    ['an event ever', { event: 'View' }, TWO_VIEWS, null],
    [
      'the third event that is not there',
      { event: 'View', count: { min: 3 }, within: '9d' },
      TWO_VIEWS,
      null,
    ],
    [
      'the older of two that are needed',
      { event: 'View', count: { min: 2 }, within: '9d' },
      TWO_VIEWS,
      NOW + 4 * DAY_MS + 1,
    ],
    ['the newer, where one is enough', { event: 'View', within: '9d' }, TWO_VIEWS, NOW + 8 * DAY_MS + 1],
    [
      'the older, where one is the most',
      { event: 'View', count: { max: 1 }, within: '9d' },
      TWO_VIEWS,
      NOW + 4 * DAY_MS + 1,
    ],
    ['at most as many as there are', { event: 'View', count: { max: 2 }, within: '9d' }, TWO_VIEWS, null],
    [
      'any event of a sum',
      { event: 'View', sum: { property: 'stars', min: 99 }, within: '9d' },
      TWO_VIEWS,
      NOW + 4 * DAY_MS + 1,
    ],
    ['the last one', { event: 'View', last: { before: '9d' } }, TWO_VIEWS, NOW + 8 * DAY_MS + 1],
    ['the first one', { event: 'View', first: { within: '9d' } }, TWO_VIEWS, NOW + 4 * DAY_MS + 1],
    ['the last one, long before', { event: 'View', last: { before: '1h' } }, TWO_VIEWS, null],
    ['an order', { orders: { min: 1 }, within: '10d' }, OLD_AND_NEW, NOW + 7 * DAY_MS + 1],
    ['spend', { spendMinor: { min: 1 }, within: '10d' }, OLD_AND_NEW, NOW + 7 * DAY_MS + 1],
    ['days since an order', { daysSinceLastOrder: { min: 5 } }, OLD_AND_NEW, midnight + 2 * DAY_MS],
    ['days since an order at most', { daysSinceLastOrder: { max: 5 } }, OLD_AND_NEW, midnight + 3 * DAY_MS],
    ['days since an order, over', { daysSinceLastOrder: { max: 2 } }, OLD_AND_NEW, null],
    ['days since no order', { daysSinceLastOrder: { min: 5 } }, {}, null],
    [
      'a lot that comes into sight',
      { pointsExpiring: { min: 80 }, within: '10d' },
      { loyalty: member },
      NOW + 2 * DAY_MS,
    ],
    ['a stage', { stage: ['decline'] }, {}, null],
    ['a trait', { trait: 'city', equals: 'Oslo' }, {}, null],
    ['a list', { segment: 'vip' }, {}, null],
    ['P(alive) of nobody who bought', { pAlive: { max: 0.5 } }, {}, null],
  ])('is told of %s', (_what, rule, known, expected) => {
    expect(changeOf(rule, known)).toBe(expected);
  });

  it('of parts that all have to come is the last of them, of parts of which one is enough the first', () => {
    const older = { event: 'View', count: { max: 1 }, within: '9d' };
    const newer = { event: 'View', count: { max: 0 }, within: '9d' };
    expect(changeOf({ all: [older, newer] }, TWO_VIEWS)).toBe(NOW + 8 * DAY_MS + 1);
    expect(changeOf({ any: [older, newer] }, TWO_VIEWS)).toBe(NOW + 4 * DAY_MS + 1);
    expect(changeOf({ not: older }, TWO_VIEWS)).toBe(NOW + 4 * DAY_MS + 1);
    expect(changeOf({ all: [older, { segment: 'vip' }] }, TWO_VIEWS)).toBeNull();
    expect(changeOf({ any: [newer, { segment: 'locals' }] }, TWO_VIEWS)).toBeNull();
  });

  it('is looked for no further than asked', () => {
    const rule = ruleSchema.parse({ event: 'View', within: '9d' });
    const facts = factsFor(rule, TWO_VIEWS);
    expect(nextChangeAt(rule, facts, NOW, NOW + 8 * DAY_MS)).toBeNull();
    expect(nextChangeAt(rule, facts, NOW, NOW + 8 * DAY_MS + 1)).toBe(NOW + 8 * DAY_MS + 1);
  });

  it.each([0.9, 0.5, 0.2, 0.05])('of P(alive) falling below %d is the very day it does', (min) => {
    const rule = ruleSchema.parse({ pAlive: { min } });
    const facts = factsFor(rule, OLD_AND_NEW);
    const at = nextChangeAt(rule, facts, NOW);
    if (at === null) return expect(membershipAt(rule, facts, NOW)).toBe(false);
    expect(at % DAY_MS).toBe(0);
    expect(membershipAt(rule, facts, at)).not.toBe(membershipAt(rule, facts, NOW));
    expect(membershipAt(rule, facts, at - 1)).toBe(membershipAt(rule, facts, NOW));
  });

  it('of a value that need not fall is looked at again in three days', () => {
    const rule = ruleSchema.parse({ valueMinor: { min: 1 } });
    const facts = factsFor(rule, OLD_AND_NEW);
    const { value } = DEFAULT_SETTINGS;
    const settings = { ...DEFAULT_SETTINGS, value: { ...value, retentionCostMinor: 1 } };
    expect(nextChangeAt(rule, { ...facts, shop: { ...facts.shop, settings } }, NOW)).toBe(
      midnight + 3 * DAY_MS,
    );
    const at = nextChangeAt(rule, facts, NOW) ?? 0;
    expect(at).toBeGreaterThan(midnight + 3 * DAY_MS);
    expect(membershipAt(rule, facts, at)).toBe(false);
    expect(membershipAt(rule, facts, at - HOUR_MS)).toBe(true);
  });

  it('looks three days ahead at most of the value of who is sold to under cost, which rises as they are lost', () => {
    const facts = factsFor(ruleSchema.parse({ valueMinor: { min: 0 } }), OLD_AND_NEW);
    const { person, shop } = facts;
    if (person.lifecycle === null) throw new Error('nobody judged them');
    const margin = { marginMinor: -400, revenueMinor: 1_000, orders: 2 };
    const statistics = { ...person.lifecycle.statistics, margin };
    const from = { 'line-cost': 1, 'catalogue-cost': 0, category: 0, default: 0 };
    const credibility = { priorMinor: 100, spread: 0.3, people: 50 };
    const losing = {
      ...facts,
      person: { ...person, lifecycle: { ...person.lifecycle, statistics } },
      shop: { ...shop, model: { ...shop.model, margin: { share: 0.4, revenueMinor: 1, from, credibility } } },
    };
    const worth = (at: number) => Math.round(valueFigures(losing, at).valueMinor ?? 0);
    const [today, later] = [worth(NOW), worth(NOW + 500 * DAY_MS)];
    expect(later).toBeGreaterThan(today);
    const rule = ruleSchema.parse({ valueMinor: { min: (today + later) / 2 } });
    expect(nextChangeAt(rule, losing, NOW)).toBe(startOfDay(utcDay(NOW) + 3));
  });
});
