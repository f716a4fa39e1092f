/**
 * The relative lift of one share over another with Katz's interval (Katz, Baptista, Azen & Pike 1978, Biometrics 34,
 * 469-474), which is symmetrical in the logarithm of the ratio.
 */
import { type Arms, CONFIDENCE, type Conversions, type Interval, normalReach, rateOf } from './interval.ts';
import type { RelativeLift } from './relativeLift.ts';

function shifted([low, high]: Interval): Interval {
  return [low - 1, high - 1];
}

/** Null where the control converted nobody or an arm is empty; without an interval where the treated converted nobody. */
export function katz(
  { treated, control }: Arms<Conversions>,
  confidence: number = CONFIDENCE,
): RelativeLift | null {
  const [share, baseline] = [rateOf(treated), rateOf(control)];
  if (share === null || baseline === null || baseline === 0) return null;
  const ratio = share / baseline;
  if (share === 0) return { lift: -1, interval: null };
  const variance = 1 / treated.converted - 1 / treated.people + 1 / control.converted - 1 / control.people;
  const factor = Math.exp(normalReach(confidence) * Math.sqrt(Math.max(0, variance)));
  return { lift: ratio - 1, interval: shifted([ratio / factor, ratio * factor]) };
}
