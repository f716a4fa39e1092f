/**
 * A code at the checkout: `POST /v1/coupons/{code}/validate`, `…/reservations`, `…/redemptions`, `…/release`; and for people of the
 * shop `GET /v1/coupons/{code}`, `…/void`. Reservations and redemptions carry an idempotency key, kept as long as the grant. A
 * checkout calls these with a write key (`shared/access.ts`).
 */
import * as z from 'zod';
import type { OrderContext } from '../../../core/offer/benefit.ts';
import { findGrant } from '../../../core/offer/findGrant.ts';
import type { Grant } from '../../../core/offer/grant.ts';
import type { GrantDeps } from '../../../core/offer/grantOffer.ts';
import { offerTaskId, runOffer } from '../../../core/offer/offerTask.ts';
import { bestTogether, MOST_TOGETHER, type Stacked, stackingRefusal } from '../../../core/offer/stacking.ts';
import {
  type AtCheckout,
  redeemCoupon,
  releaseCoupon,
  RESERVED_MS,
  reserveCoupon,
  type UseDenied,
  type Used,
  validateCoupon,
  voidCoupon,
} from '../../../core/offer/useCoupon.ts';
import type { Principal } from '../../shared/authorise.ts';
import type { Container } from '../../shared/container.ts';
import { blockedUntil, noteGuess } from '../../shared/couponGuesses.ts';
import { withOffers } from '../../shared/offerDeps.ts';
import { misuse, Problem } from '../../shared/problem.ts';
import { Turns } from '../../tracking/turns.ts';
import { idempotencyKeyOf } from '../once.ts';
import { grantView, markView } from '../views/offers.ts';
import { bodyAs, type Route, type RouteRequest } from './route.ts';

const minor = z.int().min(0).max(10_000_000_000);
const id = z.string().min(1).max(512);

const orderFields = {
  /** Whose order it is; left out only for a code that may be handed on. */
  customer: id.optional(),
  /** Of the order, where it has an id already. */
  order: z.string().min(1).max(200).optional(),
  /** Of the goods, before any discount. */
  amountMinor: minor,
  items: z
    .array(z.strictObject({ item: id, quantity: z.int().min(1).default(1), priceMinor: minor }))
    .max(200)
    .default([]),
  deliveryMinor: minor.optional(),
};

export const validateBody = z.strictObject({
  ...orderFields,
  /** Codes the order has already. */
  with: z
    .array(z.string().max(100))
    .max(MOST_TOGETHER - 1)
    .default([]),
});
export const reserveBody = z.strictObject({ ...orderFields, minutes: z.int().min(1).max(120).default(15) });
/** `discountMinor`: what was taken off in fact; left out where it is what the offer says. */
export const redeemBody = z.strictObject({ ...orderFields, discountMinor: minor.optional() });
export const releaseBody = z.strictObject({
  customer: id.optional(),
  reservation: z.string().min(1).max(200),
});

type Told = z.infer<z.ZodObject<typeof orderFields>>;

function atCheckout({ params }: RouteRequest, told: Told, now: number): AtCheckout {
  const { customer = null, order: orderId = null, amountMinor, items, deliveryMinor = null } = told;
  const order: OrderContext = { amountMinor, items, deliveryMinor };
  return { code: params['code'] ?? '', customer, order, orderId, now };
}

/** What lasts between requests: whose turn it is with a code in this process. */
const turnsOf = new WeakMap<Container['store'], Turns>();

function turnsAt({ store }: Container): Turns {
  const turns = turnsOf.get(store) ?? new Turns();
  turnsOf.set(store, turns);
  return turns;
}

const DENIED: Readonly<Record<UseDenied['reason'], string>> = {
  'unknown-code': 'there is no such code',
  'other-customer': 'the code is another customer’s',
  'unknown-customer': 'the code is used by a customer the shop knows: say which one',
  void: 'the code was taken back',
  expired: 'the code has run out',
  used: 'the code was redeemed already',
  reserved: 'the code is reserved for another order',
  'key-reused': 'another order was reserved or redeemed under this idempotency key',
  'order-too-small': 'the order is smaller than the offer asks',
  'items-missing': 'the order has not the items the offer asks',
  'no-tier': 'the offer gives nothing to the tier of the customer',
  'nothing-to-discount': 'the order has nothing the offer takes off',
  'discount-too-high': 'more was taken off than the offer gives',
  budget: 'the budget of the offer has too little left',
  'not-granted': 'the customer may not have the offer',
};

