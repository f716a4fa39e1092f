/** From the rule in a definition to the arm of a newcomer. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { assignedIn, type NetOf } from '../../../core/experiment/assigned.ts';
import { journeyLift } from '../../../core/experiment/journeyLift.ts';
import { judge, type PairState } from '../../../core/experiment/judge.ts';
import { judgeExperiments } from '../../../core/experiment/judgeExperiments.ts';
import type { PersonRecord } from '../../../core/customer/person.ts';
import { foldOrders } from '../../../core/customer/order.ts';
import { customerId } from '../../../core/ids.ts';
import { advance } from '../../../core/journey/advance.ts';
import { bookOf, cachedBook } from '../../../core/journey/book.ts';
import {
  type JourneyDefinition,
  journeySchema,
  type PublishedJourney,
} from '../../../core/journey/definition.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { lintJourney } from '../../../core/journey/lint.ts';
import { winnerOf, WINNERS, winnersOf } from '../../../core/journey/winners.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aDecision, anEnrolment, anOrder, aPerson, NOW, someSettings } from '../../support/builders.ts';
import { aStepInput } from '../../support/stepInput.ts';

const ARMS = [
  { id: 'a', share: 0.5, next: 'end' },
  { id: 'b', share: 0.5, next: 'end' },
];

function aJourney(arms: readonly object[] = ARMS, winner: object | null = { metric: 'order', minimum: 50 }) {
  return journeySchema.parse({
    id: 'hello',
    name: { en: 'Hello', 'zh-CN': '你好' },
    topic: 'offers',
    class: 'promotional',
    entry: [{ on: 'event', event: 'Signed Up' }],
    start: 'hold',
    nodes: {
      hold: { type: 'holdout', share: 0.1, next: 'split' },
      split: { type: 'experiment', arms, ...(winner === null ? {} : { winner }) },
      end: { type: 'end' },
    },
  });
}

function published(definition: JourneyDefinition, version = 1): PublishedJourney {
  return { id: definition.id, version, publishedAt: NOW, definition };
}

const ENTERED = NOW - 40 * DAY_MS;

/** Somebody with an arm, who ordered so many days after entering, if at all. */
function someone(id: number, more: Partial<Enrolment>, orderedAfterDays: number | null): PersonRecord {
  const customer = customerId(`c${id}`);
  const enrolment = anEnrolment({ customerId: customer, journeyId: 'hello', enteredAt: ENTERED, ...more });
  const at = enrolment.enteredAt + (orderedAfterDays ?? 0) * DAY_MS;
  const orders = orderedAfterDays === null ? [] : [anOrder({ id: `o${id}`, customerId: customer, at })];
  return { person: aPerson({ id: customer }), orders, enrolments: [enrolment], history: foldOrders(orders) };
}

/** So many of each arm, the first so many of them with an order on the third day. */
function armsOf(sizes: Readonly<Record<string, readonly [ordered: number, people: number]>>): PersonRecord[] {
  let id = 0;
  return Object.entries(sizes).flatMap(([arm, [ordered, people]]) =>
    Array.from({ length: people }, (_, at) => {
      id += 1;
      return someone(id, { arms: { split: arm } }, at < ordered ? 3 : null);
    }),
  );
}

function aShop(records: readonly PersonRecord[], journeys = [published(aJourney())]) {
  const store = createMemoryStore();
  const reads = { people: 0 };
  const exportPeople = async function* () {
    reads.people += 1;
    yield records;
  };
  const night = async (now = NOW) => {
    const winners = winnersOf(await store.getValue(WINNERS));
    const book = { ...bookOf(journeys, winners), latest: journeys.slice(-1) };
    return judgeExperiments({ store: { ...store, exportPeople }, book, now, settings: DEFAULT_SETTINGS });
  };
  return { store, night, reads, exportPeople };
}

