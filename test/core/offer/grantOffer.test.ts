import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { importPool } from '../../../core/offer/importPool.ts';
import { grantOffer } from '../../../core/offer/grantOffer.ts';
import { DAY_MS, startOfDay, utcDay } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { aGrantAsked, type OfferInput, offerDeps, offerStore, someOffers } from '../../support/offerWorld.ts';

const BEN = customerId('ben');

async function grantOnce(offer: Partial<OfferInput>, asked: Parameters<typeof aGrantAsked>[0] = {}) {
  const store = await offerStore('maya', 'ben');
  return grantOffer(offerDeps(store, someOffers({ offer })), aGrantAsked(asked));
}

describe('a grant', () => {
  it('has a code of its own, a true deadline, and a fact that says so', async () => {
    const store = await offerStore();
    const deps = offerDeps(store, someOffers({ offer: { valid: { forAfterGrant: '10d' } } }));
    const granted = await grantOffer(deps, aGrantAsked());
    expect(granted).toMatchObject({
      kind: 'granted',
      repeated: false,
      grant: { offer: 'ten-off', until: startOfDay(utcDay(NOW) + 11), setAsideMinor: 1_000, state: 'open' },
    });
    expect(granted.kind === 'granted' && granted.grant.code).toMatch(/^[2-9A-Z]{6}(-[2-9A-Z]{6}){2}$/);
    const [fact] = await store.factsOf(MAYA, 1);
    expect(fact).toMatchObject({ kind: 'offer', body: { what: 'granted', offer: 'ten-off' } });
    expect((await store.tasks('offer'))[0]?.dueAt).toBe(startOfDay(utcDay(NOW) + 11));
  });

  it('is the same for the same operation, and takes of the budget once', async () => {
    const store = await offerStore();
    const offers = someOffers({ offer: { budgets: [{ money: 5_000, per: 'month' }], limits: {} } });
    const first = await grantOffer(offerDeps(store, offers), aGrantAsked());
    const deps = offerDeps(store, offers);
    const second = await grantOffer(deps, aGrantAsked({ now: NOW + 5 }));
    await deps.purse.close();
    expect(second).toMatchObject({ kind: 'granted', repeated: true });
    expect(second.kind === 'granted' && second.grant.code).toBe(first.kind === 'granted' && first.grant.code);
    const [budget] = await store.budgets();
    expect((budget?.leased ?? 0) - (budget?.inSlices ?? 0)).toBe(1_000);
  });

  it('is no worse for a later version of the offers', async () => {
    const store = await offerStore();
    await grantOffer(offerDeps(store), aGrantAsked());
    const less = someOffers({ offer: { gives: { kind: 'money-off', amountMinor: 1 } } });
    const again = await grantOffer(offerDeps(store, less, 2), aGrantAsked());
    expect(again).toMatchObject({ grant: { version: 1, gives: { amountMinor: 1_000 } } });
  });

  it.each<[string, Partial<OfferInput>, object]>([
    ['of a tier nobody has', { eligible: { tiers: ['gold'] } }, { reason: 'not-eligible', rule: 'tier' }],
    [
      'of a stage before any evaluation',
      { eligible: { stages: ['stability'] } },
      { reason: 'not-eligible', rule: 'stage' },
    ],
    ['of a grade', { eligible: { grades: ['A'] } }, { reason: 'not-eligible', rule: 'grade' }],
    [
      'of a value nobody knows',
      { eligible: { valueMinor: { min: 1 } } },
      { reason: 'not-eligible', rule: 'value' },
    ],
    [
      'of a segment they are not in',
      { eligible: { segments: ['vip'] } },
      { reason: 'not-eligible', rule: 'segment' },
    ],
    [
      'by a condition',
      { eligible: { when: { trait: 'city', equals: 'Paris' } } },
      { reason: 'not-eligible', rule: 'condition' },
    ],
    ['before it begins', { valid: { from: '2030-01-01' } }, { reason: 'not-yet' }],
    ['after it ended', { valid: { until: '2020-01-01' } }, { reason: 'ended' }],
    ['of an empty pool', { code: { kind: 'pool', pool: 'spring' } }, { reason: 'pool-empty' }],
    [
      'out of a budget of nothing',
      { budgets: [{ grants: 0, per: 'day' }] },
      { reason: 'budget', budget: 'offer/ten-off/grants-day' },
    ],
  ])('is refused %s', async (_what, offer, refusal) => {
    expect(await grantOnce(offer)).toEqual({ kind: 'refused', ...refusal });
  });

  it('is refused to a stranger, and of an offer there is not', async () => {
    expect(await grantOnce({}, { customerId: customerId('nobody') })).toMatchObject({
      reason: 'unknown-customer',
    });
    expect(await grantOnce({}, { offerId: 'eleven' })).toMatchObject({ reason: 'unknown-offer' });
  });

  it('is given as often as limits allow, and again once time has passed', async () => {
    const store = await offerStore();
    const limits = { ever: 3, within: { most: 1, within: '30d' } };
    const deps = offerDeps(store, someOffers({ offer: { limits } }));
    const at = async (by: string, days: number) => {
      const granted = await grantOffer(deps, aGrantAsked({ by, now: NOW + days * DAY_MS }));
      return granted.kind === 'granted' ? 'granted' : granted;
    };
    expect(await at('a', 0)).toBe('granted');
    expect(await at('b', 29)).toEqual({ kind: 'refused', reason: 'limit', limit: 'within' });
    expect(await at('b', 30)).toBe('granted');
    expect(await at('c', 60)).toBe('granted');
    expect(await at('d', 90)).toEqual({ kind: 'refused', reason: 'limit', limit: 'ever' });
  });

  it('is given once of fifty that ask at once where the limit is one', async () => {
    const store = await offerStore();
    const asked = Array.from({ length: 50 }, (_, n) =>
      grantOffer(offerDeps(store), aGrantAsked({ by: `op-${n}` })),
    );
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'granted')).toHaveLength(1);
  });

  it('takes each code of a pool once, fifty at a time, until none is left', async () => {
    const ids = Array.from({ length: 50 }, (_, n) => `c${n}`);
    const store = await offerStore(...ids);
    const lines = Array.from({ length: 40 }, (_, n) => ({ line: n + 1, code: `SPRING-${100 + n}` }));
    await importPool(store, 'spring', lines, NOW);
    const offers = someOffers({ offer: { code: { kind: 'pool', pool: 'spring' } } });
    const results = await Promise.all(
      ids.map((id) => grantOffer(offerDeps(store, offers), aGrantAsked({ customerId: customerId(id) }))),
    );
    const codes = results.flatMap((one) => (one.kind === 'granted' ? [one.grant.code] : []));
    expect(new Set(codes).size).toBe(40);
    expect(results.filter((one) => one.kind === 'refused' && one.reason === 'pool-empty')).toHaveLength(10);
  });

  it('differs by customer: no two have one code', async () => {
    const store = await offerStore('maya', 'ben');
    const deps = offerDeps(store);
    const codes = await Promise.all(
      [MAYA, BEN].map(async (id) => {
        const granted = await grantOffer(deps, aGrantAsked({ customerId: id }));
        return granted.kind === 'granted' ? granted.grant.code : null;
      }),
    );
    expect(new Set(codes).size).toBe(2);
  });
});