function denied(refusal: UseDenied): Problem {
  const { reason } = refusal;
  const isUnknown = reason === 'unknown-code';
  return new Problem({
    status: isUnknown ? 404 : 409,
    code: reason,
    title: isUnknown ? 'Not found' : 'The code cannot be used',
    detail: reason === 'not-granted' ? `${DENIED[reason]}: ${refusal.why.reason}` : DENIED[reason],
  });
}

/** Throws a `Problem` of status 429 for whoever tried too many codes that are none: `until` is when they may again. */
function requireNoGuesser(until: number | null, now: number): void {
  if (until === null) return;
  throw new Problem({
    status: 429,
    code: 'too-many-guesses',
    title: 'Not now',
    detail: 'too many codes were tried that are none',
    remedy: `try again in ${Math.ceil((until - now) / 1_000)} seconds`,
  });
}

interface Checkout {
  readonly deps: GrantDeps;
  readonly asked: AtCheckout;
}

/** Runs what a checkout asks, in turn with whoever asks for the same code, and counts codes that are none. */
async function atDesk<Result extends { readonly kind: string; readonly reason?: string }>(
  container: Container,
  by: Principal,
  asked: AtCheckout,
  work: (checkout: Checkout) => Promise<Result>,
): Promise<Result> {
  const { store } = container;
  const { now } = asked;
  const who = [by.name, asked.customer ?? ''] as const;
  requireNoGuesser(await blockedUntil(store, who, now), now);
  const result = await turnsAt(container).run(asked.code, () =>
    withOffers(container, (deps) => work({ deps, asked })),
  );
  if (result.reason === 'unknown-code') requireNoGuesser(await noteGuess(store, who, now), now);
  return result;
}

interface Alongside {
  readonly mayStack: boolean;
  readonly why: string | null;
  readonly best: readonly string[];
}

/** The code beside those the order has: whether they go together, and which do best. */
async function alongside(
  { deps, asked }: Checkout,
  mine: Stacked,
  others: readonly string[],
): Promise<Alongside> {
  const rules = deps.offers?.definition.stacking;
  if (rules === undefined) return { mayStack: true, why: null, best: [asked.code] };
  const stacked: Stacked[] = [mine];
  for (const code of others) {
    const other = await validateCoupon(deps, { ...asked, code });
    if (other.kind === 'valid') stacked.push({ ...stackedOf(deps, other), id: code });
  }
  const { amountMinor } = asked.order;
  const why = stackingRefusal(rules, amountMinor, stacked);
  return {
    mayStack: why === null,
    why,
    best: bestTogether(rules, amountMinor, stacked).map((one) => one.id),
  };
}

type Valid = Extract<Awaited<ReturnType<typeof validateCoupon>>, { kind: 'valid' }>;

function stackedOf({ offers }: GrantDeps, { offer, grant, applied }: Valid): Omit<Stacked, 'id'> {
  const { discountMinor } = applied;
  if (grant !== null) return { group: grant.group, combines: grant.combines, discountMinor };
  const stacking = offers?.definition.offers.find((one) => one.id === offer)?.stacking;
  return { group: stacking?.group ?? null, combines: stacking?.combines ?? false, discountMinor };
}

export function validateCode(container: Container): Route {
  return async (request, by) => {
    const { with: others, ...told } = bodyAs(request, validateBody);
    const asked = atCheckout(request, told, container.now());
    const answer = await atDesk(container, by, asked, async (checkout) => {
      const valid = await validateCoupon(checkout.deps, asked);
      if (valid.kind === 'denied') return valid;
      const mine = { ...stackedOf(checkout.deps, valid), id: asked.code };
      return { ...valid, alongside: await alongside(checkout, mine, others) };
    });
    if (answer.kind === 'denied')
      return { valid: false, reason: answer.reason, detail: denied(answer).body.detail };
    const { offer, grant, applied, alongside: beside } = answer;
    const { discountMinor } = applied;
    const stacking = { reason: beside.why === null ? null : `stacking-${beside.why}`, best: beside.best };
    return { valid: beside.mayStack, offer, code: grant?.code ?? asked.code, discountMinor, ...stacking };
  };
}