describe('judging', () => {
  const look = (a: number, b: number, before: readonly PairState[] = [], minimum = 50) =>
    judge(
      [
        { id: 'a', converted: a, people: 1_000 },
        { id: 'b', converted: b, people: 1_000 },
      ],
      before,
      minimum,
    );

  it('names the arm that is ahead once the always-valid test says so, and not before', () => {
    expect(look(100, 110).winner).toBeNull();
    expect(look(100, 200).winner).toBe('b');
    expect(look(200, 100).winner).toBe('a');
    expect(look(100, 200, [], 1_001).winner).toBeNull();
  });

  it('does not forget what an earlier look has shown', () => {
    const { pairs } = look(100, 200);
    expect(look(150, 152, pairs).winner).toBe('b');
    expect(look(150, 152, pairs).pairs).toEqual(pairs);
  });

  it('of three arms asks more of each pair, and one ahead of all', () => {
    const three = (a: number, b: number, c: number) =>
      judge(
        [a, b, c].map((converted, at) => ({ id: 'abc'.charAt(at), converted, people: 1_000 })),
        [],
        50,
      ).winner;
    expect(three(100, 100, 200)).toBe('c');
    expect(three(100, 190, 200)).toBeNull();
    const pair = [
      { id: 'a', converted: 100, people: 1_000 },
      { id: 'c', converted: 170, people: 1_000 },
    ];
    const p = judge(pair, [], 50).pairs[0]?.p ?? 1;
    expect(p).toBeGreaterThan(0.05 / 3);
    expect(p).toBeLessThanOrEqual(0.05);
    expect(three(100, 100, 170)).toBeNull();
  });

  it('has no winner without a rival', () => {
    expect(judge([{ id: 'a', converted: 9, people: 90 }], [], 10)).toEqual({ pairs: [], winner: null });
  });
});

describe('the night', () => {
  it('stores who won, for the books to find, and judges it no more', async () => {
    const { store, night, reads } = aShop(armsOf({ a: [30, 300], b: [120, 300] }));
    expect(await night()).toEqual({ judged: 1, decided: [{ journey: 'hello', node: 'split', arm: 'b' }] });
    await store.publishJourney(aJourney(), NOW);
    const book = await cachedBook(store)();
    expect(book.winners).toEqual({ 'hello/split': { arm: 'b', at: NOW, arms: ['a', 'b'] } });
    expect(await night()).toEqual({ judged: 0, decided: [] });
    expect(reads.people).toBe(1);
  });

  it('keeps the least p of all nights', async () => {
    const early = aShop(armsOf({ a: [30, 300], b: [62, 300] }));
    await early.night();
    const looks = await early.store.getValue('experiment-looks');
    await early.night(NOW + DAY_MS);
    const later = await early.store.getValue('experiment-looks');
    const pairs = (json: string | null) => JSON.parse(json ?? '{}')['hello/split'].pairs;
    expect(pairs(later)).toEqual(pairs(looks));
    expect(pairs(looks)[0].p).toBeLessThan(1);
  });

  it('reads nobody where there is nothing to judge', async () => {
    const { night, reads } = aShop(armsOf({ a: [0, 99], b: [99, 99] }), [published(aJourney(ARMS, null))]);
    expect(await night()).toEqual({ judged: 0, decided: [] });
    expect(reads.people).toBe(0);
  });

  it('counts only people whose window is over, of the same shares, and none held out', async () => {
    const decisive = armsOf({ a: [30, 300], b: [120, 300] });
    const changed = (change: Partial<Enrolment>) =>
      decisive.map((record) => ({
        ...record,
        enrolments: record.enrolments.map((one) => ({ ...one, ...change })),
      }));
    const uneven = ARMS.map((arm, at) => ({ ...arm, share: at === 0 ? 0.2 : 0.8 }));
    const versions = [published(aJourney(uneven), 2), published(aJourney(), 3)];
    for (const [people, journeys] of [
      [changed({ enteredAt: NOW - 13 * DAY_MS }), [published(aJourney())]],
      [changed({ heldOut: true }), [published(aJourney())]],
      [changed({ journeyVersion: 2 }), versions],
    ] as const) {
      const shop = aShop(people, [...journeys]);
      expect((await shop.night()).decided).toEqual([]);
    }
    const shop = aShop(changed({ journeyVersion: 3 }), versions.slice(1));
    expect((await shop.night()).decided).toHaveLength(1);
  });

  it('judges anew where the arms are others', async () => {
    const { store, night } = aShop(armsOf({ a: [30, 300], b: [120, 300] }));
    await night();
    const third = [...ARMS.map((arm) => ({ ...arm, share: 0.4 })), { id: 'c', share: 0.2, next: 'end' }];
    const node = aJourney(third).nodes['split'];
    if (node?.type !== 'experiment') throw new Error('no experiment');
    expect(winnerOf(winnersOf(await store.getValue(WINNERS)), 'hello', 'split', node)).toBeUndefined();
  });
});

