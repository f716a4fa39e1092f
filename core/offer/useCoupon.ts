/**
 * A code at the checkout: what it takes off an order, reserved while the customer pays, redeemed with the order, released where
 * they leave; and what a person of the shop takes back. Each use is one commit under the grant's version, with what it takes from
 * budgets or gives back, so of any number that redeem a single-use code at once one does.
 */
import type { Person } from '../customer/person.ts';
import type { CustomerId } from '../ids.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { Instant } from '../time.ts';
import { applyBenefit, type AppliedBenefit, type NotApplicable, type OrderContext } from './benefit.ts';
import { tierOf } from './customerFacts.ts';
import { type Offer, offerNamed } from './definition.ts';
import { findGrant, type Found } from './findGrant.ts';
import { type Grant, grantWrite, type Mark } from './grant.ts';
import { type GrantDeps, grantOffer, type GrantRefusal, mayHave, offerFact } from './grantOffer.ts';
import { codeBudget, drawForChange, offerBudgets } from './offerBudgets.ts';
import { dueNow, offerTaskId } from './offerTask.ts';
import {
  redeemUse,
  type Refund,
  releaseUse,
  reserveUse,
  returnUse,
  type UseAsked,
  type UseChange,
  type UseRefusal,
  useRefusal,
  voidGrant,
} from './uses.ts';

/** What a checkout tells. */
export interface AtCheckout {
  /** As it was typed. */
  readonly code: string;
  readonly customer: string | null;
  readonly order: OrderContext;
  readonly orderId: string | null;
  /** Idempotency key of a use. */
  readonly key?: string;
  readonly now: Instant;
}

export type UseDenied =
  | { readonly reason: Extract<Found, { kind: 'refused' }>['reason'] | UseRefusal | NotApplicable }
  | { readonly reason: 'discount-too-high'; readonly discountMinor: number }
  | { readonly reason: 'budget'; readonly budget: string }
  | { readonly reason: 'not-granted'; readonly why: GrantRefusal };

export type Used =
  | { readonly kind: 'used'; readonly grant: Grant; readonly mark: Mark; readonly repeated: boolean }
  | ({ readonly kind: 'denied' } & UseDenied);

export class UseConflict extends Error {
  readonly code = 'coupon-conflict';
  constructor() {
    super(`the coupon changed ${MOST_TRIES} times while it was being used; send the same again`);
    this.name = 'UseConflict';
  }
}

const MOST_TRIES = 20;
export const RESERVED_MS = 15 * 60_000;

interface Held {
  readonly grant: Grant;
  readonly holder: Person;
  readonly again: { readonly offer: Offer; readonly after: number } | null;
}

type Looked = ({ readonly kind: 'held' } & Held) | ({ readonly kind: 'denied' } & UseDenied);

/** A code for everybody is granted to whoever uses it, under an operation of its own each time. */
async function grantNow(
  deps: GrantDeps,
  offer: Offer,
  holder: Person,
  after: number,
  now: Instant,
): Promise<Looked> {
  const by = `code/${offer.id}/${after + 1}`;
  const given = await grantOffer(deps, {
    customerId: holder.id,
    offerId: offer.id,
    by,
    journeyId: null,
    now,
  });
  if (given.kind === 'granted') return { kind: 'held', grant: given.grant, holder, again: null };
  const { kind: _kind, ...why } = given;
  return { kind: 'denied', reason: 'not-granted', why };
}

async function heldBy(deps: GrantDeps, asked: AtCheckout): Promise<Looked> {
  const found = await findGrant(deps, asked);
  switch (found.kind) {
    case 'refused':
      return { kind: 'denied', reason: found.reason };
    case 'grant':
      return { ...found, kind: 'held' };
    case 'offer':
      return grantNow(deps, found.offer, found.holder, 0, asked.now);
  }
}

async function appliedTo(
  deps: GrantDeps,
  { gives }: Pick<Grant, 'gives'>,
  customer: CustomerId,
  order: OrderContext,
): Promise<ReturnType<typeof applyBenefit>> {
  return applyBenefit(gives, order, gives.kind === 'differential' ? await tierOf(deps, customer) : null);
}

export type Validated =
  | {
      readonly kind: 'valid';
      readonly offer: string;
      readonly grant: Grant | null;
      readonly applied: AppliedBenefit;
    }
  | ({ readonly kind: 'denied' } & UseDenied);

