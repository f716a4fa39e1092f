import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anEvent, anIdentity, MAYA, NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

describe('an order', () => {
  it('earns in its own commit, pending until the return window closes', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ amountMinor: 12_345 });
    expect(await shop.account()).toMatchObject({ pending: 123, available: 0, tier: 'member' });
    await shop.until(NOW + 14 * DAY_MS - 1);
    expect(await shop.account()).toMatchObject({ pending: 123, available: 0 });
    await shop.until(NOW + 14 * DAY_MS);
    expect(await shop.account()).toMatchObject({ pending: 0, available: 123 });
    expect((await shop.entries()).map(({ op, kind, legs }) => [op, kind, legs])).toEqual([
      ['order:order-1:earn', 'earn', { pending: 123, issued: -123 }],
      ['mature:2', 'mature', { available: 123, pending: -123 }],
    ]);
  });

  it('earns once, however often it is told', async () => {
    const shop = aLoyaltyWorld();
    await shop.order();
    expect(await shop.order()).toBe('duplicate');
    expect(await shop.entries()).toHaveLength(1);
  });

  it('means nothing, and reads nothing, without a programme', async () => {
    const shop = aLoyaltyWorld(null);
    await shop.order();
    expect(await shop.account()).toBeNull();
  });

  it('earns more in some categories, by what the order says of its products, and by the tier before it', async () => {
    const earn = { order: { points: 1, perMinor: 100, categories: [{ category: 'tea', times: 3 }] } };
    const shop = aLoyaltyWorld(aProgramme({ earn }));
    const lines = [
      { item: 'oolong', quantity: 2, priceMinor: 1_000 },
      { item: 'cup', quantity: 1, priceMinor: 3_000 },
    ];
    const products = [{ product_id: 'oolong', category: 'tea' }, { product_id: 'cup' }];
    await shop.order({ id: 'a', amountMinor: 5_000, lines }, { products });
    expect((await shop.account())?.pending).toBe(20 * 3 + 30);
    await shop.order({ id: 'b', amountMinor: 20_000 });
    expect(await shop.account()).toMatchObject({ tier: 'silver', pending: 90 + 200 });
    await shop.order({ id: 'c', amountMinor: 1_001 });
    expect((await shop.account())?.pending).toBe(290 + 12);
  });

  it('earns up to the cap of its period, and nothing in another currency', async () => {
    const earn = { order: { points: 1, perMinor: 100 }, cap: { points: 150, per: 'day' } };
    const shop = aLoyaltyWorld(aProgramme({ earn, currency: 'USD' }));
    await shop.order({ id: 'a', amountMinor: 10_000 });
    await shop.order({ id: 'b', amountMinor: 10_000 });
    await shop.order({ id: 'c', amountMinor: 10_000, currency: 'EUR' });
    expect((await shop.account())?.pending).toBe(150);
    await shop.until(NOW + DAY_MS);
    await shop.order({ id: 'd', amountMinor: 8_000 });
    expect((await shop.account())?.pending).toBe(250);
  });

  it('told of late earns nothing, unless the programme goes back that far', async () => {
    const late = NOW - 3 * DAY_MS;
    const shop = aLoyaltyWorld();
    await shop.order({ at: late });
    expect(await shop.account()).toBeNull();
    const back = aLoyaltyWorld(aProgramme({ backfillFrom: '2026-03-01' }));
    await back.order({ at: late });
    await back.order({ id: 'older', at: NOW - 30 * DAY_MS });
    expect(await back.account()).toMatchObject({ pending: 25 });
  });
});

