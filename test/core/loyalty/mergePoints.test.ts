import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { DAY_MS } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { aLoyaltyWorld } from './given.ts';

const OLD = customerId('maya-old');

async function united(before: (shop: ReturnType<typeof aLoyaltyWorld>) => Promise<unknown> = async () => {}) {
  const shop = aLoyaltyWorld();
  await before(shop);
  await shop.order({ id: 'old', customerId: OLD, amountMinor: 25_000 });
  await shop.order({ id: 'new', amountMinor: 5_000 });
  await shop.until(NOW + 20 * DAY_MS);
  await shop.apply({
    kind: 'aliased',
    source: 'shop',
    messageId: 'alias',
    customerId: MAYA,
    previous: OLD,
    at: shop.world.now,
  });
  return shop;
}

describe('two profiles that become one', () => {
  it('hold their points together, and the higher tier', async () => {
    const shop = await united();
    expect(await shop.account()).toMatchObject({ available: 300, tier: 'silver' });
    expect(await shop.account(OLD)).toMatchObject({ available: 0, lots: [], mergedInto: MAYA });
    expect((await shop.entries(OLD)).at(-1)).toMatchObject({
      kind: 'transfer-out',
      legs: { available: -250, transferred: 250 },
    });
    expect((await shop.entries()).at(-1)).toMatchObject({
      kind: 'transfer-in',
      legs: { available: 250, transferred: -250 },
    });
    expect(await shop.books()).toMatchObject({ balanced: true, held: 300, programme: { transferred: 0 } });
  });

  it('take points for the id that is gone as the other’s', async () => {
    const shop = await united();
    const posted = await shop.post({ kind: 'award', operation: 'x', customerId: OLD, points: 40 });
    expect(posted).toMatchObject({ kind: 'posted', customerId: MAYA });
    expect((await shop.account())?.available).toBe(340);
    expect((await shop.account(OLD))?.available).toBe(0);
  });

  it('take an operation that is told again after the merge for the one it is', async () => {
    const award = { kind: 'award', operation: 'x', customerId: OLD, points: 40 } as const;
    const shop = await united(async (before) => {
      await before.order({ id: 'first', customerId: OLD, amountMinor: 100 });
      expect(await before.post(award)).toMatchObject({ kind: 'posted', customerId: OLD });
    });
    const { available } = (await shop.account()) ?? {};
    expect(await shop.post(award)).toMatchObject({ kind: 'duplicate', customerId: MAYA });
    expect(await shop.account()).toMatchObject({ available });
    expect((await shop.books()).balanced).toBe(true);
  });

  it('give back what an order of the other earned when it is refunded', async () => {
    const shop = await united();
    await shop.refund('old', 25_000);
    expect((await shop.account())?.available).toBe(50);
    await shop.refund('old', 25_000, { id: 'again' });
    expect((await shop.account())?.available).toBe(50);
    expect((await shop.books()).balanced).toBe(true);
  });

  it('count together toward the next tier', async () => {
    const shop = await united();
    await shop.order({ id: 'third', amountMinor: 30_000 });
    expect((await shop.account())?.tier).toBe('gold');
  });

  it('leave a closed account behind, even where the one that is gone had none', async () => {
    const shop = aLoyaltyWorld();
    const bare = customerId('bare');
    await shop.apply({
      kind: 'identified',
      source: 'shop',
      messageId: 'b',
      customerId: bare,
      at: NOW,
      traits: { size: 'M' },
    });
    await shop.order({ amountMinor: 5_000 });
    await shop.apply({
      kind: 'aliased',
      source: 'shop',
      messageId: 'a',
      customerId: MAYA,
      previous: bare,
      at: NOW,
    });
    expect(await shop.account(bare)).toMatchObject({ mergedInto: MAYA, entries: 0 });
    expect((await shop.books()).balanced).toBe(true);
  });
});
