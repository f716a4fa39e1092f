/**
 * What offers cost, counted from grants. A discount that lowered an order's amount is in that amount already; what was given beside
 * an order (a gift, a delivery, points) is not, and margins take it off.
 */
import type { DossierStore } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { type Grant, grantsUnder, redeemedMarks } from './grant.ts';

export interface CostWindow {
  readonly from: Instant;
  /** Not included. */
  readonly until: Instant;
}

export interface OfferCost {
  readonly redemptions: number;
  readonly discountMinor: number;
  /** What the shop bore in all. */
  readonly costMinor: number;
  /** Of that what is in no order's amount. */
  readonly besideMinor: number;
}

const NO_OFFER_COST: OfferCost = { redemptions: 0, discountMinor: 0, costMinor: 0, besideMinor: 0 };

function addOfferCost(a: OfferCost, b: OfferCost): OfferCost {
  return {
    redemptions: a.redemptions + b.redemptions,
    discountMinor: a.discountMinor + b.discountMinor,
    costMinor: a.costMinor + b.costMinor,
    besideMinor: a.besideMinor + b.besideMinor,
  };
}

/** Of one grant, of what was redeemed within the window. */
function costOfGrant(grant: Grant, { from, until }: CostWindow): OfferCost {
  return redeemedMarks(grant)
    .filter(({ at }) => at >= from && at < until)
    .map(({ discountMinor, costMinor, besideMinor }) => ({
      redemptions: 1,
      discountMinor,
      costMinor,
      besideMinor,
    }))
    .reduce(addOfferCost, NO_OFFER_COST);
}

/** Of one person under all their ids; `journeyId` keeps only what that journey or campaign gave. */
export async function offerCostOf(
  store: Pick<DossierStore, 'dossiersOf'>,
  ids: readonly CustomerId[],
  window: CostWindow,
  journeyId: string | null = null,
): Promise<OfferCost> {
  let sum = NO_OFFER_COST;
  for (const id of ids) {
    for await (const grant of grantsUnder(store, id)) {
      if (journeyId === null || grant.journey === journeyId)
        sum = addOfferCost(sum, costOfGrant(grant, window));
    }
  }
  return sum;
}
