/**
 * SERVQUAL: what customers perceived less what they expected, over 22 statements of five dimensions, each rated 1 to 7.
 * Parasuraman, Zeithaml & Berry, Journal of Retailing 64 (1988) 12-40. In the instrument of 1988 statements 10-13 and 18-22
 * are worded negatively and must be turned round (8 − x); later forms word them positively, so turning them is the caller's
 * choice. What somebody left out is left out of the means.
 */

export const SERVQUAL_ITEMS = 22;
const MOST = 7;

/** First and last statement of each dimension, counted from 1. */
export const SERVQUAL_DIMENSIONS = {
  Tangibles: [1, 4],
  Reliability: [5, 9],
  Responsiveness: [10, 13],
  Assurance: [14, 17],
  Empathy: [18, 22],
} as const;
export type ServqualDimension = keyof typeof SERVQUAL_DIMENSIONS;
export const SERVQUAL_NAMES = [
  'Tangibles',
  'Reliability',
  'Responsiveness',
  'Assurance',
  'Empathy',
] as const satisfies readonly ServqualDimension[];

/** The statements worded negatively in 1988. */
export const REVERSED_1988: readonly number[] = [10, 11, 12, 13, 18, 19, 20, 21, 22];

/** Ratings of one respondent, statement by statement; null where left out. */
export type Ratings = readonly (number | null)[];

export interface ServqualSurvey {
  /** One row a respondent; the two run in parallel. */
  readonly expectations: readonly Ratings[];
  readonly perceptions: readonly Ratings[];
  /** Statements to turn round, counted from 1. Default none. */
  readonly reversed?: readonly number[];
  /** Importance of each dimension, usually of 100 points; any positive scale. */
  readonly weights?: Readonly<Record<ServqualDimension, number>>;
}

export interface Servqual {
  readonly respondents: number;
  /** Pairs of ratings counted. */
  readonly ratings: number;
  /** Mean gap of a dimension, -6 to 6; null where nobody rated it. */
  readonly gaps: Readonly<Record<ServqualDimension, number | null>>;
  /** Mean of the dimensions that were rated; null where none was. */
  readonly unweighted: number | null;
  /** By the weights given; null without. */
  readonly weighted: number | null;
}

function ratingOf(row: Ratings | undefined, item: number, isReversed: boolean): number | null {
  const rating = row?.[item - 1] ?? null;
  if (rating === null) return null;
  if (!(rating >= 1 && rating <= MOST)) throw new RangeError(`${rating} is no rating from 1 to ${MOST}`);
  return isReversed ? MOST + 1 - rating : rating;
}

function gapSum(survey: ServqualSurvey, name: ServqualDimension): { sum: number; count: number } {
  const [first, last] = SERVQUAL_DIMENSIONS[name];
  const total = { sum: 0, count: 0 };
  for (let item = first; item <= last; item += 1) {
    const isReversed = survey.reversed?.includes(item) ?? false;
    for (const [i, expectations] of survey.expectations.entries()) {
      const expected = ratingOf(expectations, item, isReversed);
      const perceived = ratingOf(survey.perceptions[i], item, isReversed);
      if (expected === null || perceived === null) continue;
      total.sum += perceived - expected;
      total.count += 1;
    }
  }
  return total;
}

/** A mean of the gaps that are known; null where none of any weight is. */
function meanGap(gaps: Servqual['gaps'], weightOf: (name: ServqualDimension) => number): number | null {
  let sum = 0;
  let weights = 0;
  for (const name of SERVQUAL_NAMES) {
    const gap = gaps[name];
    if (gap === null) continue;
    sum += weightOf(name) * gap;
    weights += weightOf(name);
  }
  return weights > 0 ? sum / weights : null;
}

/** Throws `RangeError` for a rating outside of 1 to 7. */
export function servqualOf(survey: ServqualSurvey): Servqual {
  const gaps: Record<ServqualDimension, number | null> = {
    Tangibles: null,
    Reliability: null,
    Responsiveness: null,
    Assurance: null,
    Empathy: null,
  };
  let ratings = 0;
  for (const name of SERVQUAL_NAMES) {
    const { sum, count } = gapSum(survey, name);
    ratings += count;
    gaps[name] = count === 0 ? null : sum / count;
  }
  const { weights } = survey;
  return {
    respondents: survey.expectations.length,
    ratings,
    gaps,
    unweighted: meanGap(gaps, () => 1),
    weighted: weights === undefined ? null : meanGap(gaps, (name) => weights[name]),
  };
}
