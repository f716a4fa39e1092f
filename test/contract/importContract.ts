import { describe, expect, it } from 'vitest';
import type { Order } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import type { ImportedOrder } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import { anOrderEvent, MAYA, NOW } from '../support/builders.ts';
import { aChange, aRow, freshStore, type MakeStore, scanned } from './given.ts';

const ANNA = customerId('anna');

/** A row whose id was made from its content. */
const content = (overrides: Partial<Order> = {}) => aRow({ id: 'row-hash', ...overrides }, true);

/** A row that is one line of an order. */
const line = (item: string, amountMinor: number, overrides: Partial<Order> = {}, quantity = 1) =>
  aRow({ id: 'order-1', amountMinor, lines: [{ item, quantity, priceMinor: null }], ...overrides });

export function importContract(make: MakeStore): void {
  const store = freshStore(make);
  const ordersOf = async (id = MAYA) => (await store().loadPerson(id))?.orders ?? [];
  const imported = async (...rows: ImportedOrder[]) =>
    store().importOrders(rows, await store().beginImport());

  describe('importing orders', () => {
    it('gives every import a greater id', async () => {
      const first = await store().beginImport();
      expect(await store().beginImport()).toBeGreaterThan(first);
    });

    it('makes customers known since their first order', async () => {
      await imported(
        aRow({ id: 'b', at: NOW }),
        aRow({ id: 'a', at: NOW - 5 }),
        aRow({ id: 'c', at: NOW - 2 }),
      );
      expect(await store().loadProfile(MAYA)).toMatchObject({
        id: MAYA,
        version: 3,
        knownSince: NOW - 5,
        email: null,
        lifecycle: null,
      });
    });

    it('keeps the earlier of what is stored and the first order', async () => {
      await store().applyEvent(aChange({ person: { knownSince: NOW - 100 } }));
      await imported(aRow({ id: 'late', at: NOW }));
      expect((await store().loadProfile(MAYA))?.knownSince).toBe(NOW - 100);
      await imported(aRow({ id: 'early', at: NOW - 300 }));
      expect((await store().loadProfile(MAYA))?.knownSince).toBe(NOW - 300);
    });

    it('moves the version of a person with each order, so that what was read before conflicts', async () => {
      await store().applyEvent(aChange());
      await imported(aRow({ id: 'x' }), aRow({ id: 'y' }));
      expect((await store().loadProfile(MAYA))?.version).toBe(3);
      expect(await store().applyEvent(aChange({ expectedVersion: 1 }))).toBe('conflict');
      expect(await store().applyEvent(aChange({ expectedVersion: 3 }))).toBe('committed');
    });

    it('takes a given order id once, in one file as in the next', async () => {
      const row = aRow({ id: 'order-1' });
      expect(await imported(row, row)).toEqual(['accepted', 'duplicate']);
      expect(await imported(row, aRow({ id: 'order-2' }))).toEqual(['duplicate', 'accepted']);
      expect(await ordersOf()).toHaveLength(2);
    });

    it('takes no order that an event has brought', async () => {
      await store().applyEvent(aChange({ event: anOrderEvent({ id: 'order-1', amountMinor: 500 }) }));
      expect(await imported(aRow({ id: 'order-1' }), line('mug', 500), content({ id: 'order-1' }))).toEqual([
        'duplicate',
        'duplicate',
        'duplicate',
      ]);
      expect(await ordersOf()).toMatchObject([{ id: 'order-1', amountMinor: 500, lines: [] }]);
      expect((await store().loadProfile(MAYA))?.version).toBe(1);
    });

    it('makes nobody known by a duplicate', async () => {
      await imported(aRow({ id: 'order-1' }));
      await imported(aRow({ id: 'order-1', customerId: ANNA }), line('mug', 5, { customerId: ANNA }));
      expect(await store().loadPerson(ANNA)).toBeNull();
      expect(await store().countPeople()).toBe(1);
    });

    it('keeps refunds as orders below zero', async () => {
      await imported(aRow({ id: 'a', amountMinor: 900 }), aRow({ id: 'b', amountMinor: -300, at: NOW + 1 }));
      expect((await ordersOf()).map(({ amountMinor }) => amountMinor)).toEqual([900, -300]);
      const [found] = await scanned(store(), { before: NOW + 2 });
      expect(found?.history).toMatchObject({ orders: 1, dayMinor: [900], refundsMinor: -300 });
    });

    it('answers every row of a long page, in order', async () => {
      const rows = Array.from({ length: 4_500 }, (_, n) =>
        aRow({ id: `o${n - (n % 3 === 2 ? 1 : 0)}`, customerId: customerId(`c${n % 700}`) }),
      );
      const results = await imported(...rows);
      expect(results.map((result) => result === 'duplicate')).toEqual(rows.map((_, n) => n % 3 === 2));
      expect(await store().orderSpan()).toMatchObject({ orders: 3_000 });
    });

    it('keeps an order of several lines whole', async () => {
      const lines = [
        { item: 'mug', quantity: 2, priceMinor: 450 },
        { item: 'tea', quantity: 1, priceMinor: null },
      ];
      expect(await imported(aRow({ lines }), aRow({ lines }))).toEqual(['accepted', 'duplicate']);
      expect((await ordersOf())[0]?.lines).toEqual(lines);
    });
  });

  describe('rows identified by their content', () => {
    it('are orders of their own where they repeat within a file', async () => {
      expect(await imported(content(), content(), content())).toEqual(['accepted', 'accepted', 'accepted']);
      const orders = await ordersOf();
      expect(orders).toHaveLength(3);
      expect(new Set(orders.map(({ id }) => id)).size).toBe(3);
      expect((await store().loadProfile(MAYA))?.version).toBe(3);
    });

    it('are duplicates when the file is read again, as many as there were', async () => {
      await imported(content(), content());
      expect(await imported(content(), content(), content())).toEqual(['duplicate', 'duplicate', 'accepted']);
      expect(await imported(content(), content(), content())).toEqual([
        'duplicate',
        'duplicate',
        'duplicate',
      ]);
      expect(await ordersOf()).toHaveLength(3);
    });

    it('are told apart over the pages of one import', async () => {
      const id = await store().beginImport();
      expect(await store().importOrders([content()], id)).toEqual(['accepted']);
      expect(await store().importOrders([content()], id)).toEqual(['accepted']);
      expect(await store().importOrders([content(), content()], await store().beginImport())).toEqual([
        'duplicate',
        'duplicate',
      ]);
    });

    it('add nothing that is there when an import is begun again after it was cut off', async () => {
      const file = [content(), content({ id: 'other' }), content(), content(), content({ id: 'last' })];
      await store().importOrders(file.slice(0, 3), await store().beginImport());
      expect(await imported(...file)).toEqual([
        'duplicate',
        'duplicate',
        'duplicate',
        'accepted',
        'accepted',
      ]);
      expect(await ordersOf()).toHaveLength(5);
      expect(await imported(...file)).toEqual(Array(5).fill('duplicate'));
    });

    it('may repeat very often', async () => {
      const rows = Array.from({ length: 400 }, () => content());
      expect(new Set(await imported(...rows))).toEqual(new Set(['accepted']));
      expect(new Set(await imported(...rows))).toEqual(new Set(['duplicate']));
      expect(await ordersOf()).toHaveLength(400);
    });

    it('meet an order made of lines as a duplicate', async () => {
      await imported(line('mug', 100));
      expect(await imported(content({ id: 'order-1' }), aRow({ id: 'order-1' }))).toEqual([
        'duplicate',
        'duplicate',
      ]);
    });
  });

  describe('rows that are lines', () => {
    it('add up to one order', async () => {
      expect(await imported(line('mug', 900, {}, 2), line('tea', 350), line('mug', 900, {}, 1))).toEqual([
        'accepted',
        'accepted',
        'accepted',
      ]);
      expect(await ordersOf()).toEqual([
        {
          ...aRow({ amountMinor: 2_150 }).order,
          lines: [
            { item: 'mug', quantity: 2, priceMinor: null },
            { item: 'tea', quantity: 1, priceMinor: null },
            { item: 'mug', quantity: 1, priceMinor: null },
          ],
        },
      ]);
      expect((await store().loadProfile(MAYA))?.version).toBe(3);
      const [found] = await scanned(store(), { before: NOW + 1 });
      expect(found).toMatchObject({ person: { version: 3 }, history: { orders: 1, dayMinor: [2_150] } });
    });

    it('repeated in one file are lines of their own, repeated in the next they are not', async () => {
      const file = [line('mug', 900), line('mug', 900), line('tea', 100)];
      expect(await imported(...file)).toEqual(['accepted', 'accepted', 'accepted']);
      expect(await imported(...file)).toEqual(['duplicate', 'duplicate', 'duplicate']);
      expect(await imported(...file, line('mug', 900))).toEqual([
        'duplicate',
        'duplicate',
        'duplicate',
        'accepted',
      ]);
      expect(await ordersOf()).toMatchObject([{ amountMinor: 2_800 }]);
    });

    it('finish an import that was cut off within an order', async () => {
      const file = [line('mug', 900), line('mug', 900), line('tea', 100)];
      await imported(...file.slice(0, 1));
      expect(await imported(...file)).toEqual(['duplicate', 'accepted', 'accepted']);
      expect(await ordersOf()).toMatchObject([{ amountMinor: 1_900 }]);
    });

    it('may lower an order', async () => {
      await imported(line('mug', 900), line('mug', -200));
      expect(await ordersOf()).toMatchObject([{ amountMinor: 700 }]);
    });

    it('do not grow an order that came whole, nor one of somebody else', async () => {
      await imported(aRow({ id: 'whole' }), line('mug', 900));
      expect(await imported(line('mug', 1, { id: 'whole' }), line('tea', 1, { customerId: ANNA }))).toEqual([
        'duplicate',
        'duplicate',
      ]);
      expect((await ordersOf()).map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)).toEqual([
        900, 2_500,
      ]);
      expect(await store().loadPerson(ANNA)).toBeNull();
    });

    it('keep the instant the order was first seen with', async () => {
      await imported(line('mug', 900), line('tea', 100, { at: NOW - DAY_MS }));
      expect(await ordersOf()).toMatchObject([{ at: NOW, amountMinor: 1_000 }]);
    });
  });
}