describe('a newcomer', () => {
  const definition = aJourney();
  const winners = { 'hello/split': { arm: 'b', at: NOW, arms: ['a', 'b'] } };
  const armOf = (more: Partial<Enrolment>, from = definition) => {
    const enrolment = anEnrolment({ journeyId: 'hello', nodeId: 'split', ...more });
    return advance(aStepInput({ definition: from, enrolment, winners })).enrolments[0]?.enrolment.arms[
      'split'
    ];
  };
  const ids = Array.from({ length: 40 }, (_, i) => customerId(`n${i}`));

  it('gets the arm that won; who had one keeps it, and who was inside draws as before', () => {
    for (const id of ids) expect(armOf({ customerId: id, enteredAt: NOW })).toBe('b');
    expect(armOf({ enteredAt: NOW, arms: { split: 'a' } })).toBe('a');
    const inside = ids.map((id) => armOf({ customerId: id, enteredAt: NOW - 1 }));
    expect(new Set(inside)).toEqual(new Set(['a', 'b']));
  });

  it('draws where the rule was taken out or the arms are others', () => {
    const without = aJourney(ARMS, null);
    expect(new Set(ids.map((id) => armOf({ customerId: id }, without)))).toEqual(new Set(['a', 'b']));
    const others = aJourney(ARMS.map((arm) => ({ ...arm, id: `${arm.id}2` })));
    expect(new Set(ids.map((id) => armOf({ customerId: id }, others)))).toEqual(new Set(['a2', 'b2']));
  });

  it('is held out whatever won', () => {
    const { enrolments } = advance(
      aStepInput({
        definition,
        winners,
        enrolment: anEnrolment({ journeyId: 'hello', nodeId: 'hold', arms: { hold: 'held-out' } }),
      }),
    );
    expect(enrolments[0]?.enrolment).toMatchObject({ heldOut: true, arms: { hold: 'held-out', split: 'b' } });
  });
});

describe('a rule', () => {
  it('by the goal needs a goal', () => {
    const context = { templates: new Set<string>(), messages: DEFAULT_SETTINGS.messages };
    const codes = (metric: string) =>
      lintJourney(aJourney(ARMS, { metric }), context).map(({ code, path }) => `${code} ${path}`);
    expect(codes('goal')).toContain('no-goal nodes.split.winner.metric');
    expect(codes('order').some((code) => code.startsWith('no-goal'))).toBe(false);
  });
});

