/** What a survey came to, by its scale: a net promoter score, a share of the satisfied, or how many said what. */
import { NUMBER_SCALES, type SurveyNode, wordsOfScale } from '../journey/surveyNode.ts';
import type { Json } from '../json.ts';
import { type Csat, csatOf } from './csat.ts';
import { type Nps, npsOfScores } from './nps.ts';

export type SurveyResult =
  | ({ readonly kind: 'nps' } & Nps)
  | ({ readonly kind: 'csat' } & Csat)
  | { readonly kind: 'shares'; readonly n: number; readonly counts: Readonly<Record<string, number>> };

function scoresOn(scale: 'nps' | 'csat', answers: readonly Json[]): number[] {
  const { min, max } = NUMBER_SCALES[scale];
  return answers.flatMap((answer) =>
    typeof answer === 'number' && Number.isInteger(answer) && answer >= min && answer <= max ? [answer] : [],
  );
}

/** Answers that are none on this scale are left out: it may have been another one once. */
export function surveyResult(
  node: Pick<SurveyNode, 'scale' | 'choices'>,
  answers: readonly Json[],
): SurveyResult {
  switch (node.scale) {
    case 'nps':
      return { kind: 'nps', ...npsOfScores(scoresOn('nps', answers)) };
    case 'csat':
      return { kind: 'csat', ...csatOf(scoresOn('csat', answers)) };
    case 'yes-no':
    case 'choice': {
      const words = wordsOfScale(node) ?? [];
      const counts = Object.fromEntries(
        words.map((word) => [word, answers.filter((answer) => answer === word).length]),
      );
      const n = Object.values(counts).reduce((sum, count) => sum + count, 0);
      return { kind: 'shares', n, counts };
    }
  }
}
