import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitForAnything, splitToDiscover } from '../../../core/recommend/innerSplit.ts';
import { rowOf } from '../../../core/recommend/interactions.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anyPurchases, type Bought, purchaseTable } from '../../support/purchaseTables.ts';

describe('what is hidden to judge discovery', () => {
  it('is whole items: nothing is both known and wanted, and nothing is lost', () => {
    fc.assert(
      fc.property(anyPurchases, (bought) => {
        const table = purchaseTable(bought);
        const { known, cases } = splitToDiscover(table);
        let hidden = 0;
        for (const { history, wanted } of cases) {
          expect(wanted.size).toBeGreaterThan(0);
          expect(history.items.length).toBeGreaterThan(0);
          for (const item of history.items) expect(wanted.has(item)).toBe(false);
          hidden += wanted.size;
        }
        expect(known.items.length + hidden).toBe(table.items.length);
        expect(splitToDiscover(table)).toEqual({ known, cases, by: 'chance' });
      }),
    );
  });

  it('judges everybody with two items, by one at least', () => {
    const table = purchaseTable([
      ['ann', 'a'],
      ['ann', 'b'],
      ['bob', 'a'],
    ]);
    expect(splitToDiscover(table).cases.map(({ wanted }) => wanted.size)).toEqual([1]);
  });
});

describe('what is hidden to judge anything', () => {
  /** Sixty customers who buy tea every ten days from day 0 to day 100, and jam once on the day of their number. */
  const regular = Array.from({ length: 60 }, (_, n): Bought[] => [
    ...Array.from({ length: 11 }, (__, i): Bought => [`c${n}`, 'tea', 10 * i]),
    [`c${n}`, 'jam', n],
  ]).flat();

  it('is what came after a day, where purchases have dates', () => {
    const { by, known, cases } = splitForAnything(purchaseTable(regular));
    expect(by).toBe('date');
    expect(cases).toHaveLength(60);
    const [first] = cases;
    expect(first?.now).toBe(100 * DAY_MS);
    const tea = known.itemIds.indexOf('tea');
    for (const customer of known.customerIds.keys()) {
      const row = rowOf(known, customer);
      const n = row.items.indexOf(tea);
      expect([row.counts[n], row.days[n], (row.lastAt[n] ?? 0) / DAY_MS]).toEqual([10, 10, 90]);
    }
    for (const { wanted } of cases) expect([...wanted]).toEqual([tea]);
  });

  it('is single purchases by chance without dates, so that an item may be known and wanted', () => {
    const undated = regular.map(([customer, item]): Bought => [customer, item]);
    const table = purchaseTable(undated);
    const { by, known, cases } = splitForAnything(table);
    expect(by).toBe('chance');
    const tea = known.itemIds.indexOf('tea');
    expect(cases.some(({ history, wanted }) => wanted.has(tea) && history.items.includes(tea))).toBe(true);
    const purchases = (of: Int32Array) => of.reduce((sum, count) => sum + count, 0);
    const hidden = 1 - purchases(known.counts) / purchases(table.counts);
    expect(hidden).toBeGreaterThan(0.1);
    expect(hidden).toBeLessThan(0.3);
  });

  it('never makes a purchase out of none', () => {
    fc.assert(
      fc.property(anyPurchases, (bought) => {
        const table = purchaseTable(bought);
        const { known, cases } = splitForAnything(table);
        expect(known.items.length).toBeLessThanOrEqual(table.items.length);
        for (const [cell, count] of known.counts.entries()) {
          expect(count).toBeGreaterThan(0);
          expect(known.lastAt[cell] ?? 0).not.toBeLessThan(known.firstAt[cell] ?? 0);
        }
        for (const { history, wanted } of cases) expect([history.items.length, wanted.size]).not.toContain(0);
      }),
    );
  });
});