function keyOf({ headers }: RouteRequest): string {
  const key = idempotencyKeyOf(headers);
  if (key !== null) return key;
  throw misuse(
    'idempotency-key',
    'the request has no idempotency key',
    'send one: a UUID, the same for a repeat',
  );
}

function usedView(used: Used, now: number) {
  if (used.kind === 'denied') throw denied(used);
  const { grant, mark, repeated } = used;
  return { repeated, use: markView(mark), coupon: grantView(grant, now) };
}

export function reserveCode(container: Container): Route {
  return async (request, by) => {
    const { minutes, ...told } = bodyAs(request, reserveBody);
    const [key, now] = [keyOf(request), container.now()];
    const ttlMs = (minutes * RESERVED_MS) / 15;
    const used = await atDesk(container, by, atCheckout(request, told, now), ({ deps, asked }) =>
      reserveCoupon(deps, asked, { key, ttlMs }),
    );
    return usedView(used, now);
  };
}

/** The fast way; where it fails the task is due, and the next wave tells. */
async function tellJourneys(container: Container, deps: GrantDeps, grant: Grant, now: number): Promise<void> {
  const { store, addressKeyOf, settings } = container;
  try {
    const task = await store.loadTask(offerTaskId(grant));
    const { book, model } = await container.inForce();
    if (task !== null)
      await runOffer({ store, addressKeyOf, settings, model, purse: deps.purse }, book, task, now);
  } catch (failure) {
    container.report?.(failure);
  }
}

export function redeemCode(container: Container): Route {
  return async (request, by) => {
    const { discountMinor = null, ...told } = bodyAs(request, redeemBody);
    const [key, now] = [keyOf(request), container.now()];
    const used = await atDesk(container, by, atCheckout(request, told, now), async ({ deps, asked }) => {
      const redeemed = await redeemCoupon(deps, asked, { key, discountMinor });
      if (redeemed.kind === 'used' && !redeemed.repeated)
        await tellJourneys(container, deps, redeemed.grant, now);
      return redeemed;
    });
    return usedView(used, now);
  };
}

function withoutOrder({ params }: RouteRequest, customer: string | null, now: number): AtCheckout {
  const order = { amountMinor: 0, items: [], deliveryMinor: null };
  return { code: params['code'] ?? '', customer, order, orderId: null, now };
}

export function releaseCode(container: Container): Route {
  return async (request, by) => {
    const { customer = null, reservation } = bodyAs(request, releaseBody);
    const now = container.now();
    const done = await atDesk(container, by, withoutOrder(request, customer, now), ({ deps, asked }) =>
      releaseCoupon(deps, asked, reservation),
    );
    if (done.kind === 'denied') throw denied(done);
    return { released: done.wasReserved, coupon: grantView(done.grant, now) };
  };
}

/** Whose code it is, whoever asks: for people of the shop. */
async function holderOf(deps: GrantDeps, asked: AtCheckout): Promise<string | null> {
  const found = await findGrant(deps, { ...asked, anybody: true });
  return found.kind === 'refused' ? asked.customer : found.holder.id;
}

export const couponQuery = z.object({
  customer: id.optional().meta({ description: 'Of a code everybody shares: whose use of it' }),
});

export function showCoupon(container: Container): Route {
  return async (request, by) => {
    const { customer = null } = couponQuery.parse(request.query);
    const now = container.now();
    const found = await atDesk(container, by, withoutOrder(request, customer, now), ({ deps, asked }) =>
      findGrant(deps, { ...asked, anybody: true }),
    );
    if (found.kind === 'refused') throw denied(found);
    if (found.kind === 'offer')
      return { offer: found.offer.id, code: request.params['code'] ?? '', state: 'not-used' };
    return grantView(found.grant, now);
  };
}

export const voidBody = z.strictObject({ customer: id.optional() });

export function voidCode(container: Container): Route {
  return async (request, by) => {
    const { customer = null } = bodyAs(request, voidBody);
    const now = container.now();
    const done = await atDesk(container, by, withoutOrder(request, customer, now), async ({ deps, asked }) =>
      voidCoupon(deps, { ...asked, customer: await holderOf(deps, asked) }),
    );
    if (done.kind === 'denied') throw denied(done);
    return { voided: done.wasReserved, coupon: grantView(done.grant, now) };
  };
}
