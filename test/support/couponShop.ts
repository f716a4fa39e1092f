/** A shop in which maya was granted an offer, and what a checkout does with her code, each time as a worker of its own. */
import type { Offers } from '../../core/offer/definition.ts';
import { type GrantDeps, grantOffer } from '../../core/offer/grantOffer.ts';
import {
  type AtCheckout,
  redeemCoupon,
  releaseCoupon,
  RESERVED_MS,
  reserveCoupon,
  returnCoupon,
  validateCoupon,
  voidCoupon,
} from '../../core/offer/useCoupon.ts';
import type { Refund } from '../../core/offer/uses.ts';
import type { Store } from '../../core/ports.ts';
import { aGrantAsked, atCheckout, type OfferInput, offerDeps, offerStore, someOffers } from './offerWorld.ts';

export class Shop {
  readonly store: Store;
  readonly offers: Offers;
  readonly code: string;
  constructor(store: Store, offers: Offers, code: string) {
    this.store = store;
    this.offers = offers;
    this.code = code;
  }
  /** By a worker of its own, who gives back what they leased and did not spend. */
  private async by<Result>(work: (deps: GrantDeps) => Promise<Result>): Promise<Result> {
    const deps = offerDeps(this.store, this.offers);
    const result = await work(deps);
    await deps.purse.close();
    return result;
  }
  private asked(overrides: Partial<AtCheckout>): AtCheckout {
    return atCheckout({ code: this.code, ...overrides });
  }
  redeem(key: string, overrides: Partial<AtCheckout> = {}, discountMinor: number | null = null) {
    return this.by((deps) => redeemCoupon(deps, this.asked(overrides), { key, discountMinor }));
  }
  reserve(key: string, overrides: Partial<AtCheckout> = {}) {
    return this.by((deps) => reserveCoupon(deps, this.asked(overrides), { key, ttlMs: RESERVED_MS }));
  }
  release(key: string, overrides: Partial<AtCheckout> = {}) {
    return this.by((deps) => releaseCoupon(deps, this.asked(overrides), key));
  }
  validate(overrides: Partial<AtCheckout> = {}) {
    return this.by((deps) => validateCoupon(deps, this.asked(overrides)));
  }
  void() {
    return this.by((deps) => voidCoupon(deps, this.asked({})));
  }
  giveBack(refund: Partial<Refund> = {}) {
    const whole = { order: 'o-1', id: 'r-1', minor: 8_000, orderMinor: 8_000 };
    return this.by((deps) => returnCoupon(deps, this.asked({}), { ...whole, ...refund }));
  }
  /** Out of the budget and not in a slice. */
  async used() {
    const [budget] = await this.store.budgets();
    return (budget?.leased ?? 0) - (budget?.inSlices ?? 0);
  }
}

export async function aShop(offer: Partial<OfferInput> = {}): Promise<Shop> {
  const store = await offerStore('maya', 'ben');
  const offers = someOffers({ offer });
  const deps = offerDeps(store, offers);
  const granted = await grantOffer(deps, aGrantAsked());
  await deps.purse.close();
  const code = granted.kind === 'granted' ? (granted.grant.code ?? 'offer:ten-off') : '';
  return new Shop(store, offers, code);
}

export const WITH_BUDGET = { budgets: [{ money: 100_000, per: 'ever' as const }] };
