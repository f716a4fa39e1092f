import { describe, expect, it } from 'vitest';
import { grantOffer } from '../../../core/offer/grantOffer.ts';
import { redeemCoupon } from '../../../core/offer/useCoupon.ts';
import { COUPON_WORLDS } from '../../support/couponWorlds.ts';
import { aGrantAsked, atCheckout, know, offerDeps, someOffers } from '../../support/offerWorld.ts';

const TRIES = 200;

describe.each(COUPON_WORLDS)('a single-use code %s', (_where, open) => {
  it('is redeemed by exactly one of 200 who try at once, and paid for once', async () => {
    const { stores, close } = open();
    const [first] = stores;
    if (first === undefined) throw new Error('a world has a store');
    await know(first, 'maya');
    const offers = someOffers({ offer: { budgets: [{ money: 50_000, per: 'ever' }] } });
    const deps = offerDeps(first, offers);
    const granted = await grantOffer(deps, aGrantAsked());
    await deps.purse.close();
    const code = granted.kind === 'granted' ? (granted.grant.code ?? '') : '';
    const redeem = async (n: number) => {
      const mine = offerDeps(stores[n % stores.length] ?? first, offers);
      const asked = atCheckout({ code, orderId: `o-${n}` });
      const used = await redeemCoupon(mine, asked, { key: `k-${n}`, discountMinor: 900 });
      await mine.purse.close();
      return used;
    };
    const results = await Promise.all(Array.from({ length: TRIES }, (_, n) => redeem(n)));
    expect(results.filter(({ kind }) => kind === 'used')).toHaveLength(1);
    expect(results.filter((one) => one.kind === 'denied' && one.reason === 'used')).toHaveLength(TRIES - 1);
    const [budget] = await first.budgets();
    expect((budget?.leased ?? 0) - (budget?.inSlices ?? 0)).toBe(900);
    for (const store of stores) await store.close();
    close();
  });
});
