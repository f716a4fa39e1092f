import { describe, expect, it } from 'vitest';
import { accountDossier } from '../../../core/loyalty/account.ts';
import { entryDossier, entryKey } from '../../../core/loyalty/entry.ts';
import { NO_CONSEQUENCES } from '../../../core/journey/occasion.ts';
import type { Dossier } from '../../../core/dossier.ts';
import { MAYA } from '../../support/builders.ts';
import { aLoyaltyWorld } from './given.ts';

async function withOrder() {
  const shop = aLoyaltyWorld();
  await shop.order({ amountMinor: 10_000 });
  const write = (dossier: Dossier) =>
    shop.store.commitStep({
      ...NO_CONSEQUENCES,
      decisions: [],
      dossiers: [{ dossier: { ...dossier, version: dossier.version + 1 }, expectedVersion: dossier.version }],
    });
  return { ...shop, write };
}

describe('a recount', () => {
  it('finds books that balance', async () => {
    const { books } = await withOrder();
    expect(await books()).toMatchObject({
      accounts: 1,
      entries: 1,
      held: 100,
      heldByEntries: 100,
      faults: [],
      balanced: true,
    });
  });

  it('tells of an account that says other than its entries', async () => {
    const shop = await withOrder();
    const account = await shop.account();
    if (account === null) throw new Error('there is an account');
    await shop.write(accountDossier(MAYA, { ...account, available: 50 }, 1));
    const { balanced, faults } = await shop.books();
    expect(balanced).toBe(false);
    expect(faults.map(({ customerId, what }) => `${customerId}: ${what}`)).toEqual([
      'maya: available is 50, its lots hold 0',
      'maya: available is 50, its entries sum to 0',
    ]);
  });

  it('tells of an entry whose legs do not sum to 0', async () => {
    const shop = await withOrder();
    const [entry] = await shop.entries();
    if (entry === undefined) throw new Error('there is an entry');
    await shop.write(entryDossier(MAYA, { ...entry, legs: { pending: 100, issued: -99 } }));
    const { balanced, faults } = await shop.books();
    expect([balanced, faults.map(({ what }) => what)]).toEqual([false, ['its entries do not sum to 0']]);
  });

  it('tells of an entry that is missing, or was slipped in', async () => {
    const shop = await withOrder();
    const [entry] = await shop.entries();
    if (entry === undefined) throw new Error('there is an entry');
    const dossier = { ...entryDossier(MAYA, { ...entry, op: 'extra', legs: {} }), version: 0 };
    await shop.write({ ...dossier, ...entryKey(MAYA, 'extra') });
    expect((await shop.books()).faults.map(({ what }) => what)).toEqual(['1 entries were made, 2 are there']);
  });
});
