import { expect, it } from 'vitest';
import { backfillPerson } from '../../../core/loyalty/backfill.ts';
import type { Order } from '../../../core/customer/order.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anOrder, MAYA, NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

async function imported(orders: readonly Order[], backfillFrom?: string) {
  const shop = aLoyaltyWorld(aProgramme(backfillFrom === undefined ? {} : { backfillFrom }));
  const rows = orders.map((order, place) => ({ line: place + 2, order, idFromContent: false }));
  await shop.store.importOrders(rows, await shop.store.beginImport());
  const backfill = async () => {
    const record = await shop.store.loadPerson(MAYA);
    return record === null ? 0 : backfillPerson(shop.deps(), record, shop.world.now);
  };
  return { ...shop, backfill };
}

const PAST = Array.from({ length: 23 }, (_, n) =>
  anOrder({ id: `past-${n}`, at: NOW - (n + 1) * 10 * DAY_MS, amountMinor: 1_000 }),
);

it('gives nothing for imported orders unless the programme goes back', async () => {
  const shop = await imported(PAST);
  expect(await shop.backfill()).toBe(0);
  expect(await shop.account()).toBeNull();
});

it('gives each order from that day its points once, as if it had been told in time', async () => {
  const shop = await imported(PAST, '2026-01-01');
  expect(await shop.backfill()).toBe(6);
  expect(await shop.account()).toMatchObject({ pending: 10, available: 50, tier: 'member' });
  expect(await shop.backfill()).toBe(0);
  expect((await shop.books()).balanced).toBe(true);
});

it('puts in more than a commit holds, and takes back refunds', async () => {
  const refund = anOrder({ id: 'back', at: NOW - DAY_MS, amountMinor: -2_500 });
  const shop = await imported([...PAST, refund], '2025-01-01');
  expect(await shop.backfill()).toBe(24);
  expect(await shop.backfill()).toBe(0);
  const account = await shop.account();
  expect((account?.pending ?? 0) + (account?.available ?? 0)).toBe(20 * 10 + 3 * 12 - 25);
  expect(account?.tier).toBe('silver');
});
