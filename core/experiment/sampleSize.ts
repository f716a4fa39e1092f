/**
 * How many people an experiment needs, before it starts: the two-proportion formula with the baseline's variance under no
 * difference (Fleiss, Levin & Paik 2003, chapter 4), for arms of equal size and a test looked at once.
 */
import { normalQuantile } from '../stats/normalQuantile.ts';

export interface Design {
  /** Two-sided chance to see a difference where there is none. */
  readonly alpha: number;
  /** Chance to see the difference where it is there. */
  readonly power: number;
}

export const USUAL_DESIGN: Design = { alpha: 0.05, power: 0.8 };

/** People an arm, not rounded. Domain: shares strictly between 0 and 1 and not equal; null elsewhere. */
export function peoplePerArm(
  baseline: number,
  share: number,
  { alpha, power }: Design = USUAL_DESIGN,
): number | null {
  const inside = baseline > 0 && baseline < 1 && share > 0 && share < 1;
  if (!inside || baseline === share) return null;
  const underNull = Math.sqrt(2 * baseline * (1 - baseline));
  const underEffect = Math.sqrt(baseline * (1 - baseline) + share * (1 - share));
  const reach = normalQuantile(1 - alpha / 2) * underNull + normalQuantile(power) * underEffect;
  return (reach / (share - baseline)) ** 2;
}

const HALVINGS = 100;

/** The least rise of the share that so many people an arm are enough for; null where not even a rise to almost 1 is seen. */
export function minimumDetectableEffect(
  baseline: number,
  perArm: number,
  design: Design = USUAL_DESIGN,
): number | null {
  if (!(baseline > 0 && baseline < 1)) return null;
  let [low, high] = [0, 1 - baseline];
  for (let step = 0; step < HALVINGS; step += 1) {
    const effect = (low + high) / 2;
    const needed = peoplePerArm(baseline, baseline + effect, design);
    if (needed !== null && needed <= perArm) high = effect;
    else low = effect;
  }
  return high < (1 - baseline) * (1 - 1e-9) ? high : null;
}

/**
 * The least difference of means that shows with the design's power, from the standard error of its estimate (Bloom 1995,
 * Evaluation Review 19, 547-556): what a comparison that was not planned could have shown at all.
 */
export function detectableDifference(standardError: number, { alpha, power }: Design = USUAL_DESIGN): number {
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * standardError;
}
