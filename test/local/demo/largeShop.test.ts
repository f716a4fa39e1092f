import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldOrders } from '../../../core/customer/order.ts';
import { customerId as idOf } from '../../../core/ids.ts';
import { fitShop } from '../../../core/lifecycle/fitShop.ts';
import { Summariser } from '../../../core/lifecycle/summarise.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, parseIso } from '../../../core/time.ts';
import { generateOrders, type LargeShopOptions } from '../../../local/demo/largeShop.ts';
import { sequenceByTime } from '../../../local/demo/timeSequence.ts';
import { writeOrdersCsv } from '../../../local/demo/writeOrdersCsv.ts';
import { ordersByCustomer } from './evaluated.ts';

const FROM = parseIso('2024-01-01') ?? 0;
const SHOP: LargeShopOptions = { seed: 5, customers: 1_500, orders: 12_000, from: FROM, days: 730 };
const orders = [...generateOrders(SHOP)];

describe('generateOrders', () => {
  it('is the same for the same seed and another for another', () => {
    expect([...generateOrders(SHOP)]).toEqual(orders);
    expect([...generateOrders({ ...SHOP, seed: 6 })]).not.toEqual(orders);
  });

  it.each([
    [1, 1],
    [40, 40],
    [300, 450],
    [200, 8_000],
  ])('gives %i customers exactly %i orders, in time order, within the days', (customers, wanted) => {
    const made = [...generateOrders({ ...SHOP, customers, orders: wanted })];
    expect(made).toHaveLength(wanted);
    expect(new Set(made.map(({ customerId }) => customerId)).size).toBe(customers);
    expect(made.every(({ at }, i) => at >= (made[i - 1]?.at ?? FROM))).toBe(true);
    expect(made.every(({ at }) => at < FROM + SHOP.days * DAY_MS)).toBe(true);
    expect(made.every(({ amountMinor }) => Number.isInteger(amountMinor) && amountMinor > 0)).toBe(true);
  });

  it('refuses less than one order a customer', () => {
    expect(() => [...generateOrders({ ...SHOP, orders: 1_499 })]).toThrow(RangeError);
  });

  it('lets MBG/NBD find the dropout', () => {
    const end = FROM + SHOP.days * DAY_MS;
    const summariser = new Summariser(end);
    for (const [id, own] of ordersByCustomer(orders)) summariser.add(idOf(id), foldOrders(own, end));
    const model = fitShop(summariser.summary(), { at: end, model: 'mbg-nbd' }, null, DEFAULT_SETTINGS);
    expect(model.purchase.kind).toBe('mbg-nbd');
    expect(model.fit.flags).not.toContain('dropout-not-identified');
  });
});

describe('sequenceByTime', () => {
  it('sorts any times, equal ones by row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000_000_000 }).map((n) => n % 977 ** 3)),
        (times) => {
          const wanted = times
            .map((_, row) => row)
            .sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
          expect([...sequenceByTime(Float64Array.from(times))]).toEqual(wanted);
        },
      ),
    );
  });
});

describe('writeOrdersCsv', () => {
  it('writes one row an order: customer, date-time and amount', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-'));
    try {
      const file = join(folder, 'orders.csv');
      expect(await writeOrdersCsv(file, SHOP)).toEqual({ rows: SHOP.orders });
      const [header, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect(header).toBe('customer,date,amount');
      const parsed = rows.map((row) => {
        const [customer, date = '', amount] = row.split(',');
        return { customerId: customer, at: parseIso(date), amountMinor: Math.round(Number(amount) * 100) };
      });
      expect(parsed).toEqual(
        orders.map(({ customerId, at, amountMinor }) => ({ customerId, at, amountMinor })),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
