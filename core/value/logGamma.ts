/**
 * The gamma function in log space, its derivative, and differences of both, for positive real arguments.
 *
 * The likelihoods of the value models need ln Γ(z + s) − ln Γ(z) where z runs from 1e-8 to 1e8 during a fit. Taken as
 * two large numbers that difference loses all its digits, so it has a function of its own. All four functions move the
 * argument up to at least 10 by the recurrence Γ(z + 1) = z·Γ(z) and use the Stirling series there (Abramowitz &
 * Stegun 6.1.41 and 6.3.18), whose first omitted term is below 1e-16. An argument that is not positive gives NaN:
 * the callers keep parameters positive by working in their logarithms.
 */

const SERIES_FROM = 10;
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;

/** ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π), for z ≥ 10. */
export function stirlingTail(z: number): number {
  const w = 1 / (z * z);
  const inner = 1 / 1188 + w * (-691 / 360_360 + w / 156);
  return (1 / 12 + w * (-1 / 360 + w * (1 / 1260 + w * (-1 / 1680 + w * inner)))) / z;
}

/** ψ(z) − ln z, for z ≥ 10. */
function digammaTail(z: number): number {
  const w = 1 / (z * z);
  const inner = 1 / 240 + w * (-1 / 132 + w * (691 / 32_760 - w / 12));
  return -0.5 / z - w * (1 / 12 + w * (-1 / 120 + w * (1 / 252 - w * inner)));
}

function stepsToSeries(z: number): number {
  return z < SERIES_FROM ? Math.ceil(SERIES_FROM - z) : 0;
}

/** ln Γ(z). Absolute error below 5e-15 · max(1, |ln Γ(z)|) for 1e-300 ≤ z ≤ 1e300. */
export function logGamma(z: number): number {
  if (!(z > 0)) return Number.NaN;
  const steps = stepsToSeries(z);
  let product = 1;
  for (let j = 0; j < steps; j += 1) product *= z + j;
  const high = z + steps;
  return (high - 0.5) * Math.log(high) - high + HALF_LOG_TWO_PI + stirlingTail(high) - Math.log(product);
}

/** ψ(z), the derivative of ln Γ. Absolute error below 5e-15 · max(1, |ψ(z)|). */
export function digamma(z: number): number {
  if (!(z > 0)) return Number.NaN;
  const steps = stepsToSeries(z);
  let below = 0;
  for (let j = 0; j < steps; j += 1) below += 1 / (z + j);
  return Math.log(z + steps) + digammaTail(z + steps) - below;
}

/** ln Γ(z + s) − ln Γ(z) for z > 0, s ≥ 0, without cancellation: relative error below 1e-14 wherever z > 2. */
export function logGammaRatio(z: number, s: number): number {
  if (!(z > 0) || !(s >= 0)) return Number.NaN;
  const steps = stepsToSeries(z);
  let below = 0;
  for (let j = 0; j < steps; j += 1) below += Math.log1p(s / (z + j));
  const high = z + steps;
  const leading = (high - 0.5) * Math.log1p(s / high) + s * (Math.log(high + s) - 1);
  return leading + (stirlingTail(high + s) - stirlingTail(high)) - below;
}

/** ψ(z + s) − ψ(z) for z > 0, s ≥ 0, without cancellation. */
export function digammaDifference(z: number, s: number): number {
  if (!(z > 0) || !(s >= 0)) return Number.NaN;
  const steps = stepsToSeries(z);
  let below = 0;
  for (let j = 0; j < steps; j += 1) below += s / ((z + j) * (z + j + s));
  const high = z + steps;
  return Math.log1p(s / high) + (digammaTail(high + s) - digammaTail(high)) + below;
}
