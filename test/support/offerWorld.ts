/** A shop with offers, for tests: a document with one-line overrides, a store, and what grants and redemptions are made with. */
import { createHmac } from 'node:crypto';
import type * as z from 'zod';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { customerId } from '../../core/ids.ts';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import { Purse } from '../../core/message/purse.ts';
import { codeOfBytes } from '../../core/offer/code.ts';
import { type Offers, offersSchema } from '../../core/offer/definition.ts';
import type { GrantAsked, GrantDeps } from '../../core/offer/grantOffer.ts';
import type { AtCheckout } from '../../core/offer/useCoupon.ts';
import type { Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { aPerson, NOW } from './builders.ts';

export type OfferInput = z.input<typeof offersSchema>['offers'][number];

const TEN = {
  id: 'ten-off',
  name: { en: '10 off', 'zh-CN': '立减10' },
  gives: { kind: 'money-off', amountMinor: 1_000 },
} satisfies OfferInput;

export function anOffer(overrides: Partial<OfferInput> = {}): OfferInput {
  return { ...TEN, ...overrides };
}

/** One offer of 10.00 off, once a customer, with a code of their own. */
export function someOffers(
  overrides: Partial<z.input<typeof offersSchema>> & { readonly offer?: Partial<OfferInput> } = {},
): Offers {
  const { offer, ...others } = overrides;
  const assume = { orderMinor: 6_000, margin: 0.4 };
  return offersSchema.parse({ assume, offers: [anOffer(offer)], ...others });
}

export async function know(store: Store, ...ids: string[]): Promise<void> {
  await store.importPeople(
    ids.map((id) => ({ person: aPerson({ id: customerId(id), version: 0 }), consents: [] })),
  );
}

let purses = 0;

/** A worker of its own with each call. */
export function offerDeps(store: Store, offers: Offers = someOffers(), version = 1): GrantDeps {
  purses += 1;
  return {
    store,
    model: coldModel(DEFAULT_SETTINGS),
    settings: DEFAULT_SETTINGS,
    offers: { version, at: NOW, definition: offers },
    purse: new Purse(store, `w${purses}`, 1),
    codeFor: async (names) =>
      codeOfBytes(createHmac('sha256', 'secret').update(JSON.stringify(names)).digest()),
  };
}

export function aGrantAsked(overrides: Partial<GrantAsked> = {}): GrantAsked {
  return {
    customerId: customerId('maya'),
    offerId: 'ten-off',
    by: 'op-1',
    journeyId: null,
    now: NOW,
    ...overrides,
  };
}

export function atCheckout(overrides: Partial<AtCheckout> = {}): AtCheckout {
  return {
    code: '',
    customer: 'maya',
    order: { amountMinor: 8_000, items: [], deliveryMinor: null },
    orderId: 'o-1',
    now: NOW,
    ...overrides,
  };
}

export async function offerStore(...ids: string[]): Promise<Store> {
  const store = createMemoryStore();
  await know(store, ...(ids.length === 0 ? ['maya'] : ids));
  return store;
}
