/** The analytical views, part of the table in `commands.ts`. */
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import type { AnalyticsViewName } from '../core/analytics/view.ts';

const until: OptionSpec = {
  name: 'until',
  value: 'DATE',
  kind: 'date',
  help: 'Orders before this day count. Default: the last evaluation, else today; of a file the day after its last order.',
};

const OF_A_FILE: readonly OptionSpec[] = [
  { name: 'orders', value: 'FILE', help: 'A file of orders instead of the shop: no data folder is needed.' },
  { name: 'map', value: 'MAP', help: 'Its columns: customer=…,date=…,amount=…. Default: by their names.' },
  { name: 'currency', value: 'CODE', help: 'Currency of its amounts, for example USD.' },
  {
    name: 'date-format',
    value: 'ORDER',
    oneOf: ['dmy', 'mdy', 'ymd'],
    help: 'How its dates that begin with a day or month are meant.',
  },
];

interface ViewWords {
  readonly summary: string;
  readonly notes: readonly string[];
  readonly options?: readonly OptionSpec[];
}

const VIEWS: Readonly<Record<AnalyticsViewName, ViewWords>> = {
  markov: {
    summary:
      'How customers pass from stage to stage month by month, how long they stay, and what each stage is worth.',
    notes: [
      'Stages are those of the first morning of each month, under the shop’s present rhythm. That next month depends on this month’s stage alone is an approximation.',
    ],
  },
  cohorts: {
    summary: 'Customers by the month of their first order, and who of them ordered in each month since.',
    notes: ['Orders of one day count once; revenue is purchases without refunds.'],
  },
  rfm: {
    summary:
      'Recency, frequency and monetary value, scored 1 to 5 with ties kept together, and the named groups.',
    notes: [
      'M is total spend; the named groups use average order value, because spend moves with frequency.',
    ],
    options: [{ name: 'out', value: 'FILE', help: 'Write every customer with their scores there, as CSV.' }],
  },
  'seven-p': {
    summary:
      'The seven Ps: profiling, persistency, profitability, performance, prospecting, product, promotion.',
    notes: ['Each with what the shop’s records truly say, and what they do not.'],
  },
  lost: {
    summary: 'Who was lost, when, from which stage and grade, what they were worth and how late they are.',
    notes: ['A reason is known where the trait loss_reason of a profile codes one.'],
    options: [
      { name: 'most', value: 'N', kind: 'whole', help: 'How many to name, most at stake first. Default 20.' },
    ],
  },
  equity: {
    summary:
      'Customer equity: what customers there are and those still to come are expected to bring, and where it lies.',
    notes: ['Potential customers are as many as came in the last year.'],
  },
};

function viewCommand(view: AnalyticsViewName): CommandSpec {
  const { summary, notes, options = [] } = VIEWS[view];
  return {
    name: `analytics ${view}`,
    summary,
    operands: [],
    options: [until, ...options, ...OF_A_FILE],
    notes,
    examples: [
      `perennial analytics ${view}`,
      `perennial analytics ${view} --orders orders.csv --map customer=id,date=day,amount=total --until 1998-07-01`,
    ],
    load: async () => ({ run: (await import('./commands/analytics.ts')).showing(view) }),
  };
}

export const ANALYTICS_COMMANDS: readonly CommandSpec[] = (
  ['rfm', 'cohorts', 'markov', 'seven-p', 'lost', 'equity'] as const
).map(viewCommand);