describe('the lift of a journey', () => {
  const journey = published(aJourney());
  const held = (arm: string, more: Partial<Enrolment> = {}) => ({
    ...more,
    arms: { hold: arm },
    heldOut: arm === 'held-out',
  });
  const people = Array.from({ length: 200 }, (_, id) =>
    someone(id, held(id < 20 ? 'held-out' : 'treated'), id % 4 === 0 ? 5 : null),
  );
  const asked = {
    journey,
    journeyId: 'hello',
    nodeId: 'hold',
    metric: 'orders' as const,
    since: null,
    until: null,
    windowMs: 14 * DAY_MS,
    now: NOW,
    costMinor: null,
    currency: 'USD',
    settings: DEFAULT_SETTINGS,
  };
  const deps = (records: readonly PersonRecord[]) => {
    const decided = [
      aDecision({ journeyId: 'hello', customerId: customerId('c100'), costMicroUsd: 250_000 }),
      aDecision({ journeyId: 'hello', customerId: customerId('c1'), costMicroUsd: 900_000 }),
      aDecision({ journeyId: 'other', customerId: customerId('c100'), costMicroUsd: 900_000 }),
    ];
    return {
      store: {
        exportPeople: async function* () {
          yield records;
        },
        decisions: async function* () {
          yield decided;
        },
      },
      definitionOf: () => journey.definition,
    };
  };

  it('is of everybody given an arm, by the planned sizes, with what messages cost', async () => {
    const { comparisons, waiting } = await journeyLift(deps(people), asked);
    const [only] = comparisons;
    expect([only?.arm, only?.base, comparisons.length, waiting]).toEqual(['treated', 'held-out', 1, 0]);
    expect(only?.treated).toMatchObject({ people: 180, converted: 45 });
    expect(only?.control).toMatchObject({ people: 20, converted: 5 });
    expect(only?.sampleRatio.p).toBeCloseTo(1, 9);
    expect(only?.cost).toBe(25);
    expect(only?.difference).toBeCloseTo(0, 12);
  });

  it('waits for windows, leaves out who entered before, and knows no cost elsewhere than in dollars', async () => {
    const [late, early] = [
      someone(900, held('treated', { enteredAt: NOW - DAY_MS }), 1),
      someone(901, held('treated', { enteredAt: NOW - 200 * DAY_MS }), 1),
    ];
    const { comparisons, waiting, peoplePerDay } = await journeyLift(deps([...people, late, early]), {
      ...asked,
      since: NOW - 100 * DAY_MS,
      currency: 'EUR',
      metric: 'revenue',
    });
    expect(waiting).toBe(1);
    expect(comparisons[0]).toMatchObject({ treated: { people: 180 }, cost: null, returnOnSpend: null });
    expect(peoplePerDay).toBeCloseTo(201 / 39, 6);
  });

  it('tells margin by what is handed in, over the same windows, and earns its cost by that', async () => {
    const windows = new Set<number>();
    const netOf: NetOf = ({ orders }, { from, until }) => {
      windows.add(until - from);
      return orders.filter(({ at }) => at >= from && at < until).length * 700;
    };
    const { comparisons } = await journeyLift(deps(people), { ...asked, metric: 'margin', netOf });
    const [only] = comparisons;
    expect(windows).toEqual(new Set([asked.windowMs]));
    expect(only?.treated).toMatchObject({ people: 180, mean: 175 });
    expect(only?.control).toMatchObject({ people: 20, mean: 175 });
    expect(only?.incrementalMargin?.amount).toBeCloseTo(0, 9);
    expect(only?.incrementalRevenue?.amount).not.toBe(only?.incrementalMargin?.interval[1]);
    const none = await journeyLift(deps(people), { ...asked, metric: 'margin', netOf: () => 0 });
    expect(none.comparisons[0]?.returnOnSpend).toBeNull();
  });

  it('refuses a node that gives no arms', async () => {
    await expect(journeyLift(deps(people), { ...asked, nodeId: 'end' })).rejects.toThrow('gives no arms');
  });

  it('counts orders after entering and up to the end of the window, refunds in money alone', () => {
    const record = someone(1, { arms: { split: 'a' } }, 14);
    const inWindow = { ...asked, nodeId: 'split' };
    expect(assignedIn(record, inWindow)?.after).toEqual({ orders: 1, revenueMinor: 2_500, netMinor: 0 });
    const refund = anOrder({ id: 'r', at: ENTERED + DAY_MS, amountMinor: -500 });
    const before = anOrder({ id: 'b', at: ENTERED });
    const assigned = assignedIn({ ...record, orders: [...record.orders, refund, before] }, inWindow);
    expect(assigned?.after).toEqual({ orders: 1, revenueMinor: 2_000, netMinor: 0 });
    expect(assigned?.before).toEqual({ orders: 1, revenueMinor: 2_500, netMinor: 0 });
    expect(assignedIn(someone(1, { arms: { split: 'a' } }, 15), inWindow)?.after.orders).toBe(0);
    expect(assignedIn(record, { ...inWindow, until: ENTERED })).toBeNull();
  });

  it('leaves out whom the shop holds out of everything', () => {
    const settings = someSettings({ messages: { holdout: { share: 0.5 } } });
    const counted = people.filter((one) => assignedIn(one, { ...asked, settings }) !== null);
    expect(counted.length).toBeGreaterThan(60);
    expect(counted.length).toBeLessThan(140);
  });

  it('counts a goal reached in time', () => {
    const goal = (endedAt: number) =>
      assignedIn(someone(1, { arms: { split: 'a' }, status: 'ended', endReason: 'goal', endedAt }, null), {
        ...asked,
        nodeId: 'split',
      })?.reachedGoal;
    expect([goal(ENTERED + DAY_MS), goal(ENTERED + 15 * DAY_MS)]).toEqual([true, false]);
  });
});
