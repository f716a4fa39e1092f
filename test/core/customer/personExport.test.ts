import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { beginErasure, finishErasure, wholeTraces } from '../../../core/customer/erasureTask.ts';
import { personExport } from '../../../core/customer/personExport.ts';
import { DOSSIER_KINDS, type DossierWrite } from '../../../core/dossier.ts';
import { type CustomerId, customerId } from '../../../core/ids.ts';
import { NO_CONSEQUENCES } from '../../../core/journey/occasion.ts';
import { grantOffer } from '../../../core/offer/grantOffer.ts';
import type { Store } from '../../../core/ports.ts';
import { picksWrite } from '../../../core/recommend/picks/pickLog.ts';
import { NO_STANDING, standingWrite } from '../../../core/segment/standing.ts';
import { DAY_MS, isoInstant } from '../../../core/time.ts';
import { caseDossier } from '../../../core/winback/winBackCase.ts';
import { collected } from '../../contract/given.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { aGrantAsked, know, offerDeps, someOffers } from '../../support/offerWorld.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { plantedCases } from '../../support/winBack.ts';
import { scratchFolder } from '../../adapters/sqlite/scratchFolder.ts';
import { aLoyaltyWorld } from '../loyalty/given.ts';

const OTHER = customerId('other');
const THEN = NOW - 3 * DAY_MS;

/** What segments, win-back and recommendations keep of one id. */
function kept(id: CustomerId): DossierWrite[] {
  const [planted] = plantedCases({ seed: 1, people: 1, effect: {} });
  if (planted === undefined) throw new Error('no case was planted');
  const views = { count: 2, sum: 35_000, first: THEN, last: NOW, newest: [NOW, 20_000, THEN, 15_000] };
  const standing = {
    ...NO_STANDING,
    rules: 1,
    segments: { berlin: THEN },
    lists: { staff: THEN },
    tallies: { own: { views } },
  };
  const items = [{ item: `tea-of-${id}`, method: 'popular' }];
  const list = { id: `list-${id}`, at: NOW, journey: 'hello', node: 'mail', model: 1, items };
  return [
    standingWrite(id, null, standing),
    picksWrite(id, null, [{ ...list, slot: 'discover', kind: 'personal' }]),
    { dossier: caseDossier({ ...planted, customerId: id, version: 1 }), expectedVersion: 0 },
  ];
}

/** Maya and another, who both hold something of every room. */
async function aShop(store: Store) {
  const loyalty = aLoyaltyWorld(undefined, store);
  await know(store, MAYA, OTHER);
  const offers = offerDeps(store, someOffers({ offer: { code: { kind: 'generated' } } }));
  for (const id of [MAYA, OTHER]) {
    await loyalty.order({ id: `order-of-${id}`, customerId: id });
    await loyalty.post({ kind: 'award', operation: `welcome-${id}`, customerId: id, points: 150 });
    await grantOffer(offers, aGrantAsked({ customerId: id, by: `gift-for-${id}` }));
    await store.commitStep({ ...NO_CONSEQUENCES, decisions: [], dossiers: kept(id) });
  }
}

const folder = scratchFolder();
const STORES: readonly [string, () => Store][] = [
  ['memory', () => createMemoryStore()],
  ['SQLite', () => openSqliteStore({ file: folder.fresh() })],
];

describe.each(STORES)('the export of a person from the %s store', (_, open) => {
  async function world() {
    const store = open();
    onTestFinished(() => store.close());
    await aShop(store);
    const deps = { store, addressKeyOf, places: [] };
    const tracesOf = async (id: CustomerId) => {
      const found = await store.findTraces(id);
      if (found === null) throw new Error(`nothing is known of ${id}`);
      return wholeTraces(found, addressKeyOf);
    };
    return { store, deps, tracesOf };
  }

  it('tells what every room of the business keeps of them, readably, and nothing of others', async () => {
    const { deps, tracesOf } = await world();
    const told = await personExport(deps, await tracesOf(MAYA), NOW);
    const [now, then] = [isoInstant(NOW), isoInstant(THEN)];
    expect(told).toMatchObject({
      segments: [
        {
          customer: MAYA,
          segments: { berlin: then },
          lists: { staff: then },
          tallies: [
            {
              what: 'views',
              count: 2,
              amount: 3.5,
              first: then,
              last: now,
              newest: [
                { at: now, amount: 2 },
                { at: then, amount: 1.5 },
              ],
            },
          ],
        },
      ],
      points: {
        accounts: [{ customer: MAYA, available: 150, qualifying: [{ day: now.slice(0, 10) }] }],
        entries: expect.arrayContaining([
          expect.objectContaining({ op: `award:welcome-${MAYA}`, at: now, legs: expect.anything() }),
          expect.objectContaining({ op: `order:order-of-${MAYA}:earn` }),
        ]),
      },
      offers: {
        given: [{ id: `gift-for-${MAYA}`, offer: 'ten-off', at: now }],
        coupons: [{ customer: MAYA, grant: `gift-for-${MAYA}` }],
        timesGiven: [{ id: 'ten-off', times: [now] }],
      },
      winBack: [{ customer: MAYA, sum: expect.anything() }],
      recommendations: [{ lists: [{ at: now, items: [{ item: `tea-of-${MAYA}` }] }] }],
    });
    expect(JSON.stringify(told)).not.toContain(`-${OTHER}`);
    for (const section of ['segments', 'points', 'offers', 'winBack', 'recommendations'])
      expect(told['contents']).toHaveProperty(section, expect.any(String));
  });

  it('holds what is kept under each of their ids, page after page', async () => {
    const { store, deps, tracesOf } = await world();
    const lists = Array.from({ length: 230 }, (_one, n): DossierWrite => {
      const id = String(n).padStart(3, '0');
      return {
        dossier: { kind: 'grant', id, customerId: MAYA, version: 1, body: { n } },
        expectedVersion: 0,
      };
    });
    for (let from = 0; from < lists.length; from += 20)
      await store.commitStep({
        ...NO_CONSEQUENCES,
        decisions: [],
        dossiers: lists.slice(from, from + 20),
      });
    const { ids, ...traces } = await tracesOf(MAYA);
    const told = await personExport(deps, { ...traces, ids: [...ids, OTHER] }, NOW);
    const { given } = Object(told['offers']);
    expect(given).toHaveLength(232);
    expect(new Set(given.map(({ id }: { id: string }) => id)).size).toBe(232);
    expect(JSON.stringify(told['recommendations'])).toContain(`tea-of-${OTHER}`);
  });

  it('leaves nothing to tell once they are erased, and all of others', async () => {
    const { store, deps, tracesOf } = await world();
    const before = await personExport(deps, await tracesOf(OTHER), NOW);
    const traces = await tracesOf(MAYA);
    const clock = { now: () => NOW, pause: () => Promise.resolve() };
    await finishErasure(deps, await beginErasure(deps, traces, MAYA, 'anna', NOW), clock);
    expect(await personExport(deps, traces, NOW)).toMatchObject({
      segments: [],
      points: { accounts: [], entries: [] },
      offers: { given: [], coupons: [], timesGiven: [] },
      winBack: [],
      recommendations: [],
    });
    for (const kind of DOSSIER_KINDS)
      expect(JSON.stringify(await collected(store.scanDossiers(kind)))).not.toContain(MAYA);
    expect(await personExport(deps, await tracesOf(OTHER), NOW)).toEqual(before);
  });
});