/** What a code would do to an order. Changes nothing. */
export async function validateCoupon(deps: GrantDeps, asked: AtCheckout): Promise<Validated> {
  const found = await findGrant(deps, asked);
  if (found.kind === 'refused') return { kind: 'denied', reason: found.reason };
  const grant = found.kind === 'grant' ? found.grant : null;
  const refusal = grant === null ? null : useRefusal(grant, asked.now);
  if (refusal !== null) return { kind: 'denied', reason: refusal };
  const why = found.kind === 'offer' ? await mayHave(deps, found.holder, found.offer, asked.now) : null;
  if (why !== null) return { kind: 'denied', reason: 'not-granted', why };
  const what = found.kind === 'grant' ? found.grant : found.offer;
  const applied = await appliedTo(deps, what, found.holder.id, asked.order);
  if (applied.kind === 'not-applicable') return { kind: 'denied', reason: applied.why };
  return {
    kind: 'valid',
    offer: found.kind === 'grant' ? found.grant.offer : found.offer.id,
    grant,
    applied,
  };
}

/** One commit of a change; null where somebody else was first, and it is to be looked at again. */
async function commitUse(
  deps: GrantDeps,
  before: Grant,
  after: Grant,
  kind: 'redeemed' | 'other',
  now: Instant,
): Promise<'committed' | { readonly exhausted: string } | null> {
  const { store, purse, offers, settings } = deps;
  const offer = offers === null ? null : offerNamed(offers.definition, before.offer);
  const offered = offer === null ? [] : offerBudgets(offer, settings.shop.zone, now);
  const isRedeemed = kind === 'redeemed';
  const more = isRedeemed && offer !== null ? codeBudget(offer) : null;
  const drawn = await drawForChange(purse, { before, after }, offered, more, now);
  if (drawn.kind === 'exhausted') return { exhausted: drawn.budget };
  const task = isRedeemed ? dueNow(after, await store.loadTask(offerTaskId(after)), now) : null;
  const isVoid = before.state === 'open' && after.state === 'void';
  const result = await store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts: isVoid ? [offerFact(after, 'void', now)] : [],
    tasks: task === null ? [] : [task],
    dossiers: [grantWrite(after)],
    take: drawn.take,
    giveBack: drawn.giveBack,
  });
  if (result === 'committed') return 'committed';
  purse.putBack(drawn.take);
  return null;
}

type Work = (held: Held) => Promise<UseChange | ({ readonly kind: 'denied' } & UseDenied)>;

/** Where the grant there is was used up or ended, a code for everybody may be granted once more. */
async function onceMore(
  deps: GrantDeps,
  { holder, again }: Held,
  change: UseChange,
  now: Instant,
): Promise<Held | null> {
  const isOver = change.kind === 'refused' && (change.reason === 'used' || change.reason === 'expired');
  if (again === null || !isOver) return null;
  const granted = await grantNow(deps, again.offer, holder, again.after, now);
  return granted.kind === 'held' ? granted : null;
}

/** Looks, works out the change, commits it; from the top where somebody else was first. */
async function use(
  deps: GrantDeps,
  asked: AtCheckout,
  kind: 'redeemed' | 'other',
  work: Work,
): Promise<Used> {
  const { now } = asked;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const looked = await heldBy(deps, asked);
    if (looked.kind === 'denied') return looked;
    let held: Held = looked;
    let change = await work(held);
    if (change.kind === 'refused') {
      const next = await onceMore(deps, held, change, now);
      if (next !== null) [held, change] = [next, await work(next)];
    }
    if (change.kind === 'denied') return change;
    if (change.kind === 'refused') return { kind: 'denied', reason: change.reason };
    const { grant } = held;
    if (change.kind === 'same') return { kind: 'used', grant, mark: change.mark, repeated: true };
    const result = await commitUse(deps, grant, change.grant, kind, now);
    if (result === 'committed')
      return { kind: 'used', grant: change.grant, mark: change.mark, repeated: false };
    if (result !== null) return { kind: 'denied', reason: 'budget', budget: result.exhausted };
  }
  throw new UseConflict();
}

