/**
 * The relative lift of one mean over another, with its standard error by the delta method (Deng, Knoblich & Lu 2018,
 * "Applying the Delta Method in Metric Analytics"): Var(t/c) ≈ Var(t)/c² + Var(c)·t²/c⁴.
 */
import { type Arms, around, CONFIDENCE, type Interval, normalReach } from './interval.ts';
import type { Moments } from './moments.ts';

export interface RelativeLift {
  /** 0.1 is 10 % more than the control. */
  readonly lift: number;
  readonly interval: Interval | null;
}

export interface RelativeEstimate {
  readonly lift: number;
  readonly standardError: number;
}

/** Null where the control's mean is not above 0 (nor above what can be divided by) or an arm is empty. */
export function relativeEstimate({ treated, control }: Arms<Moments>): RelativeEstimate | null {
  if (treated.people === 0 || control.people === 0 || !(control.mean > 0)) return null;
  const ratio = treated.mean / control.mean;
  const ofTreated = treated.variance / treated.people;
  const ofControl = control.variance / control.people;
  const standardError = Math.sqrt(ofTreated + ofControl * ratio * ratio) / control.mean;
  return Number.isFinite(ratio) && Number.isFinite(standardError) ? { lift: ratio - 1, standardError } : null;
}

/** With an interval of so many standard errors, the normal's where none is given; null as above. */
export function relativeLift(
  arms: Arms<Moments>,
  reach: number = normalReach(CONFIDENCE),
): RelativeLift | null {
  const estimate = relativeEstimate(arms);
  if (estimate === null) return null;
  const { lift, standardError } = estimate;
  return { lift, interval: around(lift, reach * standardError) };
}
