/**
 * ABC grades by importance and behaviour: A is the top share by value, or by frequency and potential both; B the next
 * share by value. A grade once held is kept until the value is clearly below its cut.
 */
import type { GradeSettings } from '../settings/settings.ts';
import type { Grade } from './lifecycle.ts';
import type { GradeCuts } from './model.ts';

/** What a grade is judged on; money in minor units over the settings' horizon. */
export interface Worth {
  readonly valueMinor: number;
  /** Purchase days so far. */
  readonly frequency: number;
  /** The value this customer would have if certainly still active. */
  readonly potentialMinor: number;
}

/** Smallest value such that at most `share` of all values lie at or above it; above all values where ties forbid it. */
function topCut(ascending: ArrayLike<number>, share: number): number {
  const n = ascending.length;
  let place = n - Math.floor(n * share + 1e-9);
  while (place > 0 && place < n && ascending[place] === ascending[place - 1]) place += 1;
  return ascending[place] ?? Number.MAX_VALUE;
}

/** Where the top 1 %, the top 2 % … the top 99 % of all values begin. */
export function topCuts(ascending: ArrayLike<number>): readonly number[] {
  return Array.from({ length: 99 }, (_, place) => topCut(ascending, (place + 1) / 100));
}

/** Cuts of a shop from everyone's worth, each array ascending. */
export function gradeCuts(
  ascending: {
    readonly valueMinor: ArrayLike<number>;
    readonly frequency: ArrayLike<number>;
    readonly potentialMinor: ArrayLike<number>;
  },
  settings: GradeSettings,
): GradeCuts {
  return {
    aValueMinor: topCut(ascending.valueMinor, settings.aShare),
    bValueMinor: topCut(ascending.valueMinor, settings.aShare + settings.bShare),
    aFrequency: topCut(ascending.frequency, settings.aShare),
    aPotentialMinor: topCut(ascending.potentialMinor, settings.aShare),
  };
}

/** Grade under the cuts; `held` is the grade the customer has now, null at the first evaluation. */
export function gradeOf(worth: Worth, cuts: GradeCuts, held: Grade | null, settings: GradeSettings): Grade {
  const slack = 1 - settings.hysteresis;
  const byBoth = worth.frequency >= cuts.aFrequency && worth.potentialMinor >= cuts.aPotentialMinor;
  if (worth.valueMinor >= cuts.aValueMinor || byBoth) return 'A';
  if (held === 'A' && worth.valueMinor >= cuts.aValueMinor * slack) return 'A';
  if (worth.valueMinor >= cuts.bValueMinor) return 'B';
  if (held !== null && held !== 'C' && worth.valueMinor >= cuts.bValueMinor * slack) return 'B';
  return 'C';
}
