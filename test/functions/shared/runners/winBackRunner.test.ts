/** An end settles the points of the customer in the ledger before its case closes. */
import { describe, expect, it } from 'vitest';
import { readAccount } from '../../../../core/loyalty/change.ts';
import { postPoints } from '../../../../core/loyalty/postPoints.ts';
import { entriesOf, recount } from '../../../../core/loyalty/recount.ts';
import { customerId } from '../../../../core/ids.ts';
import { publishPart } from '../../../../core/programme/programme.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { aProgramme } from '../../../core/loyalty/given.ts';
import { anOrder } from '../../../support/builders.ts';
import { aWinBackShop, LATE } from '../../../support/winBackShop.ts';

const WHO = customerId('c3');

/** Twelve who hold 500 points each, of whom one moved away and is to be ended. */
async function aShop(pointsAtEnd: 'forfeit' | 'wait') {
  const shop = await aWinBackShop({ pointsAtEnd });
  const { store, container } = shop;
  const programme = JSON.parse(JSON.stringify(aProgramme()));
  await publishPart(store, 'loyalty', programme, shop.clock.now);
  const post = async (
    id: string,
    posting: { kind: 'award' | 'redeem'; operation: string; points: number },
  ) => {
    const { book } = await container.inForce();
    const deps = { store, book, settings: container.settings };
    return postPoints(deps, { customerId: customerId(id), at: shop.clock.now, ...posting });
  };
  for (let n = 0; n < 12; n += 1) await post(`c${n}`, { kind: 'award', operation: 'welcome', points: 500 });
  const moved = { messageId: 'moved', name: 'Customer Moved', source: 'test', at: LATE - 60_000 };
  await shop.tell({ kind: 'tracked', customerId: WHO, properties: {}, ...moved });
  return {
    ...shop,
    post,
    account: async () => (await readAccount(store, WHO)).account,
    /** Points the entries of an operation moved, by the ledger account. */
    writtenOff: async () => {
      const legs = [];
      for await (const entry of entriesOf(store, WHO)) if (entry.kind === 'adjust') legs.push(entry.legs);
      return legs;
    },
    later: async (at: number) => {
      shop.clock.now = at;
      await shop.wave();
      return (await shop.casesOf(WHO))[0];
    },
  };
}

describe('the points of who is ended', () => {
  it('are written off once where the policy forfeits them, and the books balance', async () => {
    const shop = await aShop('forfeit');
    await shop.night();
    expect(await shop.later(LATE)).toMatchObject({ verdict: 'end', status: 'closed', closedBecause: 'end' });
    expect(await shop.account()).toMatchObject({ available: 0, pending: 0, lots: [] });
    expect(await shop.writtenOff()).toEqual([{ available: -500, adjusted: 500 }]);
    const books = await recount(shop.store);
    expect(books).toMatchObject({ balanced: true, faults: [], held: 11 * 500, heldByEntries: 11 * 500 });
    await shop.later(LATE + 8 * DAY_MS);
    expect(await shop.writtenOff()).toHaveLength(1);
  });

  it('are waited for where the policy says so, until they are spent', async () => {
    const shop = await aShop('wait');
    await shop.night();
    expect(await shop.later(LATE)).toMatchObject({ status: 'settling', waitsFor: ['points'] });
    expect(await shop.account()).toMatchObject({ available: 500 });
    await shop.post(WHO, { kind: 'redeem', operation: 'cart', points: 500 });
    expect(await shop.later(LATE + 7 * DAY_MS)).toMatchObject({ status: 'closed', waitsFor: [] });
    expect(await shop.writtenOff()).toEqual([]);
    expect((await recount(shop.store)).balanced).toBe(true);
  });

  it('stay theirs where they order before it is settled', async () => {
    const shop = await aShop('forfeit');
    await shop.night();
    const order = anOrder({ id: 'back', customerId: WHO, at: LATE + 1, amountMinor: 2_000 });
    shop.clock.now = LATE + 2;
    await shop.tell({ kind: 'order', source: 'test', messageId: 'b', customerId: WHO, at: LATE + 1, order });
    expect(await shop.later(LATE + 3)).toMatchObject({
      status: 'closed',
      closedBecause: 'ordered',
      blockedUntil: null,
      outcome: null,
    });
    expect(await shop.account()).toMatchObject({ available: 500, pending: 20 });
    expect(await recount(shop.store)).toMatchObject({ balanced: true, held: 12 * 500 + 20 });
  });
});
