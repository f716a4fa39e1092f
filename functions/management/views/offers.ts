/** Grants and coupons as the API shows them: instants as ISO text, money in minor units. */
import { couponState, type Grant, type Mark, spentMinor, takenMarks } from '../../../core/offer/grant.ts';
import type { OfferReport } from '../../../core/offer/offerReport.ts';
import { type Instant, isoInstant } from '../../../core/time.ts';

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoInstant(at);
}

export function markView({ key, state, at, until, order, discountMinor, costMinor }: Mark) {
  return { key, state, at: isoInstant(at), until: isoOrNull(until), order, discountMinor, costMinor };
}

export function grantView(grant: Grant, now: Instant) {
  const { id, customerId, offer, version, code, at, until, journey, uses, gives } = grant;
  return {
    grant: id,
    customer: customerId,
    offer,
    offersVersion: version,
    code,
    state: couponState(grant, now),
    at: isoInstant(at),
    until: isoOrNull(until),
    journey,
    gives,
    uses,
    spentMinor: spentMinor(grant),
    marks: takenMarks(grant, now).map(markView),
  };
}

export function reportView({ offer, offered, count, redemptionRate, budgets }: OfferReport) {
  return { offer, offered, ...count, redemptionRate, budgets };
}
