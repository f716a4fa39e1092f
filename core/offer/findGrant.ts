/**
 * What a code leads to: the grant it was made for, or the offer everybody may use it for. A code that is not there, one with a wrong
 * sign in it and one of a pool that was given to nobody are told apart from each other by nobody. A customer is who they
 * were when the offer was granted, under whatever id.
 */
import type { Person } from '../customer/person.ts';
import type { DossierStore } from '../dossier.ts';
import { type CustomerId, isCustomerId } from '../ids.ts';
import type { PeopleStore } from '../ports.ts';
import { keptCode } from './code.ts';
import { couponKey } from './couponPool.ts';
import type { Offer, Offers } from './definition.ts';
import { couponState, type Grant, grantIn, grantKey, grantsUnder } from './grant.ts';
import type { Instant } from '../time.ts';

export interface FindDeps {
  readonly store: Pick<DossierStore, 'loadDossiers' | 'dossiersOf'> & Pick<PeopleStore, 'loadProfile'>;
  readonly offers: { readonly definition: Offers } | null;
}

/** An offer without a code is named so at the checkout. */
const BY_OFFER = /^offer:([a-z][a-z0-9-]*)$/;

export type Found =
  | {
      readonly kind: 'grant';
      readonly grant: Grant;
      readonly holder: Person;
      /** Of a code for everybody: it may be granted once more, after so many. */
      readonly again: { readonly offer: Offer; readonly after: number } | null;
    }
  /** Nothing was granted yet: using it grants it. */
  | { readonly kind: 'offer'; readonly offer: Offer; readonly holder: Person }
  | { readonly kind: 'refused'; readonly reason: 'unknown-code' | 'other-customer' | 'unknown-customer' };

const UNKNOWN: Found = { kind: 'refused', reason: 'unknown-code' };

/** Grants of a person under all their ids, newest first. */
export async function grantsOf(deps: Pick<FindDeps, 'store'>, person: Person): Promise<Grant[]> {
  const grants: Grant[] = [];
  for (const id of [person.id, ...person.members])
    for await (const grant of grantsUnder(deps.store, id)) grants.push(grant);
  return grants.sort((a, b) => b.at - a.at);
}

/** Whose code it is, and what for: a use that is repeated finds the grant it used. */
export interface Asking {
  readonly code: string;
  readonly customer: string | null;
  readonly key?: string;
  readonly orderId?: string | null;
  /** Whoever asks works for the shop. */
  readonly anybody?: boolean;
  readonly now: Instant;
}

/** The one it was used of before, else one that can be used, else the newest: it says why not. */
function mostUseful(grants: readonly Grant[], { key, orderId, now }: Asking): Grant | undefined {
  const isOf = ({ marks }: Grant) =>
    marks.some((mark) => mark.key === key || (orderId != null && mark.order === orderId));
  return grants.find(isOf) ?? grants.find((grant) => couponState(grant, now) === 'issued') ?? grants[0];
}

async function ofOffer(
  deps: FindDeps,
  offer: Offer,
  customer: CustomerId | null,
  asking: Asking,
): Promise<Found> {
  const holder = customer === null ? null : await deps.store.loadProfile(customer);
  if (holder === null) return { kind: 'refused', reason: 'unknown-customer' };
  const grants = (await grantsOf(deps, holder)).filter((grant) => grant.offer === offer.id);
  const grant = mostUseful(grants, asking);
  const isShared = offer.code.kind === 'shared';
  if (grant === undefined) return isShared ? { kind: 'offer', offer, holder } : UNKNOWN;
  return { kind: 'grant', grant, holder, again: isShared ? { offer, after: grants.length } : null };
}

async function ofCoupon(
  deps: FindDeps,
  code: string,
  asked: CustomerId | null,
  { anybody = false }: Asking,
): Promise<Found | null> {
  const { store } = deps;
  const [coupon] = await store.loadDossiers([couponKey(code)]);
  if (coupon == null || coupon.customerId === null) return null;
  const id = coupon.body['grant'];
  if (typeof id !== 'string') return null;
  const [dossier] = await store.loadDossiers([grantKey(coupon.customerId, id)]);
  const holder = await store.loadProfile(coupon.customerId);
  if (dossier == null || holder === null) return null;
  const grant = grantIn(dossier);
  if (grant.transferable || anybody) return { kind: 'grant', grant, holder, again: null };
  const who = asked === null ? null : await store.loadProfile(asked);
  if (who?.id !== holder.id) return { kind: 'refused', reason: 'other-customer' };
  return { kind: 'grant', grant, holder, again: null };
}

/** `customer`: whose order it is, as far as the checkout knows. */
export async function findGrant(deps: FindDeps, asking: Asking): Promise<Found> {
  const { code: typed, customer } = asking;
  const asked = customer !== null && isCustomerId(customer) ? customer : null;
  const offers = deps.offers?.definition.offers ?? [];
  const named = BY_OFFER.exec(typed)?.[1];
  if (named !== undefined) {
    const offer = offers.find(({ id, code }) => id === named && code.kind === 'none');
    return offer === undefined ? UNKNOWN : ofOffer(deps, offer, asked, asking);
  }
  const code = keptCode(typed);
  if (code === null) return UNKNOWN;
  const found = await ofCoupon(deps, code, asked, asking);
  if (found !== null) return found;
  const shared = offers.find((one) => one.code.kind === 'shared' && one.code.code === code);
  return shared === undefined ? UNKNOWN : ofOffer(deps, shared, asked, asking);
}
