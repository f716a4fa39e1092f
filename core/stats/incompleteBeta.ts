/**
 * The regularised incomplete beta function I_x(a, b): the share of Beta(a, b) below x. By the continued fraction of DLMF
 * 8.17.22 on the side of the mean where it is small, with the density in front of it in its saddle-point form (Loader
 * 2000); the number of terms grows with √max(a, b). Relative error below 1e-12 for a and b up to 1e6 (1e-10 to 1e8).
 */
import { continuedFraction } from './continuedFraction.ts';
import { deviance } from './deviance.ts';
import { stirlingError } from './stirlingError.ts';

/** x^a·y^b/B(a, b) with y = 1 − x. */
function scaledDensity(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const deviances = deviance(a, n * x) + deviance(b, n * y);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent - deviances);
}

/** I_x(a, b) for x below the mean, where the fraction converges fast. */
function lowerTail(x: number, y: number, a: number, b: number): number {
  const fraction = continuedFraction((k) => {
    if (k === 1) return { a: 1, b: 1 };
    const m = Math.floor((k - 1) / 2);
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return { a: (k - 1) % 2 === 0 ? even : odd, b: 1 };
  });
  return (scaledDensity(x, y, a, b) / a) * fraction;
}

/**
 * Domain: a > 0, b > 0, 0 ≤ x ≤ 1; NaN elsewhere. `complement` is 1 − x, for callers who know it better than the
 * subtraction does (x within 1e-16 of 1).
 */
export function incompleteBeta(x: number, a: number, b: number, complement: number = 1 - x): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0) return 0;
  if (complement === 0) return 1;
  if (x < (a + 1) / (a + b + 2)) return Math.min(1, lowerTail(x, complement, a, b));
  return 1 - Math.min(1, lowerTail(complement, x, b, a));
}
