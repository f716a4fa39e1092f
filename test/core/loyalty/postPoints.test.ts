import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { PointsBusy } from '../../../core/loyalty/postPoints.ts';
import { customerId } from '../../../core/ids.ts';
import { DAY_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

async function withPoints(points: number) {
  const shop = aLoyaltyWorld();
  await shop.order({ amountMinor: 100 });
  await shop.post({ kind: 'adjust', operation: 'opening', points });
  return shop;
}

describe('an operation', () => {
  it('is posted once, and told again ever after', async () => {
    const shop = await withPoints(500);
    const first = await shop.post({ kind: 'redeem', operation: 'cart 7', points: 200 });
    expect(first).toMatchObject({
      kind: 'posted',
      entry: { op: 'redeem:cart%207', balance: { available: 300 } },
    });
    const again = await shop.post({ kind: 'redeem', operation: 'cart 7', points: 200 });
    expect(again).toMatchObject({ kind: 'duplicate', entry: { op: 'redeem:cart%207' } });
    expect((await shop.account())?.available).toBe(300);
  });

  it.each([
    ['fewer than the minimum', { points: 90 }, 'below-minimum'],
    ['no multiple of the step', { points: 105 }, 'not-a-step'],
    ['more than there are', { points: 600 }, 'insufficient'],
    ['no whole number', { points: 100.5 }, 'not-whole'],
    ['less than nothing', { points: -100 }, 'not-whole'],
    ['of nobody', { points: 100, customerId: customerId('nobody') }, 'unknown-customer'],
  ])('that redeems %s is refused and writes nothing', async (_, asked, reason) => {
    const shop = await withPoints(500);
    const before = await shop.entries();
    expect(await shop.post({ kind: 'redeem', operation: 'x', ...asked })).toMatchObject({
      kind: 'refused',
      reason,
    });
    expect(await shop.entries()).toEqual(before);
  });

  it('is refused where no programme is published', async () => {
    const shop = aLoyaltyWorld(null);
    await shop.order();
    expect(await shop.post({ kind: 'award', operation: 'x' })).toMatchObject({
      kind: 'refused',
      reason: 'no-programme',
    });
  });

  it('that takes away more than there is leaves a debt', async () => {
    const shop = await withPoints(100);
    await shop.post({ kind: 'adjust', operation: 'down', points: -250 });
    expect(await shop.account()).toMatchObject({ available: -150, lots: [{ op: 'order:order-1:earn' }] });
    expect((await shop.books()).balanced).toBe(true);
  });
});

describe('a release', () => {
  it('gives back what the redemption took, with the days it would have lapsed, and once', async () => {
    const shop = await withPoints(200);
    await shop.until(NOW + 30 * DAY_MS);
    await shop.post({ kind: 'adjust', operation: 'later', points: 300 });
    const before = (await shop.account())?.lots;
    await shop.post({ kind: 'redeem', operation: 'cart', points: 400 });
    await shop.post({ kind: 'release', operation: 'cart' });
    await shop.post({ kind: 'release', operation: 'cart' });
    const after = (await shop.account())?.lots ?? [];
    const sums = (lots: typeof after | undefined) =>
      (lots ?? []).reduce<Record<string, number>>((all, lot) => {
        const at = String(lot.expiresAt);
        return { ...all, [at]: (all[at] ?? 0) + lot.points };
      }, {});
    expect(sums(after)).toEqual(sums(before));
    expect((await shop.books()).balanced).toBe(true);
  });

  it('ends the redemption: told again it is refused, and spends nothing', async () => {
    const shop = await withPoints(200);
    await shop.post({ kind: 'redeem', operation: 'cart', points: 200 });
    await shop.post({ kind: 'release', operation: 'cart' });
    expect(await shop.post({ kind: 'redeem', operation: 'cart', points: 200 })).toEqual({
      kind: 'refused',
      reason: 'released',
      available: 200,
    });
    expect(await shop.account()).toMatchObject({ available: 200 });
  });

  it('of what was never redeemed is refused', async () => {
    const shop = await withPoints(200);
    expect(await shop.post({ kind: 'release', operation: 'cart' })).toMatchObject({ reason: 'not-redeemed' });
  });
});

describe('redemptions at once', () => {
  it('spend what there is exactly once: of 50 that each want 100 of 730 points 7 succeed', async () => {
    const shop = await withPoints(730);
    const wanted = Array.from({ length: 50 }, (_, n) => `r${n}`);
    let left = wanted;
    let posted = 0;
    while (left.length > 0) {
      const results = await Promise.allSettled(
        left.map((operation) => shop.post({ kind: 'redeem', operation, points: 100 })),
      );
      posted += results.filter((one) => one.status === 'fulfilled' && one.value.kind === 'posted').length;
      left = left.filter((_, place) => results[place]?.status === 'rejected');
    }
    expect([posted, (await shop.account())?.available]).toEqual([7, 30]);
    expect((await shop.books()).balanced).toBe(true);
  });

  it('give up after twenty lost races, with a code that says so', async () => {
    const store = createMemoryStore();
    const shop = aLoyaltyWorld(aProgramme(), { ...store, commitStep: async () => 'conflict' });
    await shop.order();
    await expect(shop.post({ kind: 'award', operation: 'x' })).rejects.toThrow(PointsBusy);
    await expect(shop.post({ kind: 'award', operation: 'x' })).rejects.toMatchObject({ code: 'points-busy' });
  });
});

it('spends first what lapses first', async () => {
  const shop = await withPoints(300);
  await shop.until(NOW + 100 * DAY_MS);
  await shop.post({ kind: 'adjust', operation: 'later', points: 300 });
  await shop.post({ kind: 'redeem', operation: 'cart', points: 350 });
  expect((await shop.account())?.lots.map(({ op, points }) => [op, points])).toEqual([['adjust:later', 251]]);
});
