import { describe, expect, it } from 'vitest';
import { chance } from '../../../core/chance.ts';
import { type CustomerId, customerId } from '../../../core/ids.ts';
import { freeCodes, poolHead, poolPages } from '../../../core/offer/couponPool.ts';
import { findGrant } from '../../../core/offer/findGrant.ts';
import { grantsUnder } from '../../../core/offer/grant.ts';
import { type GrantDeps, grantOffer } from '../../../core/offer/grantOffer.ts';
import { importPool } from '../../../core/offer/importPool.ts';
import { takeBackGrant } from '../../../core/offer/takeBack.ts';
import { redeemCoupon, voidCoupon } from '../../../core/offer/useCoupon.ts';
import type { Store } from '../../../core/ports.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { COUPON_WORLDS, type CouponWorld } from '../../support/couponWorlds.ts';
import {
  aGrantAsked,
  atCheckout,
  know,
  type OfferInput,
  offerDeps,
  offerStore,
  someOffers,
} from '../../support/offerWorld.ts';
import { seed } from '../../support/seed.ts';

const BEN = customerId('ben');
const POOL = { code: { kind: 'pool' as const, pool: 'spring' } };

class Shop {
  readonly stores: readonly Store[];
  private readonly offers;
  private turn = 0;
  constructor(stores: readonly Store[], offer: Partial<OfferInput> = POOL) {
    this.stores = stores;
    this.offers = someOffers({ offer: { limits: { ever: 1_000 }, ...offer } });
  }
  get store(): Store {
    const { stores } = this;
    this.turn += 1;
    const store = stores[this.turn % stores.length];
    if (store === undefined) throw new Error('a world has a store');
    return store;
  }
  fill(codes: number) {
    const lines = Array.from({ length: codes }, (_, n) => ({ line: n + 1, code: `SPRING-${100 + n}` }));
    return importPool(this.store, 'spring', lines, NOW);
  }
  /** By a process of its own. */
  async by<Result>(work: (deps: GrantDeps) => Promise<Result>): Promise<Result> {
    const deps = offerDeps(this.store, this.offers);
    const result = await work(deps);
    await deps.purse.close();
    return result;
  }
  async give(id: CustomerId, by: string): Promise<string | null> {
    const granted = await this.by((deps) => grantOffer(deps, aGrantAsked({ customerId: id, by })));
    return granted.kind === 'granted' ? granted.grant.code : null;
  }
  takeBack(id: CustomerId, by: string): Promise<void> {
    return this.by((deps) => takeBackGrant(deps, { customerId: id, by, now: NOW }));
  }
  redeem(id: CustomerId, code: string) {
    const asked = atCheckout({ customer: id, code, orderId: `o-${code}` });
    return this.by((deps) => redeemCoupon(deps, asked, { key: `k-${code}`, discountMinor: null }));
  }
  async free(): Promise<string[]> {
    const { store } = this;
    const known = await poolHead(store, 'spring');
    const codes: string[] = [];
    if (known !== null)
      for await (const { page } of poolPages(store, 'spring', known.head)) codes.push(...page.free);
    return codes.sort();
  }
  /** Codes of grants that stand. */
  async held(ids: readonly CustomerId[]): Promise<string[]> {
    const codes: string[] = [];
    for (const id of ids)
      for await (const { state, code } of grantsUnder(this.store, id))
        if (state === 'open' && code !== null) codes.push(code);
    return codes.sort();
  }
}

async function inWorld(open: () => CouponWorld, work: (shop: Shop) => Promise<void>): Promise<void> {
  const { stores, close } = open();
  try {
    await work(new Shop(stores));
  } finally {
    close();
  }
}

