/**
 * The standard normal distribution. Either tail is ½·Q(½, z²/2) (Abramowitz & Stegun 26.2.29 with 6.5.17), so it keeps
 * its digits down to the least number there is, at |z| about 38.
 */
import { incompleteGamma, incompleteGammaTail } from './incompleteGamma.ts';

const ROOT_TWO_PI = 2.506_628_274_631_000_2;

/** Share of the standard normal above z. Any z; NaN for NaN. */
export function normalTail(z: number): number {
  if (z >= 1) return 0.5 * incompleteGammaTail(0.5, (z * z) / 2);
  return 0.5 - Math.sign(z) * 0.5 * incompleteGamma(0.5, (z * z) / 2);
}

/** Share of the standard normal below z. */
export function normalCdf(z: number): number {
  return normalTail(-z);
}

/** Probability that a standard normal is at least as far from 0 as z. */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normalTail(Math.abs(z)));
}

export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / ROOT_TWO_PI;
}
