import { incompleteBeta } from './incompleteBeta.ts';
import { solveIncreasing } from './solveIncreasing.ts';
import { logBeta } from './logBeta.ts';

/** The x below which the share p of Beta(a, b) lies: the inverse of I_x(a, b). Domain: 0 ≤ p ≤ 1, a > 0, b > 0; NaN elsewhere. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1) || !(a > 0) || !(b > 0)) return Number.NaN;
  if (p === 0 || p === 1) return p;
  const scale = logBeta(a, b);
  const at = (x: number) => ({
    value: incompleteBeta(x, a, b) - p,
    slope: Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - scale),
  });
  return solveIncreasing({ at, low: 0, high: 1, start: a / (a + b) });
}
