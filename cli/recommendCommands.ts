/** The commands about what to offer whom next, part of the table in `commands.ts`. */
import { SLOTS } from '../core/recommend/slots.ts';
import type { CommandSpec, OptionSpec } from './args/spec.ts';

const DATE_FORMAT: OptionSpec = {
  name: 'date-format',
  value: 'ORDER',
  oneOf: ['dmy', 'mdy', 'ymd'],
  help: 'How dates that begin with a day or month are meant.',
};

export const RECOMMEND_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'recommend train',
    summary: 'Train recommendations on every order with items up to now, as the night does at a refit.',
    operands: [],
    options: [],
    notes: [
      'Up to 3,000 items EASE says what goes together, above item-kNN; what is bought again has its rhythm. What is in force stays until the new is whole.',
    ],
    examples: ['perennial recommend train', 'perennial recommend train --json'],
    load: () => import('./commands/recommendTrain.ts'),
  },
  {
    name: 'recommend for',
    summary: 'What to show a customer next, best first, and why.',
    operands: [{ name: 'CUSTOMER' }],
    options: [
      {
        name: 'slot',
        value: 'SLOT',
        oneOf: SLOTS,
        help: 'discover: what they have not; replenish: what they buy again. Default anything: both.',
      },
      { name: 'k', value: 'N', kind: 'whole', help: 'How many, 1 to 50. Default 10.' },
      { name: 'category', value: 'NAME', help: 'Only items of this category.' },
      { name: 'min-price', value: 'AMOUNT', help: 'Only items that cost so much, where the price is known.' },
      { name: 'max-price', value: 'AMOUNT', help: 'Only items that cost no more.' },
      {
        name: 'min-margin',
        value: 'SHARE',
        kind: 'number',
        help: 'Only items that leave so much of their price, 0 to 1.',
      },
      {
        name: 'per-category',
        value: 'N',
        kind: 'whole',
        help: 'At most so many of one category. Default: a third of the list, as long as others have something.',
      },
      { name: 'dropped', help: 'Show also what rules kept back, and why.' },
    ],
    notes: [
      'Prices, stock, categories and what is durable come from the catalogue (perennial import catalogue). Newcomers get what most customers buy.',
    ],
    examples: [
      'perennial recommend for C00012',
      'perennial recommend for C00012 --slot discover --k 5 --max-price 50 --dropped',
    ],
    load: () => import('./commands/recommendFor.ts'),
  },
  {
    name: 'recommend report',
    summary: 'What came of what was recommended in messages, and what choosing brought over chance.',
    operands: [],
    options: [],
    notes: [
      'Counts lists of products in delivered messages: who followed which, and what was bought within 14 days of being shown. In a share of lists (settings: recommendations.exploreShare) chance chooses one item; what is chosen is measured against those.',
    ],
    examples: ['perennial recommend report', 'perennial recommend report --json'],
    load: () => import('./commands/recommendReport.ts'),
  },
  {
    name: 'customers relationship',
    summary: 'Which of five kinds of relationship suits a customer, and why.',
    operands: [{ name: 'CUSTOMER' }],
    options: [],
    notes: [
      'By the contacts a year’s margin pays for, the number of customers of the same grade, what they buy and where they stand (settings: relationship).',
    ],
    examples: ['perennial customers relationship C00012', 'perennial customers relationship C00012 --json'],
    load: () => import('./commands/customersRelationship.ts'),
  },
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
        help: 'CSV: customer,item and, where it is known, date. Default: the shop’s own orders.',
      },
      {
        name: 'baskets',
        help: 'The file has a basket a line instead, its items with commas between, no header.',
      },
      {
        name: 'min-support',
        value: 'SHARE',
        kind: 'number',
        help: 'Least share of the baskets that hold a rule’s whole. Default 0.01, of the shop’s orders 0.001.',
      },
      {
        name: 'min-confidence',
        value: 'SHARE',
        kind: 'number',
        help: 'Least share of the baskets with the one that hold the other. Default 0.1, of the shop’s orders 0.05.',
      },
      {
        name: 'antecedents',
        value: 'N',
        oneOf: ['1', '2'],
        help: 'Items before the arrow at most. Default 2.',
      },
      DATE_FORMAT,
      { name: 'item', value: 'ITEM', help: 'Only rules that name it; of the shop’s orders.' },
      { name: 'top', value: 'N', kind: 'whole', help: 'So many rules, by lift. Default 20.' },
    ],
    notes: [
      'What a customer bought on one day is a basket of a file; without dates, all they bought. The shop’s own rules are over its orders, found when recommendations were trained.',
    ],
    examples: [
      'perennial recommend rules --item T01',
      'perennial recommend rules --file orders.csv --min-support 0.005',
      'perennial recommend rules --file baskets.csv --baskets --min-confidence 0.25 --top 50',
    ],
    load: () => import('./commands/recommendRules.ts'),
  },
];
