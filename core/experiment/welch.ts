/**
 * The difference of two means, whatever their variances (Welch 1947, Biometrika 34, 28-35, with Satterthwaite's degrees of
 * freedom), over everybody assigned. To be looked at once, on a day fixed before the start.
 */
import { studentQuantile, studentTwoSided } from '../stats/studentT.ts';
import { type Arms, around, CONFIDENCE, type Interval } from './interval.ts';
import type { Moments } from './moments.ts';

export interface DifferenceOfMeans {
  readonly difference: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Standard errors from the middle to either end of the interval. */
  readonly reach: number;
  readonly interval: Interval;
  /** Two-sided. */
  readonly p: number;
}

export function standardErrorOf({ treated, control }: Arms<Moments>): number {
  return Math.sqrt(treated.variance / treated.people + control.variance / control.people);
}

function degreesOfFreedom({ treated, control }: Arms<Moments>): number {
  const [left, right] = [treated.variance / treated.people, control.variance / control.people];
  const share = left / (left + right);
  return 1 / (share ** 2 / (treated.people - 1) + (1 - share) ** 2 / (control.people - 1));
}

/** Of a smaller standard error the square is no full double any more, and nothing can be divided by it. */
const LEAST_ERROR = 1e-150;

/** Null where an arm has fewer than two people or nobody differs from anybody by as much as can be squared. */
export function welch(arms: Arms<Moments>, confidence: number = CONFIDENCE): DifferenceOfMeans | null {
  const { treated, control } = arms;
  if (treated.people < 2 || control.people < 2) return null;
  const standardError = standardErrorOf(arms);
  if (!(standardError > LEAST_ERROR)) return null;
  const freedom = degreesOfFreedom(arms);
  const reach = studentQuantile(0.5 + confidence / 2, freedom);
  const difference = treated.mean - control.mean;
  return {
    difference,
    standardError,
    degreesOfFreedom: freedom,
    reach,
    interval: around(difference, reach * standardError),
    p: studentTwoSided(difference / standardError, freedom),
  };
}
