/**
 * Kano's model: each person says how they would feel if a feature were there (functional) and if it were not (dysfunctional);
 * the pair falls into a category by a fixed table. Berger et al., Center for Quality of Management Journal 2/4 (1993);
 * Sauerwein, Bailom, Matzler & Hinterhuber (1996). A feature is in the category most people put it in; of equal counts the one
 * whose absence costs more: must-be, one-dimensional, attractive, indifferent.
 */

export const KANO_ANSWERS = ['like', 'expect', 'neutral', 'live_with', 'dislike'] as const;
export type KanoAnswer = (typeof KANO_ANSWERS)[number];

/** Must-be, one-dimensional, attractive, indifferent, reverse, questionable; earlier ones win a tie. */
export const KANO_CATEGORIES = ['M', 'O', 'A', 'I', 'R', 'Q'] as const;
export type KanoCategory = (typeof KANO_CATEGORIES)[number];

/** Rows by the functional answer, places in a row by the dysfunctional one. */
const TABLE: Readonly<Record<KanoAnswer, readonly KanoCategory[]>> = {
  like: ['Q', 'A', 'A', 'A', 'O'],
  expect: ['R', 'I', 'I', 'I', 'M'],
  neutral: ['R', 'I', 'I', 'I', 'M'],
  live_with: ['R', 'I', 'I', 'I', 'M'],
  dislike: ['R', 'R', 'R', 'R', 'Q'],
};

export interface KanoResponse {
  readonly functional: KanoAnswer;
  readonly dysfunctional: KanoAnswer;
  /** How many answered so. Default 1. */
  readonly count?: number;
}

export interface Kano {
  readonly n: number;
  readonly counts: Readonly<Record<KanoCategory, number>>;
  /** Null without answers. */
  readonly category: KanoCategory | null;
  /** By how much satisfaction rises with the feature, 0 to 1: (A + O)/(A + O + M + I); null where that is over nothing. */
  readonly better: number | null;
  /** By how much it falls without, -1 to 0: −(O + M)/(A + O + M + I). */
  readonly worse: number | null;
}

export function kanoCategory(functional: KanoAnswer, dysfunctional: KanoAnswer): KanoCategory {
  return TABLE[functional][KANO_ANSWERS.indexOf(dysfunctional)] ?? 'Q';
}

/** Of one feature. */
export function kanoOf(responses: Iterable<KanoResponse>): Kano {
  const counts: Record<KanoCategory, number> = { M: 0, O: 0, A: 0, I: 0, R: 0, Q: 0 };
  for (const { functional, dysfunctional, count = 1 } of responses)
    counts[kanoCategory(functional, dysfunctional)] += count;
  const n = KANO_CATEGORIES.reduce((sum, category) => sum + counts[category], 0);
  const most = Math.max(...KANO_CATEGORIES.map((category) => counts[category]));
  const wanted = counts.A + counts.O + counts.M + counts.I;
  return {
    n,
    counts,
    category: n === 0 ? null : (KANO_CATEGORIES.find((category) => counts[category] === most) ?? null),
    better: wanted === 0 ? null : (counts.A + counts.O) / wanted,
    worse: wanted === 0 ? null : 0 - (counts.O + counts.M) / wanted,
  };
}
