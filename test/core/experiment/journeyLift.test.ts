import { describe, expect, it } from 'vitest';
import { assignedIn, type NetOf } from '../../../core/experiment/assigned.ts';
import { journeyLift } from '../../../core/experiment/journeyLift.ts';
import type { PersonRecord } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aDecision, anOrder, NOW, someSettings } from '../../support/builders.ts';
import { aJourney, published, ENTERED, someone } from './armsOfAJourney.ts';

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
