/**
 * Net promoter score: the share who would recommend a shop (9 or 10 of 10) less the share who would not (0 to 6), in points
 * from -100 to 100. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003. Each answer is worth
 * 1, 0 or -1, so its variance is p + d − (p − d)², and the score of n answers has that over n: the interval says how little
 * a few answers tell.
 */
import { NORMAL_95 } from '../stats/normal95.ts';

export interface NpsCounts {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

export interface Nps extends NpsCounts {
  readonly n: number;
  /** Points; null without answers, as are the figures below. */
  readonly nps: number | null;
  /** Variance of one answer on the scale of -1 to 1. */
  readonly variance: number | null;
  /** Points. */
  readonly standardError: number | null;
  /** 95 %, in points, by the normal approximation: of a few answers it may pass -100 or 100. */
  readonly interval: readonly [number, number] | null;
}

const POINTS = 100;

/** From counts of 0 and more. */
export function npsOfCounts({ promoters, passives, detractors }: NpsCounts): Nps {
  const n = promoters + passives + detractors;
  const counts = { promoters, passives, detractors, n };
  if (n === 0) return { ...counts, nps: null, variance: null, standardError: null, interval: null };
  const difference = (promoters - detractors) / n;
  const variance = Math.max(0, (promoters + detractors) / n - difference * difference);
  const nps = POINTS * difference;
  const standardError = POINTS * Math.sqrt(variance / n);
  const margin = NORMAL_95 * standardError;
  return { ...counts, nps, variance, standardError, interval: [nps - margin, nps + margin] };
}

/** From answers of 0 to 10. Throws `RangeError` for any other. */
export function npsOfScores(scores: Iterable<number>): Nps {
  const counts = { promoters: 0, passives: 0, detractors: 0 };
  for (const score of scores) {
    if (!(Number.isInteger(score) && score >= 0 && score <= 10))
      throw new RangeError(`${score} is no answer from 0 to 10`);
    if (score >= 9) counts.promoters += 1;
    else if (score >= 7) counts.passives += 1;
    else counts.detractors += 1;
  }
  return npsOfCounts(counts);
}
