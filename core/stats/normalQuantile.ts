/**
 * Quantiles of the standard normal: the rational approximation of Abramowitz & Stegun 26.2.23 (good to 5e-4), sharpened
 * by Halley's steps on the tail itself, each of which triples the digits.
 */
import { normalDensity, normalTail } from './normalCdf.ts';

const STEPS = 4;

/** z ≥ 0 above which the share `tail` ≤ ½ lies. */
function upperQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
  const below = 1 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
  let z = t - above / below;
  for (let step = 0; step < STEPS; step += 1) {
    const density = normalDensity(z);
    if (density === 0) break;
    const newton = (tail - normalTail(z)) / density;
    z -= newton / (1 + (z * newton) / 2);
  }
  return z;
}

/** The z below which the share p of the standard normal lies. Infinite at 0 and 1, NaN outside of them. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  return p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p);
}
