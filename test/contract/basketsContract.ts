import { describe, expect, it } from 'vitest';
import { beginErasure, finishErasure, wholeTraces } from '../../core/customer/erasureTask.ts';
import type { Order } from '../../core/customer/order.ts';
import { addressKey, customerId } from '../../core/ids.ts';
import type { AddressKeyOf, Store } from '../../core/ports.ts';
import type { PersonBaskets } from '../../core/recommend/baskets.ts';
import { compareText } from '../../adapters/records/textOrder.ts';
import { DAY_MS } from '../../core/time.ts';
import { anEvent, MAYA, NOW } from '../support/builders.ts';
import { aChange, aRow, collected, freshStore, type MakeStore } from './given.ts';

const keyOf: AddressKeyOf = (channel, address) => addressKey(`${channel}:${address}`);

function line(item: string, quantity = 1, priceMinor: number | null = 100): Order['lines'][number] {
  return { item, quantity, priceMinor };
}

async function basketsIn(store: Store, before = NOW): Promise<PersonBaskets[]> {
  const found: PersonBaskets[] = [];
  for (let segment = 0; segment < store.segments; segment += 1)
    found.push(...(await collected(store.scanBaskets({ segment, before }))));
  return found.sort((a, b) => compareText(a.customerId, b.customerId));
}

async function erase(store: Store, id: typeof MAYA): Promise<void> {
  const deps = { store, addressKeyOf: keyOf, places: [] };
  const found = await store.findTraces(id);
  if (found === null) throw new Error(`nothing is known of ${id}`);
  const task = await beginErasure(deps, wholeTraces(found, keyOf), id, 'anna', NOW);
  await finishErasure(deps, task, { now: () => NOW, pause: () => Promise.resolve() });
}

export function basketsContract(make: MakeStore): void {
  const store = freshStore(make);
  const buy = (...orders: Partial<Order>[]) =>
    store().importOrders(
      orders.map((order) => aRow(order)),
      1,
    );

  describe('a scan of baskets', () => {
    it('tells what everyone bought, order by order, oldest first', async () => {
      await buy(
        { id: 'b', at: NOW - DAY_MS, lines: [line('cup', 2, null), { ...line('tea'), costMinor: 40 }] },
        { id: 'c', at: NOW - DAY_MS, lines: [line('pot', 1, 900), line('tea')] },
        { id: 'a', at: NOW - 9 * DAY_MS, amountMinor: 40, lines: [line('tea', 0.5, 80)] },
      );
      expect(await basketsIn(store())).toEqual([
        {
          customerId: MAYA,
          baskets: [
            { id: 'a', at: NOW - 9 * DAY_MS, amountMinor: 40, lines: [line('tea', 0.5, 80)] },
            {
              id: 'b',
              at: NOW - DAY_MS,
              amountMinor: 2_500,
              lines: [line('cup', 2, null), { ...line('tea'), costMinor: 40 }],
            },
            {
              id: 'c',
              at: NOW - DAY_MS,
              amountMinor: 2_500,
              lines: [line('pot', 1, 900), line('tea')],
            },
          ],
        },
      ]);
    });

    it('keeps refunds apart by their amount', async () => {
      await buy(
        { id: 'o', at: NOW - 9, lines: [line('tea')] },
        { id: 'o-R', at: NOW - 5, amountMinor: -100, lines: [line('tea', -1)] },
      );
      const [found] = await basketsIn(store());
      expect(found?.baskets.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
        ['o', 2_500],
        ['o-R', -100],
      ]);
    });

    it('leaves out orders without lines, and people who have no other', async () => {
      const other = customerId('other');
      await buy({ id: 'bare', at: NOW - 9 }, { id: 'of-other', customerId: other, at: NOW - 9 });
      await buy({ id: 'full', at: NOW - 8, lines: [line('tea')] });
      await store().applyEvent(aChange({ event: anEvent({ customerId: customerId('nobody-bought') }) }));
      const found = await basketsIn(store());
      expect(found.map(({ customerId: id, baskets }) => [id, baskets.map((one) => one.id)])).toEqual([
        [MAYA, ['full']],
      ]);
    });

    it('counts orders strictly before the instant', async () => {
      await buy({ id: 'a', at: NOW - 1, lines: [line('tea')] }, { id: 'b', at: NOW, lines: [line('cup')] });
      expect((await basketsIn(store(), NOW))[0]?.baskets.map(({ id }) => id)).toEqual(['a']);
      expect((await basketsIn(store(), NOW + 1))[0]?.baskets.map(({ id }) => id)).toEqual(['a', 'b']);
      expect(await basketsIn(store(), NOW - 1)).toEqual([]);
    });

    it('has an order whose lines came one by one as one basket', async () => {
      await buy(
        { id: 'o', at: NOW - 9, amountMinor: 100, lines: [line('tea')] },
        { id: 'o', at: NOW - 9, amountMinor: 300, lines: [{ ...line('cup', 3), costMinor: 7 }] },
      );
      expect((await basketsIn(store()))[0]?.baskets).toEqual([
        { id: 'o', at: NOW - 9, amountMinor: 400, lines: [line('tea'), { ...line('cup', 3), costMinor: 7 }] },
      ]);
    });

    it('visits everyone of many pages exactly once', async () => {
      const many = Array.from({ length: 2_345 }, (_, n) => ({
        id: `o${n}`,
        customerId: customerId(`c${n % 2_300}`),
        at: NOW - n - 1,
        lines: [line(`item-${n % 7}`)],
      }));
      await buy(...many);
      const found = await basketsIn(store());
      expect(new Set(found.map(({ customerId: id }) => id)).size).toBe(2_300);
      expect(found.flatMap(({ baskets }) => baskets)).toHaveLength(2_345);
    });

    it('has nobody who was erased', async () => {
      const other = customerId('other');
      await buy(
        { id: 'mine', at: NOW - 9, lines: [line('tea')] },
        { id: 'theirs', customerId: other, at: NOW - 9, lines: [line('tea')] },
      );
      await erase(store(), MAYA);
      expect((await basketsIn(store())).map(({ customerId: id }) => id)).toEqual([other]);
    });

    it('is empty for a segment that does not exist', async () => {
      await buy({ at: NOW - 9, lines: [line('tea')] });
      const query = { segment: store().segments, before: NOW };
      expect(await collected(store().scanBaskets(query))).toEqual([]);
    });
  });
}
