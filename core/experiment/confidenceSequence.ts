/**
 * An interval that holds at all times at once, for any estimate with a normal error: the asymptotic confidence sequence
 * (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2021, arXiv 2103.06476, equation 9), and the p that goes with it. `tuning`
 * is the number of people at which it is narrowest. For means of any kind; for shares `msprt.ts` is the exact counterpart.
 */
import { around, CONFIDENCE, type Interval } from './interval.ts';

export const TUNED_TO_PEOPLE = 5_000;

export interface Sequence {
  readonly interval: Interval;
  /** Valid at any look. */
  readonly p: number;
}

interface Estimate {
  readonly estimate: number;
  readonly standardError: number;
  /** People of all arms together. */
  readonly people: number;
}

/** ρ² that is best near `tuning` people (the paper's equation 161, to second order). */
function rhoSquared(alpha: number, tuning: number): number {
  const bound = -2 * Math.log(alpha);
  return (bound + Math.log(bound + 1)) / tuning;
}

/** Domain: standardError > 0, people ≥ 1. */
export function confidenceSequence(
  { estimate, standardError, people }: Estimate,
  { tuning = TUNED_TO_PEOPLE, confidence = CONFIDENCE }: { tuning?: number; confidence?: number } = {},
): Sequence {
  const alpha = 1 - confidence;
  const inflated = people * rhoSquared(alpha, tuning) + 1;
  const factor = (2 * inflated * (0.5 * Math.log(inflated) - Math.log(alpha))) / (inflated - 1);
  const statistic = (estimate / standardError) ** 2;
  const evidence = ((inflated - 1) / inflated) * (statistic / 2) - 0.5 * Math.log(inflated);
  return {
    interval: around(estimate, standardError * Math.sqrt(factor)),
    p: Math.min(1, Math.exp(-evidence)),
  };
}
