/** Cohorts for people: a triangle of retention, shaded, as wide as the screen. */
import type { Cohort, CohortAnswer } from '../../../core/analytics/answers.ts';
import type { CommandContext } from '../../context.ts';
import { count } from '../../text/format.ts';
import { table } from '../../text/table.ts';
import { fill } from '../../words/words.ts';
import { concentrationLine, figuresIn } from './figures.ts';

const SHADES = ['·', '░', '▒', '▓', '█'] as const;
/** Columns of the month and the customers, and of one age. */
const BEFORE_AGES = 20;
const AGE_WIDTH = 7;
const right = 'right' as const;

/** The best retention after the first month: shades are shares of it. */
function bestOf(cohorts: readonly Cohort[]): number {
  return Math.max(0, ...cohorts.flatMap(({ ages }) => ages.slice(1).map(({ retention }) => retention)));
}

function shadeOf(retention: number, best: number): string {
  if (retention === 0 || best === 0) return SHADES[0];
  const step = Math.ceil((retention / best) * (SHADES.length - 1));
  return SHADES[Math.min(step, SHADES.length - 1)] ?? SHADES[0];
}

export function cohortLines(answer: CohortAnswer, context: CommandContext): string[] {
  const { words, language, printer } = context;
  const { analytics } = words;
  const tell = figuresIn(context, answer.currency);
  const { cohorts, retentionByAge } = answer;
  const fits = Math.max(1, Math.floor((printer.columns - BEFORE_AGES) / AGE_WIDTH));
  const months = Math.max(0, ...cohorts.map(({ ages: cells }) => cells.length));
  const ages = Array.from({ length: Math.min(fits, months) }, (_, age) => age);
  const best = bestOf(cohorts);
  const cell = (retention: number | undefined, age: number) => {
    if (retention === undefined) return '';
    return age === 0
      ? tell.share(retention)
      : `${tell.number(1)(retention * 100)} ${shadeOf(retention, best)}`;
  };
  const half = retentionByAge[6]?.retention ?? null;
  const first = retentionByAge[1]?.retention ?? null;
  const finding = {
    customers: tell.count(answer.customers),
    first: tell.share(first),
    half: tell.share(half),
  };
  return [
    fill(analytics.cohorts, { ...finding, cohorts: tell.count(cohorts.length) }),
    '',
    ...table(
      [
        { title: analytics.cohort },
        { title: analytics.customers, align: right },
        ...ages.map((age) => ({ title: count(age, language), align: right })),
      ],
      [
        ...cohorts.map(({ month, customers, ages: cells }) => [
          month,
          tell.count(customers),
          ...ages.map((age) => cell(cells[age]?.retention, age)),
        ]),
        [
          analytics.all,
          tell.count(answer.customers),
          ...ages.map((age) => cell(retentionByAge[age]?.retention, age)),
        ],
      ],
    ),
    '',
    fill(analytics.cohortsNote, { shown: tell.count(ages.length), of: tell.count(months) }),
    ...(answer.partialMonth === null ? [] : [fill(analytics.partial, { month: answer.partialMonth })]),
    concentrationLine(answer.concentration, 'spend', context),
  ];
}