describe('a refund', () => {
  it.each([
    ['pending', 0],
    ['available', 20],
  ])(
    'takes back the share of the points that is the share of the money, while they are %s',
    async (_, days) => {
      const shop = aLoyaltyWorld();
      await shop.order({ amountMinor: 10_000 });
      await shop.until(NOW + days * DAY_MS);
      await shop.refund('order-1', 2_500);
      expect(await shop.account()).toMatchObject(days === 0 ? { pending: 75 } : { available: 75 });
      await shop.refund('order-1', 7_500);
      expect(await shop.account()).toMatchObject({ pending: 0, available: 0, lots: [] });
    },
  );

  it('of an order refunded twice takes back no more than it earned', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'kept', amountMinor: 4_000 });
    await shop.order({ amountMinor: 10_000 });
    await shop.refund('order-1', 10_000);
    await shop.refund('order-1', 10_000);
    expect((await shop.account())?.pending).toBe(40);
    const reversals = (await shop.entries()).filter(({ kind }) => kind === 'reverse');
    expect(reversals.map(({ legs }) => legs.reversed ?? 0)).toEqual([100, 0]);
    expect((await shop.books()).balanced).toBe(true);
  });

  it('of points that are spent leaves a debt, which what becomes available next pays first', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ amountMinor: 10_000 });
    await shop.until(NOW + 20 * DAY_MS);
    await shop.post({ kind: 'redeem', operation: 'r1', points: 100 });
    await shop.refund('order-1', 10_000);
    expect(await shop.account()).toMatchObject({ available: -100, lots: [] });
    expect(await shop.post({ kind: 'redeem', operation: 'r2', points: 100 })).toEqual({
      kind: 'refused',
      reason: 'insufficient',
      available: 0,
    });
    await shop.order({ id: 'next', amountMinor: 13_000 });
    expect(await shop.account()).toMatchObject({ pending: 130, available: -100 });
    await shop.until(NOW + 40 * DAY_MS);
    expect(await shop.account()).toMatchObject({ pending: 0, available: 30 });
    expect((await shop.books()).balanced).toBe(true);
  });

  it('that is told before its order takes back what the order earns when it comes', async () => {
    const shop = aLoyaltyWorld();
    await shop.refund('order-1', 2_500);
    await shop.order({ amountMinor: 10_000 });
    expect((await shop.account())?.pending).toBe(75);
    await shop.refund('order-1', 7_500);
    expect(await shop.account()).toMatchObject({ pending: 0, qualifying: [] });
  });

  it('that names no order takes back at the plain rate what the member has, and no more', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ amountMinor: 3_000 });
    await shop.until(NOW + 20 * DAY_MS);
    await shop.refund(null, 1_000);
    expect((await shop.account())?.available).toBe(20);
    await shop.refund(null, 90_000);
    expect((await shop.account())?.available).toBe(0);
  });

  it('lowers what counts toward the tier, and takes no tier away before its time', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ amountMinor: 20_000 });
    await shop.refund('order-1', 20_000);
    expect(await shop.account()).toMatchObject({ tier: 'silver', qualifying: [] });
    await shop.until((await shop.account())?.tierUntil ?? 0);
    expect(await shop.account()).toMatchObject({ tier: 'silver' });
    await shop.until(((await shop.account())?.tierUntil ?? 0) + 30 * DAY_MS);
    expect(await shop.account()).toMatchObject({ tier: 'member', tierUntil: null });
  });
});

describe('an event the programme names', () => {
  const earn = {
    order: { points: 1, perMinor: 100 },
    events: [
      {
        id: 'review',
        event: 'Product Reviewed',
        points: 20,
        key: 'product_id',
        limit: { times: 2, per: 'month' },
      },
    ],
  };
  const review = (product: string, messageId: string) =>
    anEvent({ name: 'Product Reviewed', messageId, at: NOW, properties: { product_id: product } });

  it('earns at once, once for each of its keys, up to its limit', async () => {
    const shop = aLoyaltyWorld(aProgramme({ earn }));
    await shop.apply(review('pot', '1'));
    await shop.apply(review('pot', '2'));
    expect((await shop.account())?.available).toBe(20);
    await shop.apply(review('cup', '3'));
    await shop.apply(review('tin', '4'));
    expect((await shop.account())?.available).toBe(40);
  });
});

describe('a birthday', () => {
  const earn = { order: { points: 1, perMinor: 100 }, birthday: { points: 100 } };
  const born = (birthday: string) =>
    anIdentity({ messageId: `b-${birthday}`, at: NOW, traits: { birthday } });

  it('gives points on the day itself, in the member’s own zone, once a year', async () => {
    const shop = aLoyaltyWorld(aProgramme({ earn }));
    await shop.order({ amountMinor: 1_000 });
    await shop.apply(born('1990-03-20'));
    await shop.until(Date.UTC(2026, 2, 20) - 1);
    expect((await shop.account())?.available).toBe(0);
    await shop.until(Date.UTC(2026, 2, 20));
    expect((await shop.account())?.available).toBe(100);
    await shop.until(Date.UTC(2027, 2, 20));
    expect((await shop.account())?.available).toBe(200);
  });

  it('gives nothing to who is no member', async () => {
    const shop = aLoyaltyWorld(aProgramme({ earn }));
    await shop.apply(born('1990-03-20'));
    await shop.until(NOW + 365 * DAY_MS);
    expect(await shop.account()).toBeNull();
  });
});

it('keeps what each of two profiles earned apart', async () => {
  const shop = aLoyaltyWorld();
  const ben = customerId('ben');
  await shop.order({ id: 'a', amountMinor: 1_000 });
  await shop.order({ id: 'b', customerId: ben, amountMinor: 2_000 });
  expect([(await shop.account(MAYA))?.pending, (await shop.account(ben))?.pending]).toEqual([10, 20]);
});
