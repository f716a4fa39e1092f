/** The commands about the loyalty programme and points, part of the table in `commands.ts`. */
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import { schemaCommand } from './schemaCommand.ts';

const OPERATION: OptionSpec = {
  name: 'operation',
  value: 'KEY',
  help: 'Names the operation: the same again does nothing. Default: a new one.',
};

export const LOYALTY_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'loyalty show',
    summary: 'Show the loyalty programme in force.',
    operands: [],
    options: [],
    examples: ['perennial loyalty show'],
    load: () => import('./commands/loyaltyShow.ts'),
  },
  {
    name: 'loyalty validate',
    summary: 'Check a loyalty programme file. Exit 1 when it cannot be used.',
    operands: [{ name: 'FILE' }],
    options: [],
    examples: ['perennial loyalty validate workflows/loyalty.yaml'],
    load: () => import('./commands/loyaltyValidate.ts'),
  },
  {
    name: 'loyalty publish',
    summary: 'Put a loyalty programme into force, if it can be used.',
    operands: [{ name: 'FILE' }],
    options: [],
    notes: [
      'From then on orders earn. Members keep their tier until it ends; who reaches a higher one goes up with their next event, or with perennial loyalty reassess.',
    ],
    examples: ['perennial loyalty publish workflows/loyalty.yaml'],
    load: () => import('./commands/loyaltyPublish.ts'),
  },
  schemaCommand('loyalty', 'loyalty', 'loyalty programmes'),
  {
    name: 'loyalty liability',
    summary: 'Show what is owed to members in points and money, by tier and by the month it lapses.',
    operands: [],
    options: [],
    examples: ['perennial loyalty liability', 'perennial loyalty liability --json'],
    load: () => import('./commands/loyaltyLiability.ts'),
  },
  {
    name: 'loyalty check',
    summary: 'Count every account of points anew from its entries. Exit 1 when the books do not balance.',
    operands: [],
    options: [],
    examples: ['perennial loyalty check'],
    load: () => import('./commands/loyaltyCheck.ts'),
  },
  {
    name: 'loyalty simulate',
    summary:
      'What if a tier began elsewhere: who would be in which tier, month by month, and what points would cost.',
    operands: [],
    options: [
      {
        name: 'tier',
        value: 'TIER=FROM',
        repeats: true,
        help: 'Another threshold, in minor units or points as the programme counts: gold=50000.',
      },
      {
        name: 'definition',
        value: 'FILE',
        help: 'A programme to compare with the one in force. With --orders: the one to begin with; default the shipped one.',
      },
      { name: 'orders', value: 'FILE', help: 'Orders of a CSV or NDJSON file instead of the shop’s own.' },
      {
        name: 'until',
        value: 'DATE',
        kind: 'date',
        help: 'The day time ends before. Default: the day after the last order.',
      },
      { name: 'map', value: 'FIELD=COLUMN,…', help: 'With --orders: which columns hold what.' },
      { name: 'currency', value: 'CODE', help: 'With --orders: their currency.' },
      {
        name: 'date-format',
        value: 'ORDER',
        oneOf: ['dmy', 'mdy', 'ymd'],
        help: 'With --orders: how dates that begin with a day or month are meant.',
      },
      { name: 'reject-file', value: 'FILE', help: 'With --orders: where rows go that cannot be read.' },
    ],
    notes: ['Recorded orders do not react: it shows tiers and cost, never what members would do.'],
    examples: [
      'perennial loyalty simulate --tier gold=50000',
      'perennial loyalty simulate --orders orders.csv --currency USD --tier silver=10000 --tier gold=50000',
    ],
    load: () => import('./commands/loyaltySimulate.ts'),
  },
  {
    name: 'loyalty account',
    summary: 'Show the points of one customer: balance, tier, lots, and the entries that made them.',
    operands: [{ name: 'CUSTOMER' }],
    options: [{ name: 'limit', value: 'N', kind: 'whole', help: 'Entries to show, 1 to 100. Default 20.' }],
    examples: ['perennial loyalty account C00012'],
    load: () => import('./commands/loyaltyAccount.ts'),
  },
  {
    name: 'loyalty adjust',
    summary: 'Give a customer points, or take some away.',
    operands: [{ name: 'CUSTOMER' }],
    options: [
      { name: 'points', value: 'N', kind: 'number', required: true, help: 'How many; below 0 to take away.' },
      { name: 'reason', value: 'TEXT', required: true, help: 'What the statement says.' },
      OPERATION,
    ],
    examples: ['perennial loyalty adjust C00012 --points 200 --reason "late delivery"'],
    load: () => import('./commands/loyaltyAdjust.ts'),
  },
  {
    name: 'loyalty redeem',
    summary: 'Redeem points of a customer, or release a redemption.',
    operands: [{ name: 'CUSTOMER' }],
    options: [
      { name: 'points', value: 'N', kind: 'whole', help: 'How many to redeem.' },
      OPERATION,
      { name: 'release', value: 'KEY', help: 'Gives back what the redemption of this name took.' },
      { name: 'reason', value: 'TEXT', help: 'What the statement says.' },
    ],
    examples: [
      'perennial loyalty redeem C00012 --points 500 --operation order-81',
      'perennial loyalty redeem C00012 --release order-81',
    ],
    load: () => import('./commands/loyaltyRedeem.ts'),
  },
  {
    name: 'loyalty import-balances',
    summary:
      'Bring in the points members had in another programme, from a CSV file. Exit 1 when a row was refused.',
    operands: [{ name: 'FILE' }],
    options: [
      { name: 'from', value: 'NAME', required: true, help: 'Where they come from, such as old-programme.' },
      {
        name: 'customer',
        value: 'COLUMN',
        help: 'The column of customer ids. Default: customer, id or member.',
      },
      { name: 'points', value: 'COLUMN', help: 'The column of points. Default: points or balance.' },
    ],
    notes: [
      'The same file again brings in nothing twice. Points can be spent at once, and lapse as points earned today.',
    ],
    examples: ['perennial loyalty import-balances members.csv --from old-programme'],
    load: () => import('./commands/loyaltyImportBalances.ts'),
  },
  {
    name: 'loyalty reassess',
    summary:
      'Bring every account to now under the programme in force, and put in orders of before where it goes back.',
    operands: [],
    options: [],
    notes: ['May be run again at any time: nothing is given twice.'],
    examples: ['perennial loyalty reassess'],
    load: () => import('./commands/loyaltyReassess.ts'),
  },
];
