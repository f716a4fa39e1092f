/**
 * Past customer value: the contribution of each past purchase carried forward to today at the cost of capital, so that money
 * earned long ago counts for what it could have earned since. Kumar & Reinartz, Customer Relationship Management (2006),
 * chapter 6: PCV = Σ GC·(1 + δ)^t, t periods ago.
 */

export interface PastContribution {
  /** Minor units; below 0 for a loss. */
  readonly contributionMinor: number;
  /** How long ago, in years, 0 and more. */
  readonly yearsAgo: number;
}

/** Minor units, not rounded. `annualRate` is 0.15 for 15 % a year. Throws `RangeError` for a rate of −1 and less. */
export function pastCustomerValue(contributions: Iterable<PastContribution>, annualRate: number): number {
  if (!(annualRate > -1)) throw new RangeError(`a rate of ${annualRate} leaves nothing to carry forward`);
  let value = 0;
  for (const { contributionMinor, yearsAgo } of contributions)
    value += contributionMinor * (1 + annualRate) ** yearsAgo;
  return value;
}
