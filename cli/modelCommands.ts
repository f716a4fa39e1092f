/** The commands about purchase and spend models, on files: part of the table in `commands.ts`. */
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import { FIRST_MARGINS } from '../core/value/classicalClv.ts';
import { PURCHASE_MODELS } from '../core/value/purchaseModel.ts';
import { MODEL_NAMES } from '../local/value/fitNamed.ts';

const orders: OptionSpec = {
  name: 'orders',
  value: 'FILE',
  help: 'A file of orders, one a row, CSV or NDJSON.',
};
const map: OptionSpec = {
  name: 'map',
  value: 'MAP',
  help: 'Which column is what: customer=…,date=…,amount=… of orders, id=…,x=…,t_x=…,t=…,litt=…,m_x=…,count=… of a summary. Default: by the columns’ names.',
};
const until: OptionSpec = {
  name: 'until',
  value: 'DATE',
  kind: 'date',
  help: 'With --orders: orders before 00:00 UTC of this day count, and the day before it is the last observed.',
};
const summary: OptionSpec = {
  name: 'summary',
  value: 'FILE',
  help: 'Instead of orders: a CSV file with the columns id,x,t_x,T and where known litt, m_x, count; for bg-bb x,t_x,n,count.',
};
const unit: OptionSpec = {
  name: 'unit',
  value: 'UNIT',
  oneOf: ['week', 'day'],
  help: 'Unit of time, and of the summary’s columns. Default week.',
};
const model: OptionSpec = { name: 'model', value: 'NAME', oneOf: MODEL_NAMES, help: 'Default mbg-nbd.' };
const reading: readonly OptionSpec[] = [
  {
    name: 'currency',
    value: 'CODE',
    help: 'Currency of the orders’ amounts; it says how many decimals they have.',
  },
  {
    name: 'date-format',
    value: 'ORDER',
    oneOf: ['dmy', 'mdy', 'ymd'],
    help: 'How dates that begin with a day or month are meant.',
  },
  { name: 'reject-file', value: 'FILE', help: 'Where rows that cannot be read go, each with its reason.' },
];

const RULES =
  'A negative amount is a refund: no purchase, and it lowers the spend. Days are UTC days; orders of one day count once. Customers who first order on --until or later are left out.';

export const MODEL_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'model fit',
    summary: 'Fit a model of repeat orders, or of spend, to a file, and say what of it can be believed.',
    operands: [],
    options: [orders, map, until, summary, unit, model, ...reading],
    notes: [
      RULES,
      'auto tries all models on a holdout within the orders and takes the one that foretold it best; of a summary, or of too few orders, it takes the likeliest by Akaike’s criterion. gamma-gamma is fitted to the mean value of repeat orders. litt is the sum of the logs of the intervals between orders; mbg-cnbd-k needs it.',
    ],
    examples: [
      'perennial model fit --orders orders.csv --map customer=id,date=day,amount=total --until 2026-01-01',
      'perennial model fit --summary customers.csv --model auto --json',
    ],
    onlyHere: true,
    load: () => import('./commands/modelFit.ts'),
  },
  {
    name: 'model score',
    summary: 'Say of every customer how many orders to expect, of what value, and who is still a customer.',
    operands: [],
    options: [
      orders,
      map,
      until,
      summary,
      unit,
      { ...model, help: 'The model to fit where no --params are given. Default mbg-nbd.' },
      { name: 'horizon-days', value: 'N', kind: 'whole', required: true, help: 'Days to look ahead.' },
      { name: 'out', value: 'FILE', required: true, help: 'Where the scores go, as CSV.' },
      {
        name: 'params',
        value: 'FILE',
        help: 'What `model fit --json` printed: of a purchase model, of gamma-gamma, or a list of both.',
      },
      { name: 'spend-params', value: 'FILE', help: 'What `model fit --model gamma-gamma --json` printed.' },
      {
        name: 'discount-annual',
        value: 'RATE',
        kind: 'number',
        help: 'Discount a year of clv and dert, for example 0.15, which is the default.',
      },
      ...reading,
    ],
    notes: [
      'Columns: customer_id,x,t_x,T,p_alive,p_active,expected_orders,expected_order_value,clv,dert. p_active is the probability of an order within the horizon, clv the discounted value of the orders within it, dert the discounted orders of all time to come. What cannot be said stays empty: where dropout is not identified there is no p_alive, and customers silent beyond nearly all gaps of the shop are expected to order nothing.',
      RULES,
    ],
    examples: [
      'perennial model score --orders orders.csv --until 2026-01-01 --horizon-days 365 --out scores.csv',
      'perennial model score --summary customers.csv --params fit.json --horizon-days 273 --out scores.csv',
    ],
    onlyHere: true,
    load: () => import('./commands/modelScore.ts'),
  },
  {
    name: 'model compare',
    summary: 'Say which model predicts this shop best, and how it does against simple rules.',
    operands: [],
    options: [
      { ...orders, required: true },
      map,
      {
        name: 'holdout',
        value: 'DATE',
        kind: 'date',
        required: true,
        help: 'Orders before 00:00 UTC of this day are learnt from, the others are to be foretold.',
      },
      { ...until, help: 'The holdout ends at 00:00 UTC of this day. Default: after the last order.' },
      unit,
      {
        ...model,
        oneOf: PURCHASE_MODELS,
        list: true,
        help: 'The models to compare. Default: all but bg-bb, which counts periods with an order instead of orders.',
      },
      ...reading,
    ],
    notes: [
      'Best is the model with the smallest mean of three ratios to the smallest any model reached: of the mean absolute error, of the root mean squared error, and of one plus the error in the total. The activity score is combined on an earlier holdout and judged on this one.',
    ],
    examples: ['perennial model compare --orders orders.csv --holdout 2025-07-01 --json'],
    onlyHere: true,
    load: () => import('./commands/modelCompare.ts'),
  },
  {
    name: 'model clv',
    summary: 'Classical value of a customer from margin, retention and discount, or stage by stage.',
    operands: [],
    options: [
      { name: 'margin', value: 'M', kind: 'number', help: 'Margin a period, in money.' },
      {
        name: 'retention',
        value: 'SHARE',
        kind: 'number',
        help: 'Customers kept from period to period: 0.8 is 80 %.',
      },
      { name: 'discount', value: 'RATE', kind: 'number', help: 'Discount a period. Default 0.15.' },
      { name: 'periods', value: 'N', kind: 'whole', help: 'Margins counted. Default: for ever.' },
      { name: 'growth', value: 'RATE', kind: 'number', help: 'Growth of the margin a period. Default 0.' },
      { name: 'acquisition-cost', value: 'M', kind: 'number', help: 'Spent once to win the customer.' },
      {
        name: 'retention-cost',
        value: 'M',
        kind: 'number',
        help: 'Spent a period on a customer still there.',
      },
      {
        name: 'first-margin',
        value: 'WHEN',
        oneOf: FIRST_MARGINS,
        help: 'Now, with the first renewal, or sure at the end of the first period. Default now.',
      },
      {
        name: 'stages',
        value: 'FILE',
        help: 'Instead: a CSV file with the columns stage,periods,margin,retention and where there are such cost,path,weight.',
      },
    ],
    notes: [
      'Of several paths through the stages the value is the mean by weight, the weight of a path being that of its first row.',
    ],
    examples: [
      'perennial model clv --margin 100 --retention 0.8 --discount 0.1',
      'perennial model clv --stages stages.csv --discount 0.1 --acquisition-cost 30',
    ],
    onlyHere: true,
    load: () => import('./commands/modelClv.ts'),
  },
];
