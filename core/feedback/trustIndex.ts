/**
 * Trust as a quotient: (credibility + reliability + intimacy) / self-orientation. Maister, Green & Galford, The Trusted Advisor
 * (2000). All four on one scale above 0, such as 1 to 10; self-orientation is how much the firm is felt to serve itself, so
 * less of it is more trust.
 */

export interface TrustRatings {
  readonly credibility: number;
  readonly reliability: number;
  readonly intimacy: number;
  readonly selfOrientation: number;
}

/** Throws `RangeError` unless all four are finite and above 0. */
export function trustIndex(ratings: TrustRatings): number {
  const { credibility, reliability, intimacy, selfOrientation } = ratings;
  for (const [name, rating] of Object.entries(ratings))
    if (!(rating > 0 && rating < Number.POSITIVE_INFINITY))
      throw new RangeError(`${name} is ${rating}: ratings are above 0`);
  return (credibility + reliability + intimacy) / selfOrientation;
}

export interface TrustOfMany {
  readonly n: number;
  /** Mean of each rating; null without respondents, as is the index. */
  readonly means: TrustRatings | null;
  /** Of the means: not the mean of quotients, which a single low self-orientation would rule. */
  readonly index: number | null;
}

/** Throws `RangeError` as `trustIndex` does. */
export function trustOfMany(rows: readonly TrustRatings[]): TrustOfMany {
  const n = rows.length;
  if (n === 0) return { n, means: null, index: null };
  for (const row of rows) trustIndex(row);
  const mean = (of: (row: TrustRatings) => number) => rows.reduce((sum, row) => sum + of(row), 0) / n;
  const means = {
    credibility: mean((row) => row.credibility),
    reliability: mean((row) => row.reliability),
    intimacy: mean((row) => row.intimacy),
    selfOrientation: mean((row) => row.selfOrientation),
  };
  return { n, means, index: trustIndex(means) };
}
