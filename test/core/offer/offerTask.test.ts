import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bookOf } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { accountKey } from '../../../core/loyalty/account.ts';
import { offerCostOf } from '../../../core/offer/offerCost.ts';
import { grantOffer } from '../../../core/offer/grantOffer.ts';
import { reportOffers } from '../../../core/offer/offerReport.ts';
import { runOffer } from '../../../core/offer/offerTask.ts';
import { redeemCoupon, RESERVED_MS, reserveCoupon } from '../../../core/offer/useCoupon.ts';
import type { Store } from '../../../core/ports.ts';
import { publishPart, readProgramme } from '../../../core/programme/programme.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { type Instant, MINUTE_MS, startOfDay, utcDay } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { aGrantAsked, atCheckout, offerDeps, offerStore, someOffers } from '../../support/offerWorld.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';

const OFFERS = someOffers({
  offer: {
    valid: { forAfterGrant: '10d' },
    budgets: [
      { money: 5_000, per: 'ever' },
      { grants: 3, per: 'ever' },
    ],
  },
});
const END = startOfDay(utcDay(NOW) + 11);

async function granted() {
  const store = await offerStore();
  const deps = offerDeps(store, OFFERS);
  const result = await grantOffer(deps, aGrantAsked({ journeyId: 'second-order' }));
  await deps.purse.close();
  if (result.kind === 'refused') throw new Error(result.reason);
  return { store, deps, code: result.grant.code ?? '' };
}

async function runTasks(store: Store, now: Instant): Promise<string[]> {
  const { purse } = offerDeps(store, OFFERS);
  const events = { store, addressKeyOf, settings: DEFAULT_SETTINGS, model: coldModel(DEFAULT_SETTINGS) };
  const done: string[] = [];
  for (const task of await store.tasks('offer')) {
    if (task.dueAt === null || task.dueAt > now) continue;
    done.push(await runOffer({ ...events, purse }, bookOf([]), task, now));
  }
  return done;
}

async function used(store: Store): Promise<number[]> {
  return (await store.budgets()).map(({ leased, inSlices }) => leased - inSlices);
}

async function named(store: Store): Promise<unknown[]> {
  const facts = await store.factsOf(MAYA, 20);
  return facts.filter(({ kind }) => kind === 'event').map(({ body }) => body['name']);
}

describe('the task of a grant', () => {
  it('ends what nobody redeemed, gives back what was set aside, and says so once', async () => {
    const { store, deps, code } = await granted();
    expect(await used(store)).toEqual([1, 1_000]);
    expect(await runTasks(store, END - 1)).toEqual([]);
    expect(await runTasks(store, END)).toEqual(['done']);
    expect(await used(store)).toEqual([0, 0]);
    expect(await named(store)).toEqual(['Offer Expired']);
    const late = await redeemCoupon(deps, atCheckout({ code, now: END }), { key: 'k', discountMinor: null });
    expect(late).toEqual({ kind: 'denied', reason: 'expired' });
    expect(await store.tasks('offer')).toEqual([]);
  });

  it('tells of a redemption at once, and of no end afterwards', async () => {
    const { store, deps, code } = await granted();
    await redeemCoupon(deps, atCheckout({ code }), { key: 'k', discountMinor: null });
    expect(await runTasks(store, NOW)).toEqual(['done']);
    expect(await named(store)).toEqual(['Offer Redeemed']);
    expect(await runTasks(store, END)).toEqual([]);
    expect(await used(store)).toEqual([1, 1_000]);
  });

  it('told again after a crash tells journeys nothing twice', async () => {
    const { store, deps, code } = await granted();
    await redeemCoupon(deps, atCheckout({ code }), { key: 'k', discountMinor: null });
    const [task] = await store.tasks('offer');
    if (task === undefined) throw new Error('a redemption leaves a task');
    await runTasks(store, NOW);
    await store.putTask({ task, expectedVersion: 0 });
    await runTasks(store, NOW);
    expect(await named(store)).toEqual(['Offer Redeemed']);
  });

  it('waits for a reservation that is held over the end', async () => {
    const { store, deps, code } = await granted();
    const asked = atCheckout({ code, now: END - MINUTE_MS });
    await reserveCoupon(deps, asked, { key: 'r', ttlMs: RESERVED_MS });
    expect(await runTasks(store, END)).toEqual(['again']);
    expect(await used(store)).toEqual([1, 1_000]);
    expect(await runTasks(store, END - MINUTE_MS + RESERVED_MS)).toEqual(['done']);
    expect(await used(store)).toEqual([0, 0]);
  });
});

it('own points are posted with the redemption, once', async () => {
  const store = await offerStore();
  const source = readFileSync('workflows/loyalty.yaml', 'utf8');
  await publishPart(store, 'loyalty', parse(source), NOW);
  const book = { ...bookOf([]), programme: await readProgramme(store) };
  const gives = { kind: 'own-points' as const, points: 120, costMinor: 60 };
  const deps = offerDeps(store, someOffers({ offer: { gives } }));
  const result = await grantOffer(deps, aGrantAsked());
  const code = result.kind === 'granted' ? (result.grant.code ?? '') : '';
  await redeemCoupon(deps, atCheckout({ code }), { key: 'k', discountMinor: null });
  const events = { store, addressKeyOf, settings: DEFAULT_SETTINGS, model: coldModel(DEFAULT_SETTINGS) };
  const [task] = await store.tasks('offer');
  if (task === undefined) throw new Error('a redemption leaves a task');
  expect(await runOffer({ ...events, purse: deps.purse }, book, task, NOW)).toBe('done');
  await store.putTask({ task, expectedVersion: 0 });
  await runOffer({ ...events, purse: deps.purse }, book, task, NOW);
  const [account] = await store.loadDossiers([accountKey(MAYA)]);
  expect(account?.body['available']).toBe(120);
});

it('what offers cost is told by person, window and journey, and by offer', async () => {
  const { store, deps, code } = await granted();
  await redeemCoupon(deps, atCheckout({ code }), { key: 'k', discountMinor: 800 });
  const window = { from: NOW, until: NOW + 1 };
  expect(await offerCostOf(store, [MAYA], window)).toEqual({
    redemptions: 1,
    discountMinor: 800,
    costMinor: 800,
    besideMinor: 0,
  });
  expect(await offerCostOf(store, [MAYA], { from: NOW + 1, until: END })).toMatchObject({ costMinor: 0 });
  expect(await offerCostOf(store, [MAYA], window, 'another')).toMatchObject({ costMinor: 0 });
  expect(await offerCostOf(store, [MAYA], window, 'second-order')).toMatchObject({ costMinor: 800 });
  const [report] = await reportOffers(store, OFFERS, 'UTC', NOW);
  expect(report).toMatchObject({
    offer: 'ten-off',
    count: { granted: 1, redeemed: 1, redemptions: 1, open: 0, spentMinor: 800, heldMinor: 0 },
    redemptionRate: 1,
  });
  expect(report?.budgets.map(({ used: some, left }) => [some, left])).toEqual([
    [800, 4_200],
    [1, 2],
  ]);
});
