/** The commands that weigh and score files of survey answers and indicators, part of the table in `commands.ts`. */
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import { RANDOM_INDICES } from '../core/composite/randomIndex.ts';
import { WEIGHINGS } from '../local/tables/weighings.ts';

const file: OptionSpec = {
  name: 'file',
  value: 'FILE',
  required: true,
  help: 'A CSV file with a line of column names.',
};
const column: OptionSpec = {
  name: 'column',
  value: 'NAME',
  help: 'The column of answers. Default: the one called score, else the only one of numbers.',
};

type Score = Pick<CommandSpec, 'summary'> & {
  readonly options?: readonly OptionSpec[];
  readonly note: string;
};

/** What each score is told, and what its file holds. */
const SCORES = {
  nps: {
    summary: 'Net promoter score of answers from 0 to 10, with its interval.',
    options: [column],
    note: 'Promoters answer 9 or 10, detractors 0 to 6. The interval is 95 %, in points.',
  },
  csat: {
    summary: 'Share of satisfied customers, with Wilson’s interval.',
    options: [
      column,
      { name: 'scale', value: 'N', kind: 'whole', help: 'The best answer; the worst is 1. Default 5.' },
      {
        name: 'satisfied-from',
        value: 'N',
        kind: 'number',
        help: 'Satisfied from here on. Default: one below the best.',
      },
    ],
    note: 'The interval is 95 %.',
  },
  servqual: {
    summary: 'SERVQUAL: perceived less expected, by the five dimensions of service quality.',
    options: [
      { name: 'reversed', help: 'Turn round (8 − x) statements 10-13 and 18-22, worded negatively in 1988.' },
      {
        name: 'weights',
        value: 'W,W,W,W,W',
        help: 'Importance of the five dimensions, usually of 100 points.',
      },
    ],
    note: 'Columns e1 to e22 hold what was expected, p1 to p22 what was perceived, 1 to 7, a line a respondent. Empty cells are left out of the means.',
  },
  kano: {
    summary: 'Kano: whether a feature must be there, pleases by degree, delights or leaves people cold.',
    note: 'Columns functional and dysfunctional: like, expect, neutral, live_with, dislike, or 1 to 5; feature and count where there are such.',
  },
  alpha: {
    summary: 'Cronbach’s alpha: how far the items of a scale measure one thing.',
    options: [
      { name: 'columns', value: 'NAMES', help: 'The items. Default: every column of numbers but ids.' },
    ],
    note: 'Lines with an empty cell are left out and counted.',
  },
  trust: {
    summary: 'Trust: (credibility + reliability + intimacy) / self-orientation.',
    note: 'Columns credibility, reliability, intimacy and self_orientation, a line a respondent, on one scale above 0.',
  },
  trap: {
    summary: 'The satisfaction trap: many are satisfied and few of those are loyal.',
    options: [
      {
        name: 'satisfied-from',
        value: 'N',
        kind: 'number',
        help: 'Satisfied from this rating on. Default 4.',
      },
      { name: 'loyal-from', value: 'N', kind: 'number', help: 'Loyal from this figure on. Default 4.' },
      {
        name: 'high-satisfaction',
        value: 'SHARE',
        kind: 'number',
        help: 'Share of satisfied that is high. Default 0.7.',
      },
      {
        name: 'low-loyalty',
        value: 'SHARE',
        kind: 'number',
        help: 'Share of loyal below which it is low. Default 0.5.',
      },
    ],
    note: 'Columns satisfaction and loyalty, a line a respondent; loyalty may be a rating or what they did.',
  },
  loyalty: {
    summary: 'Loyalty by attitude and behaviour: true, latent, spurious or none.',
    options: [
      {
        name: 'attitude-from',
        value: 'N',
        kind: 'number',
        help: 'Attitude is high from here on. Default: the median.',
      },
      {
        name: 'behaviour-from',
        value: 'N',
        kind: 'number',
        help: 'Behaviour is high from here on. Default: the median.',
      },
    ],
    note: 'Columns attitude and behaviour, a line a customer.',
  },
  share: {
    summary: 'Share of wallet, of purchases and of visits, where the whole category is known.',
    note: 'Columns spend and category_spend, purchases and category_purchases, visits and category_visits, a line a customer. Where the whole is empty the share is not known.',
  },
  pcv: {
    summary: 'Past customer value: past contributions carried forward to today.',
    options: [
      { name: 'rate', value: 'SHARE', kind: 'number', help: 'Cost of capital a year. Default 0.15.' },
      { name: 'at', value: 'DATE', kind: 'date', help: 'Carried forward to this day. Default today.' },
    ],
    note: 'Columns contribution and date or years_ago, and customer where there are several; a line a purchase.',
  },
} as const satisfies Readonly<Record<string, Score>>;

const EXAMPLES: Readonly<Record<keyof typeof SCORES, string>> = {
  nps: 'perennial score nps --file answers.csv',
  csat: 'perennial score csat --file answers.csv --column satisfaction',
  servqual: 'perennial score servqual --file survey.csv --weights 11,32,23,19,15',
  kano: 'perennial score kano --file features.csv',
  alpha: 'perennial score alpha --file scale.csv --columns q1,q2,q3',
  trust: 'perennial score trust --file trust.csv',
  trap: 'perennial score trap --file survey.csv --loyal-from 3',
  loyalty: 'perennial score loyalty --file customers.csv --behaviour-from 3',
  share: 'perennial score share --file panel.csv',
  pcv: 'perennial score pcv --file purchases.csv --rate 0.1 --at 2026-11-01',
};

function scoreCommand(kind: keyof typeof SCORES): CommandSpec {
  const { summary, note, ...more }: Score = SCORES[kind];
  return {
    name: `score ${kind}`,
    summary,
    operands: [],
    options: [file, ...(more.options ?? [])],
    notes: [note],
    examples: [EXAMPLES[kind]],
    onlyHere: true,
    load: async () => ({ run: (await import('./commands/score.ts')).scoring(kind) }),
  };
}

export const SCORE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'index weights',
    summary: 'Weights of the indicators of a composite index, and the score of each row by them.',
    operands: [],
    options: [
      { ...file, help: 'A CSV file: a line a row, a column an indicator. Of ahp: the square of judgements.' },
      { name: 'method', value: 'M', oneOf: WEIGHINGS, required: true, help: 'How the weights are found.' },
      { name: 'id', value: 'COLUMN', help: 'The column that names the rows. Default: recognised.' },
      { name: 'columns', value: 'NAMES', help: 'The indicators. Default: every other column of numbers.' },
      { name: 'lower-is-better', value: 'NAMES', help: 'Indicators of which less is better.' },
      { name: 'weights', value: 'W,W,…', help: 'With --method hand: one a column.' },
      { name: 'random-index', value: 'T', oneOf: RANDOM_INDICES, help: 'Of ahp. Default saaty-1980.' },
      { name: 'out', value: 'FILE', help: 'Write the score of each row there, as CSV.' },
    ],
    notes: [
      'Judgements are numbers or fractions such as 1/3: how many times the element of the line matters more than that of the column. From a consistency ratio of 0.1 on they are refused: exit 1, and those that contradict most are named.',
    ],
    examples: [
      'perennial index weights --file shops.csv --method critic --lower-is-better cost',
      'perennial index weights --file judgements.csv --method ahp',
    ],
    onlyHere: true,
    load: () => import('./commands/indexWeights.ts'),
  },
  ...(['nps', 'csat', 'servqual', 'kano', 'alpha', 'trust', 'trap', 'loyalty', 'share', 'pcv'] as const).map(
    scoreCommand,
  ),
];
