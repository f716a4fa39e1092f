import { describe, expect, it } from 'vitest';
import { NO_ORDERS } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import type { Store } from '../../core/ports.ts';
import { DAY_MS, utcDay } from '../../core/time.ts';
import { aDecision, aLifecycle, anEnrolment, anEvent, MAYA, NOW } from '../support/builders.ts';
import {
  aChange,
  aLifecycleWrite,
  aRow,
  collected,
  decide,
  freshStore,
  type MakeStore,
  scanned,
} from './given.ts';

type Query = Omit<Parameters<Store['scanHistories']>[0], 'segment'>;

async function idsOf(store: Store, query: Query): Promise<string[]> {
  return (await scanned(store, query)).map(({ person }) => person.id);
}

export function evaluationContract(make: MakeStore): void {
  const store = freshStore(make);
  const know = (id: string, knownSince = NOW - DAY_MS) =>
    store().applyEvent(aChange({ event: anEvent({ customerId: customerId(id) }), person: { knownSince } }));

  describe('a scan', () => {
    it('folds the orders of everyone by day', async () => {
      const day = utcDay(NOW) - 10;
      await store().importOrders(
        [
          aRow({ id: 'a', at: day * DAY_MS, amountMinor: 100 }),
          aRow({ id: 'b', at: (day - 20) * DAY_MS + 5, amountMinor: 70 }),
          aRow({ id: 'c', at: day * DAY_MS + 3_600_000, amountMinor: 5 }),
          aRow({ id: 'd', at: (day + 1) * DAY_MS, amountMinor: -60 }),
          aRow({ id: 'e', at: (day + 2) * DAY_MS, amountMinor: 0 }),
        ],
        1,
      );
      await know('nobody-bought');
      expect(await scanned(store(), { before: NOW })).toMatchObject([
        {
          person: { id: MAYA, version: 5, knownSince: (day - 20) * DAY_MS + 5, lifecycle: null },
          history: {
            days: [day - 20, day, day + 2],
            dayMinor: [70, 105, 0],
            orders: 4,
            refundsMinor: -60,
            lastOrderAt: (day + 2) * DAY_MS,
          },
        },
        { person: { id: 'nobody-bought', version: 1, lifecycle: null }, history: NO_ORDERS },
      ]);
    });

    it('counts orders strictly before the instant', async () => {
      const at = NOW - DAY_MS;
      await store().importOrders([aRow({ id: 'before', at: at - 1 }), aRow({ id: 'at', at })], 1);
      const [found] = await scanned(store(), { before: at });
      expect(found?.history).toMatchObject({ orders: 1, lastOrderAt: at - 1 });
      const [all] = await scanned(store(), { before: at + 1 });
      expect(all?.history).toMatchObject({ orders: 2, lastOrderAt: at });
      const [again] = await scanned(store(), { before: at });
      expect(again).toEqual(found);
    });

    it('sees an order that comes after an earlier scan', async () => {
      await store().importOrders([aRow({ id: 'one', at: NOW - 9 })], 1);
      await scanned(store(), { before: NOW });
      await store().importOrders([aRow({ id: 'two', at: NOW - 90 * DAY_MS })], 1);
      const [found] = await scanned(store(), { before: NOW });
      expect(found?.history.orders).toBe(2);
    });

    it('handles instants before 1970', async () => {
      await store().importOrders([aRow({ id: 'old', at: -3 * DAY_MS - 1 })], 1);
      const [found] = await scanned(store(), { before: NOW });
      expect(found?.history).toMatchObject({ days: [-4], lastOrderAt: -3 * DAY_MS - 1 });
    });

    it('leaves out people first known at or after the instant', async () => {
      await know('before', NOW - 1);
      await know('at', NOW);
      await know('after', NOW + 1);
      expect(await idsOf(store(), { before: NOW })).toEqual(['before']);
      expect(await idsOf(store(), { before: NOW + 1 })).toEqual(['at', 'before']);
    });

    it('includes whoever ordered before the instant, whenever they were told of', async () => {
      await know('maya', NOW + 5);
      await store().importOrders([aRow({ at: NOW - 5 })], 1);
      expect(await idsOf(store(), { before: NOW })).toEqual(['maya']);
    });

    it('visits everyone of many pages exactly once', async () => {
      const rows = Array.from({ length: 2_345 }, (_, n) =>
        aRow({ id: `o${n}`, customerId: customerId(`c${n % 2_300}`), at: NOW - n - 1 }),
      );
      await store().importOrders(rows, 1);
      const found = await scanned(store(), { before: NOW });
      expect(new Set(found.map(({ person }) => person.id)).size).toBe(2_300);
      expect(found.reduce((sum, { history }) => sum + history.orders, 0)).toBe(2_345);
    });

    it('has the orders that tell of margins where they are asked for', async () => {
      const line = { item: 'tea, "green"', quantity: 2, priceMinor: null };
      const cup = { item: 'cup', quantity: 0.5, priceMinor: 90, costMinor: 40 };
      await store().importOrders(
        [
          aRow({ id: 'bare', at: NOW - 9, amountMinor: 50 }),
          aRow({ id: 'full', at: NOW - 8, amountMinor: 700, lines: [line, cup] }),
          aRow({ id: 'back', at: NOW - 7, amountMinor: -60 }),
          aRow({ id: 'named', at: NOW - 6, amountMinor: -40, lines: [{ ...cup, quantity: -1 }] }),
          aRow({ id: 'later', at: NOW, lines: [line] }),
        ],
        1,
      );
      await know('nobody-bought');
      const found = await scanned(store(), { before: NOW, orders: true });
      const tellings = found.map(({ orders = [] }) =>
        orders
          .map(({ at, amountMinor, lines }) => ({ at, amountMinor, lines }))
          .toSorted((a, b) => a.at - b.at),
      );
      expect(tellings).toEqual([
        [
          { at: NOW - 8, amountMinor: 700, lines: [line, cup] },
          { at: NOW - 7, amountMinor: -60, lines: [] },
          { at: NOW - 6, amountMinor: -40, lines: [{ ...cup, quantity: -1 }] },
        ],
        [],
      ]);
      expect(found[0]?.history).toMatchObject({ orders: 2, refundsMinor: -100 });
      const unasked = await scanned(store(), { before: NOW });
      expect(unasked.map(({ orders }) => orders)).toEqual([undefined, undefined]);
    });

    it('is empty for a segment that does not exist', async () => {
      await know('somebody');
      expect(await collected(store().scanHistories({ segment: store().segments, before: NOW }))).toEqual([]);
    });
  });

  describe('a scan of who changes', () => {
    const evaluated = (id: string, nextChangeAt: number | null, expectedVersion = 1) =>
      store().commitLifecycles([
        aLifecycleWrite({
          customerId: customerId(id),
          expectedVersion,
          lifecycle: aLifecycle({ nextChangeAt }),
        }),
      ]);

    it('finds people never evaluated and people whose time has come', async () => {
      for (const id of ['due', 'exactly', 'later', 'never', 'new']) await know(id);
      await evaluated('due', NOW - 5 * DAY_MS);
      await evaluated('exactly', NOW);
      await evaluated('later', NOW + 1);
      await evaluated('never', null);
      expect(await idsOf(store(), { before: NOW, changingBefore: NOW })).toEqual(['due', 'exactly', 'new']);
      expect(await idsOf(store(), { before: NOW })).toHaveLength(5);
    });

    it('follows a person from one change to the next', async () => {
      await know('maya');
      await evaluated('maya', NOW, 1);
      await evaluated('maya', NOW + 9 * DAY_MS, 2);
      expect(await idsOf(store(), { before: NOW, changingBefore: NOW })).toEqual([]);
      await evaluated('maya', NOW - 9 * DAY_MS, 3);
      expect(await idsOf(store(), { before: NOW, changingBefore: NOW })).toEqual(['maya']);
    });

    it('keeps the other rules of a scan', async () => {
      await know('stranger', NOW + 1);
      expect(await idsOf(store(), { before: NOW, changingBefore: NOW + DAY_MS })).toEqual([]);
    });
  });

  describe('lifecycles', () => {
    it('are written with what follows from them, and move the version by one', async () => {
      await know('maya');
      await decide(store(), aDecision());
      const lifecycle = aLifecycle({ stage: 'decline', nextChangeAt: NOW + DAY_MS });
      const fact = { customerId: MAYA, at: NOW, kind: 'stage-changed' as const, journeyId: null, body: {} };
      const results = await store().commitLifecycles([
        aLifecycleWrite({
          lifecycle,
          enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
          cancellations: [{ decisionId: aDecision().id, reason: 'exited', at: NOW }],
          facts: [fact],
        }),
      ]);
      expect(results).toEqual(['committed']);
      const record = await store().loadPerson(MAYA);
      expect(record?.person).toMatchObject({ version: 2, name: 'Maya Lin', lifecycle });
      expect(record?.enrolments).toEqual([anEnrolment()]);
      expect((await store().loadDecision(aDecision().id))?.outcome).toBe('suppressed');
      expect((await store().factsOf(MAYA, 9)).map(({ kind }) => kind).sort()).toEqual([
        'message-settled',
        'stage-changed',
      ]);
    });

    it('are committed or refused one by one', async () => {
      for (const id of ['a', 'b', 'c', 'd']) await know(id);
      const write = (id: string, expectedVersion: number) =>
        aLifecycleWrite({ customerId: customerId(id), expectedVersion });
      const taken = anEnrolment({ customerId: customerId('c'), version: 2 });
      const results = await store().commitLifecycles([
        write('a', 1),
        write('b', 7),
        { ...write('c', 1), enrolments: [{ enrolment: taken, expectedVersion: 1 }] },
        write('nobody', 1),
        write('d', 1),
      ]);
      expect(results).toEqual(['committed', 'conflict', 'conflict', 'conflict', 'committed']);
      const lifecycles = await Promise.all(
        ['a', 'b', 'c', 'd'].map(async (id) => (await store().loadProfile(customerId(id)))?.lifecycle),
      );
      expect(lifecycles.map((lifecycle) => lifecycle !== null)).toEqual([true, false, false, true]);
    });

    it('are refused once an order came in between', async () => {
      await know('maya');
      await store().importOrders([aRow({ at: NOW - 5 })], 1);
      expect(await store().commitLifecycles([aLifecycleWrite()])).toEqual(['conflict']);
      expect(await store().commitLifecycles([aLifecycleWrite({ expectedVersion: 2 })])).toEqual([
        'committed',
      ]);
    });

    it('are counted by stage and grade as they are now', async () => {
      for (const id of ['a', 'b', 'c']) await know(id);
      const write = (id: string, expectedVersion: number, lifecycle: ReturnType<typeof aLifecycle>) =>
        aLifecycleWrite({ customerId: customerId(id), expectedVersion, lifecycle });
      await store().commitLifecycles([
        write('a', 1, aLifecycle({ stage: 'decline', grade: 'A' })),
        write('b', 1, aLifecycle({ stage: 'decline', grade: 'C' })),
      ]);
      await store().commitLifecycles([write('b', 2, aLifecycle({ stage: 'stability', grade: 'C' }))]);
      expect(await store().countLifecycles()).toEqual({
        customers: 2,
        stages: { identification: 0, development: 0, stability: 1, decline: 1 },
        grades: { A: 1, B: 0, C: 1 },
      });
    });

    it('come back as they were written, in a scan as in a record', async () => {
      await know('maya');
      const lifecycle = aLifecycle({
        rfm: { recency: 1, frequency: 5, monetary: 3 },
        group: 'at-risk',
        nextChangeAt: NOW + 0.5,
        evidence: { ...aLifecycle().evidence, limitDays: 33.25, gapVariation: 0.125, lastOrderDay: 19_000 },
      });
      await store().commitLifecycles([aLifecycleWrite({ lifecycle })]);
      const [found] = await scanned(store(), { before: NOW });
      expect(found?.person).toMatchObject({ version: 2, lifecycle });
      expect((await store().loadProfile(MAYA))?.lifecycle).toEqual(lifecycle);
    });
  });
}
