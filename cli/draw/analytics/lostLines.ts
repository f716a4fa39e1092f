/** The lost for people: how many and what is at stake, from where, when and why, then those most at stake. */
import type { LostAnswer } from '../../../core/analytics/answers.ts';
import type { CommandContext } from '../../context.ts';
import { cleanText } from '../../text/clean.ts';
import { table } from '../../text/table.ts';
import { fill, wordFor } from '../../words/words.ts';
import { figuresIn } from './figures.ts';

const right = 'right' as const;

interface Counted {
  readonly name: string;
  readonly customers: number;
  readonly valueMinor: number;
}

export function lostLines(answer: LostAnswer, context: CommandContext): string[] {
  const { words } = context;
  const { analytics } = words;
  const tell = figuresIn(context, answer.currency);
  const counted = (title: string, rows: readonly Counted[]) => [
    '',
    ...table(
      [{ title }, { title: analytics.customers, align: right }, { title: analytics.lostValue, align: right }],
      rows
        .filter(({ customers }) => customers > 0)
        .map(({ name, customers, valueMinor }) => [name, tell.count(customers), tell.money(valueMinor)]),
    ),
  ];
  const reasonOf = (reason: string) => wordFor(words, 'lossReason', reason);
  const isCoded = answer.byReason.some(({ reason, customers }) => reason !== 'unknown' && customers > 0);
  const finding = {
    lost: tell.count(answer.lost),
    customers: tell.count(answer.customers),
    stake: tell.money(answer.atStakeMinor),
    late: tell.number(0)(answer.medianLateDays),
  };
  if (answer.lost === 0) return [fill(analytics.nobodyLost, finding)];
  return [
    fill(analytics.lost, finding),
    ...counted(
      analytics.fromStage,
      answer.byStage.map((one) => ({ ...one, name: wordFor(words, 'stage', one.stage) })),
    ),
    ...counted(
      analytics.fromGrade,
      answer.byGrade.map((one) => ({ ...one, name: one.grade })),
    ),
    ...counted(
      analytics.inMonth,
      answer.byMonth.map((one) => ({ ...one, name: one.month })),
    ),
    ...(isCoded
      ? counted(
          analytics.reason,
          answer.byReason.map((one) => ({ ...one, name: reasonOf(one.reason) })),
        )
      : ['', analytics.noReasons]),
    '',
    ...table(
      [
        { title: analytics.customer },
        { title: analytics.lostOn },
        { title: analytics.stage },
        { title: analytics.grade },
        { title: analytics.lateDays, align: right },
        { title: analytics.atStake, align: right },
      ],
      answer.top.map((one) => [
        cleanText(one.id),
        one.lostOn,
        wordFor(words, 'stage', one.stage),
        one.grade,
        tell.number(0)(one.lateDays),
        tell.money(one.atStakeMinor),
      ]),
    ),
  ];
}
