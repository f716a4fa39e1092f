/** RFM for people: how the scores are spread, and the named groups with what they spent. */
import type { RfmAnswer } from '../../../core/analytics/answers.ts';
import type { CommandContext } from '../../context.ts';
import { pairs, table } from '../../text/table.ts';
import { fill, wordFor } from '../../words/words.ts';
import { figuresIn } from './figures.ts';

const SCORES = ['5', '4', '3', '2', '1'] as const;
const right = 'right' as const;

export function rfmLines(answer: RfmAnswer, context: CommandContext): string[] {
  const { words } = context;
  const { analytics } = words;
  const tell = figuresIn(context, answer.currency);
  const { means, scoreCounts } = answer;
  const best = {
    best: tell.count(answer.topRfm555),
    worst: tell.count(answer.bottom111),
    n: tell.count(answer.n),
  };
  return [
    fill(analytics.rfm, { ...best, until: answer.until }),
    '',
    ...table(
      [{ title: analytics.score }, ...['R', 'F', 'M'].map((title) => ({ title, align: right }))],
      SCORES.map((score) => [
        score,
        ...[scoreCounts.R, scoreCounts.F, scoreCounts.M].map((counts) => tell.count(counts[score] ?? 0)),
      ]),
    ),
    '',
    ...table(
      [
        { title: analytics.group },
        { title: analytics.customers, align: right },
        { title: analytics.spend, align: right },
      ],
      answer.groups
        .filter(({ customers }) => customers > 0)
        .map(({ group, customers, spendMinor }) => [
          wordFor(words, 'group', group),
          tell.count(customers),
          tell.money(spendMinor),
        ]),
    ),
    '',
    ...pairs([
      [analytics.meanRecency, means === null ? null : tell.number(1)(means.R)],
      [analytics.meanFrequency, means === null ? null : tell.number(2)(means.F)],
      [analytics.meanMonetary, means === null ? null : tell.number(2)(means.M)],
    ]),
  ];
}
