/**
 * Student's t distribution with any positive, also fractional, degrees of freedom; infinite ones are the normal. The
 * tail is ½·I_x(ν/2, ½) at x = ν/(ν + t²) (Abramowitz & Stegun 26.7.1 with 26.5.27), exact far out as well.
 */
import { incompleteBeta } from './incompleteBeta.ts';
import { logBeta } from './logBeta.ts';
import { normalTail } from './normalCdf.ts';
import { normalQuantile } from './normalQuantile.ts';
import { solveIncreasing } from './solveIncreasing.ts';

/** From here on Wallace's normal equivalent is as good as the fraction, whose terms begin to cancel. */
const NORMAL_FROM = 5e6;

/** The normal deviate with the same tail (Wallace 1959, Annals of Mathematical Statistics 30, 1121-1130), to O(1/ν²). */
function normalEquivalent(t: number, freedom: number): number {
  if (freedom === Number.POSITIVE_INFINITY) return t;
  const shrink = (8 * freedom + 1) / (8 * freedom + 3);
  return shrink * Math.sign(t) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
}

/** Probability of a value above t. Domain: freedom > 0; NaN elsewhere. */
export function studentTail(t: number, freedom: number): number {
  if (!(freedom > 0)) return Number.NaN;
  if (freedom >= NORMAL_FROM) return normalTail(normalEquivalent(t, freedom));
  if (t < 0) return 1 - studentTail(-t, freedom);
  if (t === Number.POSITIVE_INFINITY) return 0;
  const square = t * t;
  const x = 1 / (1 + square / freedom);
  return 0.5 * incompleteBeta(x, freedom / 2, 0.5, 1 / (1 + freedom / square));
}

/** Probability of a value below t. */
export function studentCdf(t: number, freedom: number): number {
  return studentTail(-t, freedom);
}

/** Probability of a value at least as far from 0 as t. */
export function studentTwoSided(t: number, freedom: number): number {
  return Math.min(1, 2 * studentTail(Math.abs(t), freedom));
}

function logDensity(t: number, freedom: number): number {
  const scale = logBeta(freedom / 2, 0.5) + 0.5 * Math.log(freedom);
  return -0.5 * (freedom + 1) * Math.log1p((t * t) / freedom) - scale;
}

/** ln t at which the logarithm of the tail, near linear in it, comes down to ln p; p < ½. */
function upperQuantile(p: number, freedom: number): number {
  const at = (logT: number) => {
    const t = Math.exp(logT);
    const tail = studentTail(t, freedom);
    if (tail === 0) return { value: Number.POSITIVE_INFINITY, slope: 1 };
    return {
      value: Math.log(p / tail),
      slope: Math.exp(logDensity(t, freedom) + logT - Math.log(tail)),
    };
  };
  const start = Math.log(-normalQuantile(p));
  return Math.exp(solveIncreasing({ at, low: -60, high: 709, start }));
}

/**
 * The t below which the share p lies, for half a degree of freedom or more (below, t soon has no room for its square).
 * Infinite at 0 and 1, NaN outside of them or without degrees of freedom.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(freedom > 0)) return Number.NaN;
  if (freedom === Number.POSITIVE_INFINITY || !(p > 0 && p < 1) || p === 0.5) return normalQuantile(p);
  return p < 0.5 ? -upperQuantile(p, freedom) : upperQuantile(1 - p, freedom);
}