describe.each(COUPON_WORLDS)('a code of a pool that nobody was told of, %s,', (_where, open) => {
  it('goes back and is given to the next, whose it is alone', () =>
    inWorld(open, async (shop) => {
      await know(shop.store, 'maya', 'ben');
      await shop.fill(1);
      expect(await shop.give(MAYA, 'op-1')).toBe('SPRING-100');
      expect(await shop.give(BEN, 'op-2')).toBeNull();
      await shop.takeBack(MAYA, 'op-1');
      await shop.takeBack(MAYA, 'op-1');
      expect(await shop.free()).toEqual(['SPRING-100']);
      const asking = { code: 'SPRING-100', customer: MAYA, anybody: true, now: NOW };
      expect(await shop.by((deps) => findGrant(deps, asking))).toEqual({
        kind: 'refused',
        reason: 'unknown-code',
      });
      expect(await shop.give(BEN, 'op-2')).toBe('SPRING-100');
      expect(await shop.held([MAYA, BEN])).toEqual(['SPRING-100']);
      await shop.takeBack(MAYA, 'op-1');
      expect(await shop.free()).toEqual([]);
      expect(await shop.redeem(MAYA, 'SPRING-100')).toEqual({ kind: 'denied', reason: 'other-customer' });
      expect(await shop.redeem(BEN, 'SPRING-100')).toMatchObject({ kind: 'used' });
      await shop.takeBack(BEN, 'op-2');
      expect(await shop.free()).toEqual([]);
    }));

  it('goes back once and is never two people\u2019s, whoever gives and takes back at once', () =>
    inWorld(open, async (shop) => {
      const ids = Array.from({ length: 24 }, (_, n) => customerId(`c${n}`));
      await know(shop.store, ...ids);
      const codes = 30;
      await shop.fill(codes);
      const whole = [...(await shop.free())];
      for (let round = 0; round < 4; round += 1) {
        const takesBack = (n: number) => chance(seed, `${round}/${n}`) < 0.6;
        await Promise.all(
          ids.flatMap((id, n) => [
            shop.give(id, `op-${round}`),
            ...(round > 0 && takesBack(n) ? [0, 1].map(() => shop.takeBack(id, `op-${round - 1}`)) : []),
          ]),
        );
        const held = await shop.held(ids);
        expect(new Set(held).size).toBe(held.length);
        expect([...held, ...(await shop.free())].sort()).toEqual(whole);
      }
      for (let round = 0; round < 4; round += 1)
        await Promise.all(ids.flatMap((id) => [0, 1].map(() => shop.takeBack(id, `op-${round}`))));
      expect(await shop.free()).toEqual(whole);
      expect(await freeCodes(shop.store, 'spring')).toBe(codes);
    }));
});

describe('a code', () => {
  it('that a person of the shop took back was told, and does not go back', async () => {
    const shop = new Shop([await offerStore()]);
    await shop.fill(1);
    const code = (await shop.give(MAYA, 'op-1')) ?? '';
    const asked = { code, customer: MAYA, now: NOW };
    expect(await shop.by((deps) => voidCoupon(deps, asked))).toMatchObject({ wasReserved: true });
    await shop.takeBack(MAYA, 'op-1');
    expect(await shop.free()).toEqual([]);
  });

  it('that was generated goes into no pool, and is void', async () => {
    const shop = new Shop([await offerStore()], { code: { kind: 'generated' } });
    await shop.fill(1);
    const code = (await shop.give(MAYA, 'op-1')) ?? '';
    await shop.takeBack(MAYA, 'op-1');
    expect(await shop.free()).toEqual(['SPRING-100']);
    expect(await shop.redeem(MAYA, code)).toEqual({ kind: 'denied', reason: 'void' });
  });

  it('that went back is a duplicate where it is imported again', async () => {
    const shop = new Shop([await offerStore()]);
    await shop.fill(2);
    await shop.give(MAYA, 'op-1');
    await shop.takeBack(MAYA, 'op-1');
    expect(await shop.fill(2)).toMatchObject({ accepted: 0, duplicates: 2, free: 2 });
  });
});