export async function reserveCoupon(
  deps: GrantDeps,
  asked: AtCheckout,
  { key, ttlMs }: { readonly key: string; readonly ttlMs: number },
): Promise<Used> {
  return use(deps, { ...asked, key }, 'other', async ({ grant, holder }) => {
    const applied = await appliedTo(deps, grant, holder.id, asked.order);
    if (applied.kind === 'not-applicable') return { kind: 'denied', reason: applied.why };
    return reserveUse(grant, { key, order: asked.orderId, applied }, ttlMs, asked.now);
  });
}

type Actual =
  | { readonly kind: 'actual'; readonly applied: UseAsked['applied'] }
  | ({ readonly kind: 'denied' } & UseDenied);

/** What it took off in fact: no more than was promised; of a discount the cost is what was taken off. */
function actually(applied: AppliedBenefit, discountMinor: number | null): Actual {
  if (discountMinor === null) return { kind: 'actual', applied };
  if (discountMinor > applied.discountMinor)
    return { kind: 'denied', reason: 'discount-too-high', discountMinor: applied.discountMinor };
  const { besideMinor } = applied;
  const costMinor = besideMinor > 0 ? applied.costMinor : discountMinor;
  return { kind: 'actual', applied: { discountMinor, costMinor, besideMinor } };
}

const NOTHING_OFF = { discountMinor: 0, costMinor: 0, besideMinor: 0 };

/** With or without a reservation. `discountMinor`: what was taken off in fact; null where it is what the offer says. */
export async function redeemCoupon(
  deps: GrantDeps,
  asked: AtCheckout,
  { key, discountMinor }: { readonly key: string; readonly discountMinor: number | null },
): Promise<Used> {
  const wanted = { key, order: asked.orderId };
  return use(deps, { ...asked, key }, 'redeemed', async ({ grant, holder }) => {
    // Whether it can be used at all goes before what it would do.
    const tried = redeemUse(grant, { ...wanted, applied: NOTHING_OFF }, asked.now);
    if (tried.kind !== 'changed') return tried;
    const applied = await appliedTo(deps, grant, holder.id, asked.order);
    if (applied.kind === 'not-applicable') return { kind: 'denied', reason: applied.why };
    const actual = actually(applied, discountMinor);
    return actual.kind === 'denied'
      ? actual
      : redeemUse(grant, { ...wanted, applied: actual.applied }, asked.now);
  });
}

export type Released =
  | { readonly kind: 'released'; readonly grant: Grant; readonly wasReserved: boolean }
  | ({ readonly kind: 'denied' } & UseDenied);

/** Changes a grant of a code without an order: whoever works for the shop, or takes back what they reserved. */
async function changeGrant(
  deps: GrantDeps,
  asked: Pick<AtCheckout, 'code' | 'customer' | 'now'> & { readonly orderId?: string | null },
  work: (grant: Grant) => Grant | null | UseRefusal,
): Promise<Released> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await findGrant(deps, asked);
    if (found.kind === 'refused') return { kind: 'denied', reason: found.reason };
    if (found.kind === 'offer') return { kind: 'denied', reason: 'unknown-code' };
    const after = work(found.grant);
    if (after === null) return { kind: 'released', grant: found.grant, wasReserved: false };
    if (typeof after === 'string') return { kind: 'denied', reason: after };
    const result = await commitUse(deps, found.grant, after, 'other', asked.now);
    if (result === 'committed') return { kind: 'released', grant: after, wasReserved: true };
    if (result !== null) return { kind: 'denied', reason: 'budget', budget: result.exhausted };
  }
  throw new UseConflict();
}

export function releaseCoupon(
  deps: GrantDeps,
  asked: Pick<AtCheckout, 'code' | 'customer' | 'now'>,
  key: string,
): Promise<Released> {
  return changeGrant(deps, asked, (grant) => {
    const change = releaseUse(grant, key, asked.now);
    if (change === null || change.kind === 'same') return null;
    return change.kind === 'refused' ? change.reason : change.grant;
  });
}

/** Some of an order was given back: with the last of it its use comes back, where the offer says so. */
export function returnCoupon(
  deps: GrantDeps,
  asked: Pick<AtCheckout, 'code' | 'customer' | 'orderId' | 'now'>,
  refund: Refund,
): Promise<Released> {
  return changeGrant(deps, asked, (grant) => returnUse(grant, refund));
}

export function voidCoupon(
  deps: GrantDeps,
  asked: Pick<AtCheckout, 'code' | 'customer' | 'now'>,
): Promise<Released> {
  return changeGrant(deps, asked, (grant) => voidGrant(grant, asked.now));
}
