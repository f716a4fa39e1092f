/**
 * A test of two shares that may be looked at on any day, as often as one likes: the mixture sequential probability ratio
 * test (Johari, Koomen, Pekelis & Walsh 2017, "Peeking at A/B Tests"; Robbins 1970). Effects are weighed by N(0, tau²); the
 * least 1/L of all looks is a p that is below α with chance at most α, whenever one stops. Arms may differ in size: with the
 * variance v of the difference, L = √(v/(v + τ²))·exp(τ²θ²/(2v(v + τ²))), the paper's formula where they do not.
 */
import {
  type Arms,
  around,
  CONFIDENCE,
  type Conversions,
  type Interval,
  isSparse,
  rateOf,
} from './interval.ts';

/** Effects of about a percentage point are found soonest. */
export const TAU_SQUARED = 1e-4;

export interface Look {
  readonly difference: number;
  /** ln L: how much more likely what was seen is under some effect than under none. */
  readonly logLikelihoodRatio: number;
  /** 1/L, at most 1: the p of a first look. */
  readonly p: number;
  readonly interval: Interval;
}

function spread(share: number, people: number): number {
  return (share * (1 - share)) / people;
}

/**
 * Of the difference: the arms' own variances, which are those of the paper. Where an arm is nearly unanimous its own comes out
 * near 0 and would prove anything; there it is not less than with a common share, as under no difference.
 */
function varianceOf({ treated, control }: Arms<Conversions>, share: number, baseline: number): number {
  const own = spread(share, treated.people) + spread(baseline, control.people);
  if (!isSparse({ treated, control })) return own;
  const common = (treated.converted + control.converted) / (treated.people + control.people);
  return Math.max(own, spread(common, treated.people) + spread(common, control.people));
}

/** Null where an arm is empty. Where nobody differs from anybody, nothing is shown: p is 1. */
export function msprtLook(
  arms: Arms<Conversions>,
  { tauSquared = TAU_SQUARED, confidence = CONFIDENCE }: { tauSquared?: number; confidence?: number } = {},
): Look | null {
  const [share, baseline] = [rateOf(arms.treated), rateOf(arms.control)];
  if (share === null || baseline === null) return null;
  const difference = share - baseline;
  const variance = varianceOf(arms, share, baseline);
  if (!(variance > 0)) return { difference, logLikelihoodRatio: 0, p: 1, interval: [-1, 1] };
  const both = variance + tauSquared;
  const logLikelihoodRatio =
    0.5 * Math.log(variance / both) + (tauSquared * difference * difference) / (2 * variance * both);
  const bound = -2 * Math.log(1 - confidence) + Math.log(both / variance);
  return {
    difference,
    logLikelihoodRatio,
    p: Math.min(1, Math.exp(-logLikelihoodRatio)),
    interval: around(difference, Math.sqrt(((variance * both) / tauSquared) * bound)),
  };
}

/** The always-valid p after each of the looks, in their order. */
export function alwaysValidPs(looks: readonly Look[]): number[] {
  let least = 1;
  return looks.map(({ p }) => {
    least = Math.min(least, p);
    return least;
  });
}
