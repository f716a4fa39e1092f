/** The commands about what to offer whom next, part of the table in `commands.ts`. */
import type { CommandSpec, OptionSpec } from './args/spec.ts';

const DATE_FORMAT: OptionSpec = {
  name: 'date-format',
  value: 'ORDER',
  oneOf: ['dmy', 'mdy', 'ymd'],
  help: 'How dates that begin with a day or month are meant.',
};

export const RECOMMEND_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'recommend evaluate',
    summary: 'Train every method of recommendation on one file and judge it by another.',
    operands: [],
    options: [
      {
        name: 'train',
        value: 'FILE',
        required: true,
        help: 'CSV of what customers bought first: customer,item and, where it is known, date.',
      },
      {
        name: 'test',
        value: 'FILE',
        required: true,
        help: 'CSV of what they went on to buy: customer,item.',
      },
      { name: 'k', value: 'N', kind: 'whole', help: 'Items recommended to each. Default 10.' },
      { name: 'exclude-seen', help: 'Recommend nobody what they bought before: for discovery.' },
      DATE_FORMAT,
      { name: 'diversity', help: 'With --json: diversity, novelty and concentration of each method too.' },
    ],
    notes: [
      'All items of the training file are ranked. "default" is what this shop would be given: chosen by hiding part of the training file, never by looking at the test. Without --exclude-seen what customers buy again counts, and each row of the training file is a purchase of its own; dates tell rhythm.',
    ],
    examples: [
      'perennial recommend evaluate --train before.csv --test after.csv --k 10',
      'perennial recommend evaluate --train before.csv --test after.csv --exclude-seen --json',
    ],
    onlyHere: true,
    load: () => import('./commands/recommendEvaluate.ts'),
  },
  {
    name: 'recommend rules',
    summary: 'Find association rules: who has this has that as well, with support, confidence and lift.',
    operands: [],
    options: [
      {
        name: 'file',
        value: 'FILE',
        required: true,
        help: 'CSV: customer,item and, where it is known, date.',
      },
      {
        name: 'baskets',
        help: 'The file has a basket a line instead, its items with commas between, no header.',
      },
      {
        name: 'min-support',
        value: 'SHARE',
        kind: 'number',
        help: 'Least share of the baskets that hold a rule’s whole. Default 0.01.',
      },
      {
        name: 'min-confidence',
        value: 'SHARE',
        kind: 'number',
        help: 'Least share of the baskets with the one that hold the other. Default 0.1.',
      },
      {
        name: 'antecedents',
        value: 'N',
        oneOf: ['1', '2'],
        help: 'Items before the arrow at most. Default 2.',
      },
      DATE_FORMAT,
      { name: 'top', value: 'N', kind: 'whole', help: 'So many rules, by lift. Default 20.' },
    ],
    notes: ['What a customer bought on one day is a basket; without dates, all they bought.'],
    examples: [
      'perennial recommend rules --file orders.csv --min-support 0.005',
      'perennial recommend rules --file baskets.csv --baskets --min-confidence 0.25 --top 50',
    ],
    onlyHere: true,
    load: () => import('./commands/recommendRules.ts'),
  },
];
