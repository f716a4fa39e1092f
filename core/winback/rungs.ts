/** The ladder of a win-back as the sum sees it: rungs with what one redemption of each costs the shop. */
import { applyBenefit, type Benefit, expectedCostMinor } from '../offer/benefit.ts';
import { ladderNamed, NOTHING, offerNamed, type Offers } from '../offer/definition.ts';

export interface Rung {
  /** The offer it grants, or `nothing`. */
  readonly id: string;
  /** Cost of one redemption on an order of this amount, in minor units. */
  readonly faceMinor: (orderMinor: number) => number;
}

/** What a benefit is likely to cost on such an order; where it says nothing of one, what a budget would set aside. */
function costOn(gives: Benefit, orderMinor: number): number {
  const order = { amountMinor: Math.round(orderMinor), items: [], deliveryMinor: null };
  const applied = applyBenefit(gives, order, null);
  return applied.kind === 'applies' ? applied.costMinor : expectedCostMinor(gives, { orderMinor });
}

const NOTHING_RUNG: Rung = { id: NOTHING, faceMinor: () => 0 };

/**
 * Nothing, and the offers of the ladder, each at what it costs on the order this customer is expected to make. A shop that has
 * no such ladder, or no offers, has nothing to offer: the messages alone are left.
 */
export function rungsOf(offers: Offers | null, ladder: string): readonly Rung[] {
  if (offers === null) return [NOTHING_RUNG];
  const ids = ladderNamed(offers, ladder)?.rungs ?? [];
  const found = ids.flatMap((id) => {
    const offer = id === NOTHING ? null : offerNamed(offers, id);
    if (offer === null) return [];
    return [{ id, faceMinor: (orderMinor: number) => costOn(offer.gives, orderMinor) }];
  });
  return [NOTHING_RUNG, ...found];
}
