/** The chain of stages for people: the matrix with its intervals, then what each stage comes to. */
import type { MarkovAnswer } from '../../../core/analytics/answers.ts';
import type { CommandContext } from '../../context.ts';
import { table } from '../../text/table.ts';
import { fill, wordFor } from '../../words/words.ts';
import { figuresIn } from './figures.ts';

const right = 'right' as const;

function matrixLines(answer: MarkovAnswer, context: CommandContext): string[] {
  const { words } = context;
  const tell = figuresIn(context, answer.currency);
  const points = tell.number(1);
  const nameOf = (stage: string) => wordFor(words, 'stage', stage);
  return table(
    [
      { title: words.analytics.fromTo },
      ...answer.states.map((stage) => ({ title: nameOf(stage), align: right })),
    ],
    answer.states.map((stage, i) => [
      nameOf(stage),
      ...answer.states.map((_, j) => {
        const [low = 0, high = 1] = answer.intervals[i]?.[j] ?? [];
        const chance = answer.probabilities[i]?.[j] ?? 0;
        return `${points(chance * 100)} (${points(low * 100)}-${points(high * 100)})`;
      }),
    ]),
  );
}

function stageLines({ stages, currency }: MarkovAnswer, context: CommandContext): string[] {
  const { words } = context;
  const { analytics } = words;
  const tell = figuresIn(context, currency);
  const titles = [analytics.now, analytics.stay, analytics.longRun, analytics.monthly, analytics.stageValue];
  return table(
    [{ title: analytics.stage }, ...titles.map((title) => ({ title, align: right }))],
    stages.map((one) => [
      wordFor(words, 'stage', one.stage),
      tell.count(one.customers),
      tell.number(1)(one.expectedMonths),
      tell.share(one.steadyState),
      tell.money(one.monthlyMinor),
      tell.money(one.valueMinor),
    ]),
  );
}

export function markovLines(answer: MarkovAnswer, context: CommandContext): string[] {
  const { words } = context;
  const { analytics } = words;
  const tell = figuresIn(context, answer.currency);
  if (answer.steps === 0 || answer.from === null || answer.to === null) return [analytics.noMonths];
  const decline = answer.states.indexOf('decline');
  const lost = (stage: (typeof answer.states)[number]) =>
    tell.share(answer.probabilities[answer.states.indexOf(stage)]?.[decline] ?? null);
  return [
    fill(analytics.markov, { stability: lost('stability'), development: lost('development') }),
    '',
    fill(analytics.matrix, { from: answer.from, to: answer.to, steps: tell.count(answer.steps) }),
    ...matrixLines(answer, context),
    '',
    ...stageLines(answer, context),
    '',
    fill(analytics.markovNote, { rate: tell.share(answer.discountAnnual) }),
    ...answer.unobserved.map((stage) =>
      fill(analytics.unobserved, { stage: wordFor(words, 'stage', stage) }),
    ),
  ];
}
