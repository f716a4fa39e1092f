import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_REFUNDS } from '../../../core/offer/grant.ts';
import { aShop, WITH_BUDGET } from '../../support/couponShop.ts';

describe('the use of a coupon', () => {
  it('comes back with a refunded order only where the offer says so', async () => {
    const kept = await aShop(WITH_BUDGET);
    await kept.redeem('k');
    expect(await kept.giveBack()).toMatchObject({ wasReserved: false });
    expect(await kept.redeem('k9', { orderId: 'o-9' })).toEqual({ kind: 'denied', reason: 'used' });
    const returned = await aShop({ ...WITH_BUDGET, returnOnRefund: true });
    await returned.redeem('k');
    expect(await returned.giveBack()).toMatchObject({ wasReserved: true });
    expect(await returned.giveBack()).toMatchObject({ wasReserved: false });
    expect(await returned.used()).toBe(1_000);
    expect(await returned.redeem('k9', { orderId: 'o-9' })).toMatchObject({ kind: 'used', repeated: false });
  });

  it('comes back with the refund that brings all of the order, however the order was split and told', async () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(parts, fc.infiniteStream(fc.nat()), async (minors, dice) => {
        const shop = await aShop({ ...WITH_BUDGET, returnOnRefund: true });
        await shop.redeem('k');
        const orderMinor = minors.reduce((sum, minor) => sum + minor, 0);
        const told = minors.map((minor, n) => ({ id: `r-${n}`, minor, orderMinor }));
        const [last, ...others] = told.toSorted(() => (dice.next().value % 3) - 1);
        // All but one, each told up to three times, the repeats in any order among the others.
        const repeats = others.flatMap((one) =>
          Array.from({ length: 1 + (dice.next().value % 3) }, () => one),
        );
        for (const refund of repeats.toSorted(() => (dice.next().value % 3) - 1)) await shop.giveBack(refund);
        expect(await shop.redeem('k2', { orderId: 'o-2' })).toEqual({ kind: 'denied', reason: 'used' });
        expect(await shop.giveBack(last)).toMatchObject({ wasReserved: true });
        for (const refund of told) expect(await shop.giveBack(refund)).toMatchObject({ wasReserved: false });
        expect(await shop.used()).toBe(1_000);
        expect(await shop.redeem('k2', { orderId: 'o-2' })).toMatchObject({ kind: 'used', repeated: false });
        expect(await shop.redeem('k3', { orderId: 'o-3' })).toEqual({ kind: 'denied', reason: 'used' });
      }),
      { numRuns: 60 },
    );
  });

  it('comes back once where all parts are told at once', async () => {
    const shop = await aShop({ ...WITH_BUDGET, returnOnRefund: true });
    await shop.redeem('k');
    const parts = Array.from({ length: 8 }, (_, n) => ({ id: `r-${n}`, minor: 1_000 }));
    await Promise.all(parts.map((part) => shop.giveBack(part)));
    expect(await shop.redeem('k2', { orderId: 'o-2' })).toMatchObject({ kind: 'used', repeated: false });
    expect(await shop.redeem('k3', { orderId: 'o-3' })).toEqual({ kind: 'denied', reason: 'used' });
    expect(await shop.used()).toBe(1_000);
  });

  it('counts a refund that is corrected as it was told last, and of one order no more parts than it keeps', async () => {
    const shop = await aShop({ returnOnRefund: true });
    await shop.redeem('k');
    await shop.giveBack({ minor: 7_000 });
    await shop.giveBack({ minor: 6_000 });
    expect(await shop.giveBack({ id: 'r-2', minor: 1_000 })).toMatchObject({ wasReserved: true });
    expect(await shop.validate()).toMatchObject({ kind: 'denied', reason: 'used' });
    for (let n = 3; n <= MOST_REFUNDS; n += 1) await shop.giveBack({ id: `r-${n}`, minor: 1 });
    expect(await shop.giveBack({ id: 'too many', minor: 1 })).toMatchObject({ wasReserved: false });
    expect(await shop.giveBack({ id: 'the rest', minor: 1_000 })).toMatchObject({ wasReserved: true });
    expect(await shop.validate()).toMatchObject({ kind: 'valid' });
  });
});
