/** Customer equity for people: the sum, where it lies, and what it is the product of. */
import type { EquityAnswer } from '../../../core/analytics/answers.ts';
import type { CommandContext } from '../../context.ts';
import { pairs, table } from '../../text/table.ts';
import { fill, wordFor } from '../../words/words.ts';
import { concentrationLine, figuresIn } from './figures.ts';

const right = 'right' as const;

export function equityLines(answer: EquityAnswer, context: CommandContext): string[] {
  const { words } = context;
  const { analytics } = words;
  const tell = figuresIn(context, answer.currency);
  const { drivers, potential } = answer;
  const parts = [
    ...answer.byStage.map((one) => ({ ...one, name: wordFor(words, 'stage', one.stage) })),
    ...answer.byGrade.map((one) => ({ ...one, name: one.grade })),
  ];
  return [
    fill(analytics.equity, {
      total: tell.money(answer.totalMinor),
      current: tell.money(answer.currentMinor),
      potential: tell.money(answer.potentialMinor),
      weeks: tell.count(answer.horizonWeeks),
    }),
    '',
    ...table(
      [
        { title: analytics.part },
        { title: analytics.customers, align: right },
        { title: analytics.value, align: right },
        { title: analytics.share, align: right },
      ],
      parts.map((one) => [
        one.name,
        tell.count(one.customers),
        tell.money(one.valueMinor),
        tell.share(one.share),
      ]),
    ),
    '',
    ...pairs([
      [analytics.customers, tell.count(drivers.customers)],
      [analytics.ordersEach, tell.number(3)(drivers.ordersEach)],
      [analytics.orderValue, tell.money(drivers.orderMinor)],
      [analytics.margin, tell.share(drivers.margin)],
      [analytics.active, answer.active === null ? null : tell.count(answer.active)],
      [
        analytics.newcomers,
        fill(analytics.newcomersAre, {
          count: tell.count(potential.customers),
          value: tell.money(potential.valueMinor),
        }),
      ],
      [
        fill(analytics.lifetime, { rate: tell.share(answer.discountAnnual) }),
        answer.lifetimeMinor === null ? null : tell.money(answer.lifetimeMinor),
      ],
      [fill(analytics.past, { rate: tell.share(answer.discountAnnual) }), tell.money(answer.pastMinor)],
    ]),
    '',
    concentrationLine(answer.concentration, 'value', context),
  ];
}
