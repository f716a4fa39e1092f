/**
 * The classical value of a customer from three numbers: margin m a period, retention r and discount d (Dwyer 1989;
 * Berger & Nasr 1998; Gupta & Lehmann 2003). The literature differs in when the first margin falls and whether it is
 * sure, so that is an argument here:
 *   `now`          Σ_{t ≥ 0} m·r^t/(1 + d)^t        the first order is being made; for ever m(1 + d)/(1 + d − r)
 *   `on-renewal`   Σ_{t ≥ 1} m·r^t/(1 + d)^t        the margin now is not counted; for ever m·r/(1 + d − r)
 *   `end-of-period` Σ_{t ≥ 1} m·r^(t − 1)/(1 + d)^t  the first margin is sure and comes late; for ever m/(1 + d − r)
 */

export const FIRST_MARGINS = ['now', 'on-renewal', 'end-of-period'] as const;
export type FirstMargin = (typeof FIRST_MARGINS)[number];

export interface ClassicalTerms {
  /** Margin a period, in money. */
  readonly margin: number;
  /** Share of customers kept from one period to the next, 0 to 1. */
  readonly retention: number;
  /** Per period, above −1. */
  readonly discount: number;
  readonly firstMargin: FirstMargin;
  /** Number of margins counted; for ever when left out. */
  readonly periods?: number;
  /** Growth of the margin from one period to the next, above −1; default 0. */
  readonly growth?: number;
  /** Spent once, at the start; default 0. */
  readonly acquisitionCost?: number;
  /** Spent on every customer still there, in each period after the start; default 0. */
  readonly retentionCost?: number;
  /**
   * When in its period the retention cost falls: `with-margin`, or `mid-period` as Berger & Nasr 1998, case 1, have it:
   * Σ_{t ≥ 1} c·r^(t − 1)/(1 + d)^(t − ½). Default `with-margin`.
   */
  readonly retentionCostAt?: 'with-margin' | 'mid-period';
}

export type ClassicalClv =
  | {
      readonly kind: 'bounded';
      readonly value: number;
      readonly margins: number;
      readonly retentionCosts: number;
      readonly acquisitionCost: number;
    }
  /** Retention, growth and discount let the sum grow without end. */
  | { readonly kind: 'unbounded' };

/** 1 + q + … + q^(periods − 1); for ever when `periods` is left out, Infinity where that does not end. */
function geometric(ratio: number, periods: number | undefined): number {
  if (periods === undefined) return ratio < 1 ? 1 / (1 - ratio) : Number.POSITIVE_INFINITY;
  if (ratio === 1) return periods;
  if (ratio === 0) return periods > 0 ? 1 : 0;
  return Math.expm1(periods * Math.log(ratio)) / (ratio - 1);
}

/** What the first margin is multiplied by for falling when it does. */
function factorOfFirst({ firstMargin, retention, discount }: ClassicalTerms): number {
  switch (firstMargin) {
    case 'now':
      return 1;
    case 'on-renewal':
      return retention / (1 + discount);
    case 'end-of-period':
      return 1 / (1 + discount);
  }
}

function costs(terms: ClassicalTerms): number {
  const { retention, discount, periods, firstMargin, retentionCost = 0, retentionCostAt } = terms;
  if (retentionCost === 0) return 0;
  const isFirstFree = firstMargin === 'now';
  const count = periods === undefined ? undefined : Math.max(0, periods - (isFirstFree ? 1 : 0));
  const all = retentionCost * geometric(retention / (1 + discount), count);
  if (retentionCostAt === 'mid-period') return all / Math.sqrt(1 + discount);
  return all * (isFirstFree ? retention / (1 + discount) : factorOfFirst(terms));
}

/**
 * Value of one customer, in the unit of the margin. Throws RangeError for a retention outside 0 to 1, and for a
 * discount or growth of −1 or less.
 */
export function classicalClv(terms: ClassicalTerms): ClassicalClv {
  const { margin, retention, discount, periods, growth = 0, acquisitionCost = 0 } = terms;
  if (!(retention >= 0 && retention <= 1)) throw new RangeError(`a retention of ${retention} is no share`);
  if (!(discount > -1 && growth > -1)) throw new RangeError('discount and growth are shares above −1');
  const ratio = (retention * (1 + growth)) / (1 + discount);
  const margins = margin === 0 ? 0 : margin * factorOfFirst(terms) * geometric(ratio, periods);
  const retentionCosts = costs(terms);
  const value = margins - retentionCosts - acquisitionCost;
  if (!Number.isFinite(margins) || !Number.isFinite(retentionCosts)) return { kind: 'unbounded' };
  return { kind: 'bounded', value, margins, retentionCosts, acquisitionCost };
}

/** The retention that a mean relation of so many periods stands for, 1 period or more. */
export function retentionOfLifetime(periods: number): number {
  return 1 - 1 / Math.max(1, periods);
}
