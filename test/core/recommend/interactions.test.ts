import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buyersOf, lastDate, rowOf } from '../../../core/recommend/interactions.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anyPurchases, purchaseTable } from '../../support/purchaseTables.ts';

describe('a table of purchases', () => {
  it('holds each pair once, with how often, on how many days, first and last', () => {
    const table = purchaseTable([
      ['bob', 'tea', 4],
      ['ann', 'tea', 9],
      ['ann', 'milk'],
      ['ann', 'tea', 2],
      ['ann', 'tea', 2],
      ['ann', 'tea'],
    ]);
    expect(table.customerIds).toEqual(['ann', 'bob']);
    expect(table.itemIds).toEqual(['milk', 'tea']);
    expect([...table.starts]).toEqual([0, 2, 3]);
    expect(rowOf(table, 0)).toEqual({
      items: Int32Array.of(0, 1),
      counts: Int32Array.of(1, 4),
      days: Int32Array.of(0, 2),
      firstAt: Float64Array.of(Number.NaN, 2 * DAY_MS),
      lastAt: Float64Array.of(Number.NaN, 9 * DAY_MS),
    });
    expect([...buyersOf(table)]).toEqual([1, 2]);
    expect(lastDate(table)).toBe(9 * DAY_MS);
  });

  it('orders items by code point, as stores do, and not by UTF-16 unit', () => {
    const { itemIds } = purchaseTable([
      ['a', '\u{1f375}'],
      ['a', '\uff01'],
      ['a', 'z'],
    ]);
    expect(itemIds).toEqual(['z', '\uff01', '\u{1f375}']);
  });

  it('is empty without purchases, and has no last date without dates', () => {
    const table = purchaseTable([]);
    expect([...table.starts]).toEqual([0]);
    expect(lastDate(table)).toBeNull();
    expect(lastDate(purchaseTable([['a', 'x']]))).toBeNull();
  });

  it('is the same whatever the sequence of the purchases', () => {
    fc.assert(
      fc.property(anyPurchases, fc.infiniteStream(fc.nat()), (bought, lots) => {
        const shuffled = bought
          .map((one) => ({ one, lot: lots.next().value ?? 0 }))
          .sort((a, b) => a.lot - b.lot)
          .map(({ one }) => one);
        expect(purchaseTable(shuffled)).toEqual(purchaseTable(bought));
      }),
    );
  });

  it('counts every purchase once, items ascending in each row', () => {
    fc.assert(
      fc.property(anyPurchases, (bought) => {
        const table = purchaseTable(bought);
        expect(table.counts.reduce((sum, count) => sum + count, 0)).toBe(bought.length);
        for (const [customer, id] of table.customerIds.entries()) {
          const row = rowOf(table, customer);
          const own = new Set(bought.filter(([who]) => who === id).map(([, item]) => item));
          expect(Array.from(row.items, (item) => table.itemIds[item])).toEqual([...own].sort());
        }
      }),
    );
  });
});
