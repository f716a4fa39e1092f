/**
 * What becomes of a grant as it is used: reserved, redeemed, given back, ended. Pure: each says the grant afterwards, that all is
 * as asked already, or why not. An idempotency key does one thing once, and one order uses a grant once.
 */
import type { Instant } from '../time.ts';
import type { AppliedBenefit } from './benefit.ts';
import {
  couponState,
  type Grant,
  heldMinor,
  isExpired,
  type Mark,
  MOST_REFUNDS,
  redeemedMarks,
  spentMinor,
  takenMarks,
} from './grant.ts';

export const USE_REFUSALS = ['void', 'expired', 'used', 'reserved', 'key-reused'] as const;
export type UseRefusal = (typeof USE_REFUSALS)[number];

export type UseChange =
  | { readonly kind: 'changed'; readonly grant: Grant; readonly mark: Mark }
  | { readonly kind: 'same'; readonly mark: Mark }
  | { readonly kind: 'refused'; readonly reason: UseRefusal };

/** Who uses it, for which order, and what it does to that order. */
export interface UseAsked {
  readonly key: string;
  readonly order: string | null;
  readonly applied: Omit<AppliedBenefit, 'kind'>;
}

function refused(reason: UseRefusal): UseChange {
  return { kind: 'refused', reason };
}

/** Why a new use cannot be taken; null where one can. */
export function useRefusal(grant: Grant, now: Instant): UseRefusal | null {
  switch (couponState(grant, now)) {
    case 'issued':
      return null;
    case 'redeemed':
      return 'used';
    case 'reserved':
      return 'reserved';
    case 'expired':
      return 'expired';
    case 'void':
      return 'void';
  }
}

/** With the mark in the place of the one of its key; reservations that lapsed are gone. */
function withMark(grant: Grant, mark: Mark, replaced: Mark | undefined, now: Instant): Grant {
  const others = takenMarks(grant, now).filter((one) => one !== replaced && one.key !== mark.key);
  return { ...grant, marks: [...others, mark] };
}

function byKey({ marks }: Grant, key: string): Mark | undefined {
  return marks.find((mark) => mark.key === key);
}

export function reserveUse(grant: Grant, asked: UseAsked, ttlMs: number, now: Instant): UseChange {
  const known = byKey(grant, asked.key);
  if (known !== undefined && known.order !== asked.order) return refused('key-reused');
  if (known?.state === 'redeemed') return { kind: 'same', mark: known };
  if (known !== undefined && (known.until ?? 0) > now) return { kind: 'same', mark: known };
  const refusal = useRefusal(grant, now);
  if (refusal !== null) return refused(refusal);
  const { key, order, applied } = asked;
  const mark: Mark = {
    key,
    order,
    state: 'reserved',
    at: now,
    until: now + ttlMs,
    ...sums(applied),
    told: true,
    refunds: [],
  };
  return { kind: 'changed', grant: withMark(grant, mark, known, now), mark };
}

function sums({ discountMinor, costMinor, besideMinor }: UseAsked['applied']) {
  return { discountMinor, costMinor, besideMinor };
}

/** The reservation a redemption rests on: of its key, or of its order. One that lapsed counts for nothing. */
function reservationFor(
  grant: Grant,
  { key, order }: Pick<UseAsked, 'key' | 'order'>,
  now: Instant,
): Mark | undefined {
  const live = takenMarks(grant, now).filter(({ state }) => state === 'reserved');
  return live.find((mark) => mark.key === key) ?? live.find((mark) => order !== null && mark.order === order);
}

/** An order that is left out is the one the key reserved for. */
export function redeemUse(grant: Grant, asked: UseAsked, now: Instant): UseChange {
  const { key, applied } = asked;
  const before = byKey(grant, key);
  const order = asked.order ?? before?.order ?? null;
  if (before !== undefined && before.order !== null && before.order !== order) return refused('key-reused');
  if (before?.state === 'redeemed')
    return before.order === order ? { kind: 'same', mark: before } : refused('key-reused');
  const ofOrder = redeemedMarks(grant).find((mark) => order !== null && mark.order === order);
  if (ofOrder !== undefined) return { kind: 'same', mark: ofOrder };
  const reservation = reservationFor(grant, { key, order }, now);
  if (reservation === undefined || grant.state === 'void') {
    const refusal = useRefusal(grant, now);
    if (refusal !== null) return refused(refusal);
  }
  const mark: Mark = {
    key,
    order,
    state: 'redeemed',
    at: now,
    until: null,
    ...sums(applied),
    told: false,
    refunds: [],
  };
  return { kind: 'changed', grant: withMark(grant, mark, reservation, now), mark };
}

/** Takes back a reservation; what was redeemed stays. Null where there is none of that key: it is released already. */
export function releaseUse(grant: Grant, key: string, now: Instant): UseChange | null {
  const known = byKey(grant, key);
  if (known === undefined || (known.state === 'reserved' && (known.until ?? 0) <= now)) return null;
  if (known.state === 'redeemed') return refused('used');
  const marks = takenMarks(grant, now).filter((mark) => mark !== known);
  return { kind: 'changed', grant: { ...grant, marks }, mark: known };
}

/** A part of an order's money, or all of it, that was given back. Money in minor units. */
export interface Refund {
  readonly order: string;
  /** Of the refund: told again it counts once, as it was told last. */
  readonly id: string;
  readonly minor: number;
  /** What the order came to. */
  readonly orderMinor: number;
}

/**
 * Where the offer says so, a use can be taken again once the refunds of its order come to all of it; until then they are noted,
 * and the use stays as it is: a part of an order gives back no part of a use. Null where nothing changes.
 */
export function returnUse(grant: Grant, { order, id, minor, orderMinor }: Refund): Grant | null {
  const known = redeemedMarks(grant).find((mark) => mark.order === order);
  if (known === undefined || !grant.returnOnRefund) return null;
  const others = known.refunds.filter((one) => one.id !== id);
  const refunds = [...others, { id, minor }];
  if (refunds.reduce((sum, one) => sum + one.minor, 0) >= orderMinor)
    return { ...grant, marks: grant.marks.filter((mark) => mark !== known) };
  const isNoted = known.refunds.some((one) => one.id === id && one.minor === minor);
  if (isNoted || refunds.length > MOST_REFUNDS) return null;
  return { ...grant, marks: grant.marks.map((mark) => (mark === known ? { ...known, refunds } : mark)) };
}

/** Null where it has ended, or is still good, or a reservation holds it. */
export function expire(grant: Grant, now: Instant): Grant | null {
  if (grant.state !== 'open' || !isExpired(grant, now)) return null;
  if (takenMarks(grant, now).some(({ state }) => state === 'reserved')) return null;
  if (redeemedMarks(grant).length >= grant.uses) return null;
  return { ...grant, marks: [...redeemedMarks(grant)], state: 'expired', endedAt: now };
}

/** Null where it has ended already. */
export function voidGrant(grant: Grant, now: Instant): Grant | null {
  if (couponState(grant, now) === 'redeemed' || grant.state !== 'open') return null;
  return { ...grant, marks: [...redeemedMarks(grant)], state: 'void', endedAt: now, endTold: true };
}

/** Money that leaves budgets with a change, above 0, or goes back to them, below 0. */
export function moneyMoved(before: Grant, after: Grant): number {
  return heldMinor(after) + spentMinor(after) - heldMinor(before) - spentMinor(before);
}

/** Whether a grant that is over was of no use to anybody: then it is none of those a budget counts. */
export function isUnused({ state, marks }: Grant): boolean {
  return state !== 'open' && marks.every((mark) => mark.state !== 'redeemed');
}
