import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import { customerId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { grantOffer } from '../../../core/offer/grantOffer.ts';
import { redeemCoupon, RESERVED_MS } from '../../../core/offer/useCoupon.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { MINUTE_MS, startOfDay, utcDay } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { aShop, Shop, WITH_BUDGET } from '../../support/couponShop.ts';
import {
  aGrantAsked,
  atCheckout,
  type OfferInput,
  offerDeps,
  offerStore,
  someOffers,
} from '../../support/offerWorld.ts';

describe('a coupon', () => {
  it('tells what it takes off, and changes nothing', async () => {
    const shop = await aShop();
    expect(await shop.validate()).toMatchObject({ kind: 'valid', applied: { discountMinor: 1_000 } });
    expect(await shop.validate({ code: ` ${shop.code.toLowerCase().replaceAll('-', ' ')} ` })).toMatchObject({
      kind: 'valid',
    });
  });

  it.each([
    ['nobody has', '222222-222222-222222'],
    ['with a wrong sign', 'AAAAAA-AAAAAA-AAAAAB'],
    ['of other signs', 'what is this?'],
    ['of no length', ''],
  ])('is unknown where it is one %s', async (_what, code) => {
    const shop = await aShop();
    const unknown = { kind: 'denied', reason: 'unknown-code' };
    expect(await shop.validate({ code })).toEqual(unknown);
    expect(await shop.redeem('k1', { code })).toEqual(unknown);
  });

  it('is redeemed once; the same key or order is told the same', async () => {
    const shop = await aShop();
    expect(await shop.redeem('k1')).toMatchObject({
      kind: 'used',
      repeated: false,
      mark: { discountMinor: 1_000 },
    });
    expect(await shop.redeem('k1')).toMatchObject({ kind: 'used', repeated: true });
    expect(await shop.redeem('k2')).toMatchObject({ kind: 'used', repeated: true });
    expect(await shop.redeem('k3', { orderId: 'o-2' })).toEqual({ kind: 'denied', reason: 'used' });
    expect(await shop.redeem('k1', { orderId: 'o-2' })).toEqual({ kind: 'denied', reason: 'key-reused' });
  });

  it('refuses another order under the key of a reservation, and keeps what was reserved', async () => {
    const shop = await aShop();
    await shop.reserve('k1');
    expect(await shop.redeem('k1', { orderId: 'o-2' })).toEqual({ kind: 'denied', reason: 'key-reused' });
    expect(await shop.redeem('k1')).toMatchObject({ kind: 'used', repeated: false, mark: { order: 'o-1' } });
  });

  it('is redeemed for the order its key reserved for, where none is named', async () => {
    const shop = await aShop();
    await shop.reserve('k1');
    const redeemed = { kind: 'used', mark: { order: 'o-1' } };
    expect(await shop.redeem('k1', { orderId: null })).toMatchObject({ ...redeemed, repeated: false });
    expect(await shop.redeem('k1', { orderId: null })).toMatchObject({ ...redeemed, repeated: true });
    expect(await shop.redeem('k1')).toMatchObject({ ...redeemed, repeated: true });
  });

  it('is redeemed by exactly one of 200 who try at once', async () => {
    const shop = await aShop(WITH_BUDGET);
    const tries = Array.from({ length: 200 }, (_, n) => shop.redeem(`k${n}`, { orderId: `o-${n}` }));
    const results = await Promise.all(tries);
    expect(results.filter(({ kind }) => kind === 'used')).toHaveLength(1);
    expect(results.filter((one) => one.kind === 'denied' && one.reason === 'used')).toHaveLength(199);
    expect(await shop.used()).toBe(1_000);
  });

  it('is reserved for one, free again when released or lapsed, and redeemed by its own reservation', async () => {
    const shop = await aShop();
    expect(await shop.reserve('r1')).toMatchObject({
      kind: 'used',
      repeated: false,
      mark: { until: NOW + RESERVED_MS },
    });
    expect(await shop.reserve('r1')).toMatchObject({ repeated: true });
    expect(await shop.reserve('r2', { orderId: 'o-2' })).toEqual({ kind: 'denied', reason: 'reserved' });
    expect(await shop.redeem('k2', { orderId: 'o-2' })).toEqual({ kind: 'denied', reason: 'reserved' });
    expect(await shop.release('r1')).toMatchObject({ kind: 'released', wasReserved: true });
    expect(await shop.release('r1')).toMatchObject({ kind: 'released', wasReserved: false });
    expect(await shop.reserve('r2', { orderId: 'o-2' })).toMatchObject({ kind: 'used' });
    const later = NOW + RESERVED_MS;
    expect(await shop.reserve('r3', { orderId: 'o-3', now: later })).toMatchObject({ kind: 'used' });
    expect(await shop.redeem('k3', { orderId: 'o-3', now: later + 1 })).toMatchObject({
      kind: 'used',
      repeated: false,
    });
    expect(await shop.release('k3')).toEqual({ kind: 'denied', reason: 'used' });
  });

  it('may still be redeemed by who reserved it in time', async () => {
    const shop = await aShop({ valid: { forAfterGrant: '10d' } });
    const end = startOfDay(utcDay(NOW) + 11);
    expect(await shop.redeem('k', { orderId: 'o-9', now: end })).toEqual({
      kind: 'denied',
      reason: 'expired',
    });
    await shop.reserve('r', { now: end - MINUTE_MS });
    expect(await shop.redeem('k', { now: end + MINUTE_MS })).toMatchObject({ kind: 'used' });
  });

  it('is its customer\u2019s own, unless it may be handed on', async () => {
    const shop = await aShop();
    expect(await shop.redeem('k', { customer: 'ben' })).toEqual({ kind: 'denied', reason: 'other-customer' });
    expect(await shop.redeem('k', { customer: null })).toEqual({ kind: 'denied', reason: 'other-customer' });
    const handed = await aShop({ transferable: true });
    expect(await handed.redeem('k', { customer: null })).toMatchObject({ kind: 'used' });
  });

  it('is of no use once it was taken back, and gives back what was set aside', async () => {
    const shop = await aShop(WITH_BUDGET);
    expect(await shop.used()).toBe(1_000);
    expect(await shop.void()).toMatchObject({ kind: 'released', wasReserved: true });
    expect(await shop.redeem('k')).toEqual({ kind: 'denied', reason: 'void' });
    expect(await shop.used()).toBe(0);
  });

  it('costs what it took off in fact, and never more than was promised', async () => {
    const shop = await aShop(WITH_BUDGET);
    expect(await shop.redeem('k', {}, 1_001)).toEqual({
      kind: 'denied',
      reason: 'discount-too-high',
      discountMinor: 1_000,
    });
    expect(await shop.redeem('k', {}, 700)).toMatchObject({ kind: 'used', mark: { costMinor: 700 } });
    expect(await shop.used()).toBe(700);
  });

  it('needs an order it applies to', async () => {
    const shop = await aShop({ gives: { kind: 'money-off', amountMinor: 1_000, leastOrderMinor: 9_000 } });
    expect(await shop.redeem('k')).toEqual({ kind: 'denied', reason: 'order-too-small' });
    const order = { amountMinor: 9_000, items: [], deliveryMinor: null };
    expect(await shop.redeem('k', { order })).toMatchObject({ kind: 'used' });
  });

  it('of a large order takes more out of the budget, or is refused where that is spent', async () => {
    const gives = { kind: 'percent-off' as const, percent: 10 };
    const shop = await aShop({ gives, budgets: [{ money: 1_000, per: 'ever' }] });
    expect(await shop.used()).toBe(600);
    const large = { amountMinor: 20_000, items: [], deliveryMinor: null };
    expect(await shop.redeem('k', { order: large })).toEqual({
      kind: 'denied',
      reason: 'budget',
      budget: 'offer/ten-off/money-ever',
    });
    const fits = { amountMinor: 10_000, items: [], deliveryMinor: null };
    expect(await shop.redeem('k', { order: fits })).toMatchObject({ kind: 'used' });
    expect(await shop.used()).toBe(1_000);
  });
});

describe('a code everybody shares', () => {
  const SHARED = { code: { kind: 'shared' as const, code: 'WELCOME10', mostRedemptions: 3 } };

  async function sharedShop(offer: Partial<OfferInput> = {}, customers = 10) {
    const ids = Array.from({ length: customers }, (_, n) => `c${n}`);
    const store = await offerStore(...ids);
    return { ids, shop: new Shop(store, someOffers({ offer: { ...SHARED, ...offer } }), 'WELCOME10') };
  }

  it('is redeemed as often as the shop says, whoever tries at once', async () => {
    const { ids, shop } = await sharedShop();
    const results = await Promise.all(
      ids.map((id, n) => shop.redeem(`k${n}`, { customer: id, orderId: `o-${n}` })),
    );
    expect(results.filter(({ kind }) => kind === 'used')).toHaveLength(3);
  });

  it('is each customer\u2019s once, and twice where limits say so', async () => {
    const { shop } = await sharedShop();
    expect(await shop.redeem('a', { customer: 'c1' })).toMatchObject({ kind: 'used' });
    expect(await shop.redeem('b', { customer: 'c1', orderId: 'o-2' })).toEqual({
      kind: 'denied',
      reason: 'used',
    });
    const twice = await sharedShop({ limits: { ever: 2 } });
    expect(await twice.shop.redeem('a', { customer: 'c1' })).toMatchObject({ repeated: false });
    expect(await twice.shop.redeem('b', { customer: 'c1', orderId: 'o-2' })).toMatchObject({
      repeated: false,
    });
    expect(await twice.shop.redeem('a', { customer: 'c1' })).toMatchObject({ repeated: true });
    expect(await twice.shop.redeem('c', { customer: 'c1', orderId: 'o-3' })).toEqual({
      kind: 'denied',
      reason: 'used',
    });
  });

  it('asks who redeems it, and whether they may have it', async () => {
    const { shop } = await sharedShop({ eligible: { tiers: ['gold'] } });
    expect(await shop.redeem('a', { customer: null })).toEqual({
      kind: 'denied',
      reason: 'unknown-customer',
    });
    expect(await shop.validate({ customer: 'c1' })).toMatchObject({ reason: 'not-granted' });
    expect(await shop.redeem('a', { customer: 'c1' })).toMatchObject({
      reason: 'not-granted',
      why: { rule: 'tier' },
    });
  });
});

it('an offer without a code is redeemed by the customer it was granted to', async () => {
  const shop = await aShop({ code: { kind: 'none' } });
  expect(await shop.redeem('a', { customer: 'ben' })).toEqual({ kind: 'denied', reason: 'unknown-code' });
  expect(await shop.redeem('a', { customer: MAYA })).toMatchObject({ kind: 'used' });
});

it('a coupon of somebody whose two ids turned out to be one is theirs under either', async () => {
  const store = await offerStore('maya', 'ben');
  const deps = offerDeps(store);
  const granted = await grantOffer(deps, aGrantAsked({ customerId: customerId('ben') }));
  const code = granted.kind === 'granted' ? (granted.grant.code ?? '') : '';
  const redeem = () => redeemCoupon(deps, atCheckout({ code }), { key: 'k', discountMinor: null });
  expect(await redeem()).toEqual({ kind: 'denied', reason: 'other-customer' });
  const events = { store, addressKeyOf, settings: DEFAULT_SETTINGS, model: coldModel(DEFAULT_SETTINGS) };
  const alias = { kind: 'aliased', source: 'shop', messageId: 'm', previous: customerId('ben') } as const;
  await applyEvent(events, bookOf([]), { ...alias, customerId: MAYA, at: NOW }, NOW);
  expect(await grantOffer(deps, aGrantAsked({ by: 'op-2' }))).toMatchObject({ reason: 'limit' });
  expect(await redeem()).toMatchObject({ kind: 'used', repeated: false });
});

it('a coupon of somebody who was erased is unknown, and nothing of theirs is kept', async () => {
  const shop = await aShop();
  const traces = await shop.store.findTraces(MAYA);
  await shop.store.eraseRows({ ids: traces?.ids ?? [], staleBefore: NOW, limit: 100 });
  expect(await shop.redeem('k')).toEqual({ kind: 'denied', reason: 'unknown-code' });
  expect(await shop.store.dossiersOf('grant', MAYA, { after: null, limit: 9 })).toEqual([]);
  expect(await shop.store.dossiersOf('offer-use', MAYA, { after: null, limit: 9 })).toEqual([]);
});
