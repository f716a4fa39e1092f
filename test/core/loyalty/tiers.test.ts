import { describe, expect, it } from 'vitest';
import { reassess } from '../../../core/loyalty/runLoyalty.ts';
import { DAY_MS } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

const TIERS = aProgramme().tiers;

describe('a tier', () => {
  it('is reached the moment enough is spent, kept for its period and its grace, then left one step at a time', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a', amountMinor: 60_000 });
    const reached = await shop.account();
    expect(reached).toMatchObject({ tier: 'gold', tierSince: NOW });
    const until = reached?.tierUntil ?? 0;
    await shop.until(until + 30 * DAY_MS - 1);
    expect((await shop.account())?.tier).toBe('gold');
    await shop.until(until + 30 * DAY_MS);
    expect(await shop.account()).toMatchObject({ tier: 'silver', tierSince: until + 30 * DAY_MS });
    const second = (await shop.account())?.tierUntil ?? 0;
    await shop.until(second + 30 * DAY_MS);
    expect((await shop.account())?.tier).toBe('member');
    expect(
      (await shop.told()).filter(({ name }) => name === 'Tier Changed').map(({ properties }) => properties),
    ).toMatchObject([
      { from: 'member', to: 'gold', direction: 'up', until: '2027-03-10' },
      { from: 'gold', to: 'silver', direction: 'down', why: 'lapsed' },
      { from: 'silver', to: 'member', direction: 'down', until: null },
    ]);
  });

  it('falls to what is earned at once, where the programme says so', async () => {
    const qualify = { by: 'spend', windowMonths: 12, periodMonths: 12, graceDays: 0, downgrade: 'earned' };
    const shop = aLoyaltyWorld(aProgramme({ qualify }));
    await shop.order({ amountMinor: 60_000 });
    await shop.until((await shop.account())?.tierUntil ?? 0);
    expect((await shop.account())?.tier).toBe('member');
  });

  it('is kept for another period where it is earned again, also within the grace', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a', amountMinor: 60_000 });
    const until = (await shop.account())?.tierUntil ?? 0;
    await shop.until(until + 10 * DAY_MS);
    await shop.order({ id: 'b', amountMinor: 60_000 });
    const after = await shop.account();
    expect(after?.tier).toBe('gold');
    expect(after?.tierUntil).toBeGreaterThan(until + 300 * DAY_MS);
  });

  it('that is near is told once', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a', amountMinor: 16_000 });
    expect(await shop.told()).toEqual([]);
    await shop.order({ id: 'b', amountMinor: 1_500 });
    await shop.order({ id: 'c', amountMinor: 500 });
    const near = { tier: 'member', next: 'silver', missing: 2_500, by: 'spend' };
    expect(await shop.told()).toMatchObject([{ name: 'Tier Near', properties: near }]);
  });

  it('counts points where the programme says so', async () => {
    const tiers = [TIERS[0], { ...TIERS[1], from: 100 }];
    const shop = aLoyaltyWorld(
      aProgramme({ tiers, qualify: { by: 'points', windowMonths: 12, periodMonths: 12 } }),
    );
    await shop.order({ amountMinor: 9_900 });
    expect((await shop.account())?.tier).toBe('member');
    await shop.order({ id: 'b', amountMinor: 100 });
    expect((await shop.account())?.tier).toBe('silver');
  });

  it('counts only what lies within the window', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a', amountMinor: 15_000 });
    await shop.until(NOW + 366 * DAY_MS);
    await shop.order({ id: 'b', amountMinor: 15_000 });
    expect((await shop.account())?.tier).toBe('member');
  });
});

describe('a tier edited mid-period', () => {
  const raised = aProgramme({
    tiers: [TIERS[0], { ...TIERS[1], from: 30_000 }, { ...TIERS[2], from: 90_000 }],
  });

  it('takes nobody down before their time is over, whatever its threshold is now', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ amountMinor: 60_000 });
    const until = (await shop.account())?.tierUntil ?? 0;
    shop.publish(raised);
    expect(await reassess(shop.deps(), MAYA, NOW)).toBe('unchanged');
    await shop.order({ id: 'b', amountMinor: 100 });
    expect(await shop.account()).toMatchObject({ tier: 'gold', tierUntil: until });
    await shop.until(until + 30 * DAY_MS);
    expect((await shop.account())?.tier).toBe('silver');
  });

  it('takes people up with what next happens to them, or when everyone is reassessed', async () => {
    const shop = aLoyaltyWorld(raised);
    await shop.order({ amountMinor: 60_000 });
    expect((await shop.account())?.tier).toBe('silver');
    shop.publish(aProgramme());
    expect((await shop.account())?.tier).toBe('silver');
    expect(await reassess(shop.deps(), MAYA, NOW)).toBe('changed');
    expect((await shop.account())?.tier).toBe('gold');
  });

  it('that is gone is the next lower one that remains, until the same day', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ amountMinor: 60_000 });
    const until = (await shop.account())?.tierUntil;
    shop.publish(aProgramme({ tiers: [TIERS[0], TIERS[1]] }));
    await reassess(shop.deps(), MAYA, NOW);
    expect(await shop.account()).toMatchObject({ tier: 'silver', tierUntil: until });
    expect((await shop.told()).at(-1)).toMatchObject({ name: 'Tier Changed', properties: { why: 'edited' } });
  });

  it('is named by its version on every entry made after it', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ id: 'a' });
    shop.publish(raised, 2);
    await shop.order({ id: 'b' });
    expect((await shop.entries()).map(({ programme }) => programme)).toEqual([1, 2]);
  });
});
