/**
 * The share of revenue a customer's value is reckoned with. It is their own orders' margin, drawn towards the shop's by how
 * little they tell: with Z = w / (w + K) for own revenue w and the prior K of the shop's model, Z · own + (1 − Z) · shop, the
 * linear credibility estimate (Bühlmann & Straub 1970; Bühlmann & Gisler 2005, ch. 4), margin over revenue standing where
 * losses over premiums do. So it lies between the two, is the shop's for whoever has no orders, and their own in the end.
 *
 * An own share counts as −1 to 1: who is sold to under cost is worth less than nothing, and no order loses more than it brings
 * twice over unless a cost is wrong. It is frozen with the model: computed from what the fit counted, until the next fit.
 */
import type { MarginSettings } from '../value/margin.ts';
import type { OwnMargin, ShopMargin } from './marginFound.ts';

export const LEAST_OWN_SHARE = -1;

/** Of a model as much as margins rest on. */
export interface MarginModel {
  readonly margin?: ShopMargin | null;
}

type Stated = Pick<MarginSettings, 'margin'>;
/** As much of somebody's own margin as a share rests on. */
export type OwnSums = Pick<OwnMargin, 'marginMinor' | 'revenueMinor'>;

/** What was found of one customer, and what the value is reckoned with. */
export interface ShareUsed {
  readonly share: number;
  /** `stated`: the shop knows no cost. `shop`: nothing is known of their own, or customers do not differ. */
  readonly by: 'own' | 'shop' | 'stated';
  readonly shopShare: number;
  /** Null where they bought nothing that names goods, or customers were never measured. */
  readonly ownShare: number | null;
  /** Of the own share; 0 to 1. */
  readonly weight: number;
}

/** The shop's: the margin measured, else the one that is stated. */
export function marginShareOf({ margin }: MarginModel, value: Stated): number {
  return margin?.share ?? value.margin;
}

/** Within its bounds. */
export function ownShareOf({ marginMinor, revenueMinor }: OwnSums): number {
  return Math.max(LEAST_OWN_SHARE, Math.min(1, marginMinor / revenueMinor));
}

export function shareUsed(own: OwnSums | undefined, model: MarginModel, value: Stated): ShareUsed {
  const shopShare = marginShareOf(model, value);
  const { margin } = model;
  if (margin == null) return { share: shopShare, by: 'stated', shopShare, ownShare: null, weight: 0 };
  const ownShare = own === undefined ? null : ownShareOf(own);
  const credibility = margin.credibility ?? null;
  if (own === undefined || ownShare === null || credibility === null)
    return { share: shopShare, by: 'shop', shopShare, ownShare, weight: 0 };
  const weight = own.revenueMinor / (own.revenueMinor + credibility.priorMinor);
  return { share: shopShare + weight * (ownShare - shopShare), by: 'own', shopShare, ownShare, weight };
}

/** The share alone: what every value of an evaluation asks for. */
export function customerShareOf(own: OwnSums | undefined, model: MarginModel, value: Stated): number {
  const shopShare = marginShareOf(model, value);
  const prior = model.margin?.credibility?.priorMinor;
  if (own === undefined || prior === undefined) return shopShare;
  return shopShare + (own.revenueMinor / (own.revenueMinor + prior)) * (ownShareOf(own) - shopShare);
}
