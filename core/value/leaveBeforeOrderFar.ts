/**
 * The race of `leaveBeforeOrder` where a lifetime is far longer than the time between orders, q above 60: there its
 * continued fraction is slow. With e = 1 − a and s small against q,
 *   ρ = (s/q)(1 − 1/q)^−(s + 1)·[ (e^Λ − 1)/e − Σ_{k ≥ 1} (−1)^k (s + 1)_k/(k!·(q − 1)^k·(k + e)) ],
 *   Λ = e·ln(q − 1) + ln Γ(1 + e) + ln Γ(s + 1 − e) − ln Γ(s + 1),
 * from ∫_1^∞ = ∫_0^∞ − ∫_0^1 in the integral of which ρ consists; the poles of both parts at e = 0 are taken together. It is
 * used for a up to 3/2, and the recurrence upwards beyond. Where s is not small against q, the integral itself is summed.
 */
import { halfLine } from './halfLine.ts';
import { type Race, stepDown, stepUp } from './leaveBeforeOrderSteps.ts';
import { digamma, digammaDifference, logGammaRatio } from './logGamma.ts';
import { logGammaSlope } from './logGammaNearOne.ts';

/** From this shape on, the integrand falls fast enough to be summed whatever q is. */
const FALLING_SHAPE = 2;
/** The closed form is for s below this share of q and, with steps, for shapes up to the other. */
const SMALL_SHARE = 0.2;
const MOST_STEPS = 48;
const LOWEST_SHAPE = 0.5;
/** From a = 1 up to which limits stand in for differences, of the first order and of the second. */
const TINY = 3e-6;
const NEAR = 1e-4;
const STEP = 1e-5;

/** (e^y − 1)/y and its derivative. */
function growth(y: number): { value: number; slope: number } {
  if (Math.abs(y) < 0.05) {
    const slope =
      1 / 2 + y * (1 / 3 + y * (1 / 8 + y * (1 / 30 + y * (1 / 144 + y * (1 / 840 + y / 5_760)))));
    return { value: y === 0 ? 1 : Math.expm1(y) / y, slope };
  }
  const value = Math.expm1(y) / y;
  return { value, slope: (value * (y - 1) + 1) / y };
}

/** The derivative of digamma, by a difference about z > 1/2. */
function trigamma(z: number): number {
  return digammaDifference(z - STEP / 2, STEP) / STEP;
}

/** (ln Γ(z) − ln Γ(z − e))/e, and the same of digamma; in their limits where a difference would lose its digits. */
function meanDigamma(z: number, e: number): number {
  if (Math.abs(e) < TINY) return digamma(z - e / 2);
  return (e > 0 ? logGammaRatio(z - e, e) : -logGammaRatio(z, -e)) / e;
}

function meanTrigamma(z: number, e: number): number {
  if (Math.abs(e) < TINY) return trigamma(z - e / 2);
  return (e > 0 ? digammaDifference(z - e, e) : -digammaDifference(z, -e)) / e;
}

/** Λ/e with its derivatives by e and by s. */
function exponentSlope(e: number, s: number, q: number) {
  const far = Math.log(q - 1);
  const value = far + logGammaSlope(e) - meanDigamma(s + 1, e);
  const byE =
    Math.abs(e) < NEAR
      ? (trigamma(1 + (2 * e) / 3) + trigamma(s + 1 - (2 * e) / 3)) / 2
      : (far + digamma(1 + e) - digamma(s + 1 - e) - value) / e;
  return { value, byE, byS: -meanTrigamma(s + 1, e) };
}

/** For shapes above 0 and up to 3/2. */
function byClosedForm(a: number, s: number, q: number, race: Race): void {
  const e = 1 - a;
  const slope = exponentSlope(e, s, q);
  const { value, slope: steep } = growth(e * slope.value);
  let sum = value * slope.value;
  let byE = steep * (slope.value + e * slope.byE) * slope.value + value * slope.byE;
  let byS = steep * e * slope.byS * slope.value + value * slope.byS;
  let [term, harmonic] = [1, 0];
  for (let k = 1; Math.abs(term) > 1e-17; k += 1) {
    term *= -(s + k) / (k * (q - 1));
    harmonic += 1 / (s + k);
    sum -= term / (k + e);
    byE += term / (k + e) ** 2;
    byS -= (term * harmonic) / (k + e);
  }
  const scale = (s / q) * Math.exp(-(s + 1) * Math.log1p(-1 / q));
  race.rho = scale * sum;
  race.byA = -scale * byE;
  race.byS = scale * byS + race.rho * (1 / s - Math.log1p(-1 / q));
}

/** (s/q)∫_0^∞ e^(−(a − 1)v)·(1 + (e^v − 1)/q)^−(s + 1) dv, with u = e^v − 1. */
function bySum(a: number, s: number, q: number, race: Race): void {
  const shift = Math.max(0, Math.ceil(FALLING_SHAPE - a));
  const shape = a + shift - 1;
  const reach = 1 / (shape + (s + 1) / q);
  const { at, weight } = halfLine();
  let [sum, byShape, byS] = [0, 0, 0];
  for (let i = 0; i < at.length; i += 1) {
    const v = reach * (at[i] ?? 0);
    const grown = Math.log1p(Math.expm1(v) / q);
    const part = (weight[i] ?? 0) * Math.exp(-shape * v - (s + 1) * grown);
    sum += part;
    byShape -= part * v;
    byS -= part * grown;
  }
  const scale = (s / q) * reach;
  race.rho = scale * sum;
  race.byA = scale * byShape;
  race.byS = scale * (byS + sum / s);
  for (let j = shift - 1; j >= 0; j -= 1) stepDown(a + j, s, q, race);
  race.rho = Math.min(Math.max(race.rho, 0), 1);
}

/** Writes ρ(a, s, q) and its derivatives into `race`. Domain: a, s > 0, q > 60. */
export function farRaceTo(a: number, s: number, q: number, race: Race): void {
  const steps = Math.max(0, Math.ceil(a - LOWEST_SHAPE - 1));
  if (s > SMALL_SHARE * q || steps > MOST_STEPS) {
    bySum(a, s, q, race);
    return;
  }
  byClosedForm(a - steps, s, q, race);
  for (let j = steps; j > 0; j -= 1) stepUp(a - j, s, q, race);
}
