/** What was found of margins when the shop was fitted: the shop's, how far customers differ in it, and each customer's own. */
import type { CustomerId } from '../ids.ts';
import type { MarginShares } from '../value/margin.ts';

/** How much a customer's own margin tells of the next: see `marginSpread.ts`. */
export interface MarginCredibility {
  /** Revenue in minor units at which own and shop's margin count the same; above 0. */
  readonly priorMinor: number;
  /** Standard deviation between customers, in shares of revenue. */
  readonly spread: number;
  /** People it was estimated from. */
  readonly people: number;
}

export interface ShopMargin {
  /** Of revenue, at most 1; below 0 where goods cost more than they bring. */
  readonly share: number;
  /** What it rests on: revenue net of refunds, and how much of it each source told the margin of. */
  readonly revenueMinor: number;
  readonly from: MarginShares;
  /** Null or missing where nothing shows that customers differ: everybody is valued by the shop's. */
  readonly credibility?: MarginCredibility | null;
}

/** One customer's orders up to the fit, net of what was given back. */
export interface OwnMargin {
  readonly marginMinor: number;
  /** Above 0. */
  readonly revenueMinor: number;
  /** Purchases that named goods. */
  readonly orders: number;
}

/** Of those people alone who have one. */
export type OwnMargins = ReadonlyMap<CustomerId, OwnMargin>;
