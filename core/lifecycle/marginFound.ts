/** What was found of the shop's margin when it was fitted. */
import type { MarginShares } from '../value/margin.ts';

export interface ShopMargin {
  /** Of revenue, at most 1; below 0 where goods cost more than they bring. */
  readonly share: number;
  /** What it rests on: revenue net of refunds, and how much of it each source told the margin of. */
  readonly revenueMinor: number;
  readonly from: MarginShares;
}
