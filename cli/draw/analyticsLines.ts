/** An analytical view for people: the finding in the first line, then the table it comes from. */
import type { AnalyticsAnswer } from '../../core/analytics/analyse.ts';
import type { CommandContext } from '../context.ts';
import { cohortLines } from './analytics/cohortLines.ts';
import { equityLines } from './analytics/equityLines.ts';
import { lostLines } from './analytics/lostLines.ts';
import { markovLines } from './analytics/markovLines.ts';
import { rfmLines } from './analytics/rfmLines.ts';
import { sevenPLines } from './analytics/sevenPLines.ts';

export function analyticsLines(answer: AnalyticsAnswer, context: CommandContext): string[] {
  switch (answer.view) {
    case 'markov':
      return markovLines(answer, context);
    case 'cohorts':
      return cohortLines(answer, context);
    case 'rfm':
      return rfmLines(answer, context);
    case 'seven-p':
      return sevenPLines(answer, context);
    case 'lost':
      return lostLines(answer, context);
    case 'equity':
      return equityLines(answer, context);
  }
}
