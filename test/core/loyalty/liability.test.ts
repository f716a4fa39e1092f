import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { liability } from '../../../core/loyalty/liability.ts';
import { DAY_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

const LOYALTY = { version: 1, definition: aProgramme() };

describe('what is owed', () => {
  it('is the sum of all accounts, by tier and by the month it lapses', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a', amountMinor: 30_000 });
    await shop.order({ id: 'b', customerId: customerId('ben'), amountMinor: 5_000 });
    await shop.until(NOW + 20 * DAY_MS);
    await shop.order({ id: 'c', customerId: customerId('ben'), amountMinor: 2_000 });
    const owed = await liability(shop.store, LOYALTY, shop.world.now);
    expect(owed).toMatchObject({
      members: 2,
      pending: 20,
      available: 350,
      debt: 0,
      outstanding: 370,
      worthMinor: 370,
    });
    expect(owed.outstanding).toBe((await shop.books()).held);
    expect(owed.outstandingByEntries).toBe(owed.outstanding);
    expect(owed.byTier).toEqual([
      { tier: 'member', members: 1, pending: 20, available: 50, worthMinor: 70 },
      { tier: 'silver', members: 1, pending: 0, available: 300, worthMinor: 300 },
    ]);
    expect(owed.byExpiry).toEqual([{ month: '2027-03', points: 370, worthMinor: 370 }]);
    expect(owed.breakage).toMatchObject({ rate: null, points: 0 });
  });

  it('states debts apart: they lower nothing that is owed to others', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a', amountMinor: 10_000 });
    await shop.order({ id: 'b', customerId: customerId('ben'), amountMinor: 5_000 });
    await shop.until(NOW + 20 * DAY_MS);
    await shop.post({ kind: 'redeem', operation: 'x', points: 100 });
    await shop.refund('a', 10_000);
    const owed = await liability(shop.store, LOYALTY, shop.world.now);
    expect(owed).toMatchObject({ available: 50, debt: 100, outstanding: -50, worthMinor: 50 });
    expect(owed.outstandingByEntries).toBe(-50);
  });

  it('expects as much breakage as there was, once enough points have come to their day', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a', amountMinor: 1_500_000 });
    await shop.until(NOW + 20 * DAY_MS);
    await shop.post({ kind: 'redeem', operation: 'x', points: 12_000 });
    await shop.until(NOW + 366 * DAY_MS);
    await shop.order({ id: 'b', amountMinor: 100_000 });
    const { breakage } = await liability(shop.store, LOYALTY, shop.world.now);
    expect(breakage).toMatchObject({ rate: 0.2, basisPoints: 15_000, expiredPoints: 3_000 });
    expect(breakage.points).toBe(Math.floor(1_500 * 0.2));
  });
});
