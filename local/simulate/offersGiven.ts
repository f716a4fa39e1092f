/** What the offers of a simulation are expected to cost: recorded orders redeem nothing, so it is the share the shop assumes that does. */
import { publishedPart } from '../../core/programme/programme.ts';
import { NOTHING, offerNamed, type Offers, offersOf, rungCostMinor } from '../../core/offer/definition.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import type { Counts } from './counts.ts';
import type { ProgrammeValues } from './request.ts';

export interface OffersGiven {
  readonly granted: number;
  /** By offer. */
  readonly byOffer: Counts;
  /** Share of them that is taken to be redeemed. */
  readonly redemption: number;
  /** In minor units, where that share is. */
  readonly expectedMinor: number;
  /** The shop's; null where it is not known. */
  readonly currency: string | null;
}

type Gave = Readonly<Record<string, Readonly<Record<string, Counts>>>>;

/** Arms of offer nodes that are offers, with how often each was given. */
function grantsOf(gave: Gave, journeys: readonly JourneyDefinition[], offers: Offers): Map<string, number> {
  const grants = new Map<string, number>();
  for (const { id, nodes } of journeys) {
    for (const [node, arms] of Object.entries(gave[id] ?? {})) {
      if (nodes[node]?.type !== 'offer') continue;
      for (const [arm, count] of Object.entries(arms))
        if (arm !== NOTHING && offerNamed(offers, arm) !== null)
          grants.set(arm, (grants.get(arm) ?? 0) + count);
    }
  }
  return grants;
}

/** Null where the shop published no offers. */
export function offersGiven(
  gave: Gave,
  journeys: readonly JourneyDefinition[],
  programme: ProgrammeValues = {},
  currency: string | null = null,
): OffersGiven | null {
  const offers = offersOf(publishedPart(programme.offers ?? null));
  if (offers === null) return null;
  const grants = grantsOf(gave, journeys, offers);
  const { redemption } = offers.assume;
  const cost = [...grants].reduce((sum, [offer, count]) => sum + count * rungCostMinor(offers, offer), 0);
  return {
    granted: [...grants.values()].reduce((sum, count) => sum + count, 0),
    byOffer: Object.fromEntries([...grants].sort(([a], [b]) => (a < b ? -1 : 1))),
    redemption,
    expectedMinor: Math.round(cost * redemption),
    currency,
  };
}
