/** The commands about offers and coupons, part of the table in `commands.ts`. */
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import { schemaCommand } from './schemaCommand.ts';

const CUSTOMER: OptionSpec = {
  name: 'customer',
  value: 'ID',
  help: 'Whose order it is. May be left out of a code that may be handed on.',
};
const ORDER: readonly OptionSpec[] = [
  CUSTOMER,
  { name: 'order', value: 'ID', help: 'The order.' },
  {
    name: 'amount-minor',
    value: 'N',
    kind: 'whole',
    help: 'What its goods cost before discounts, in minor units: 5000 for 50.00.',
  },
];
const OPERATION: OptionSpec = {
  name: 'operation',
  value: 'KEY',
  help: 'Idempotency key: the same call under the same key is done once. Default: one of the order.',
};

export const OFFER_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'offers list',
    summary: 'List the offers in force and the ladders made of them.',
    operands: [],
    options: [],
    examples: ['perennial offers list', 'perennial offers list --lang zh-CN'],
    load: () => import('./commands/offersList.ts'),
  },
  {
    name: 'offers show',
    summary: 'Show one offer as it was published.',
    operands: [{ name: 'OFFER' }],
    options: [],
    examples: ['perennial offers show ten-off'],
    load: () => import('./commands/offersShow.ts'),
  },
  {
    name: 'offers validate',
    summary: 'Say what is wrong with a document of offers, by line. Exit 1 where it cannot be published.',
    operands: [{ name: 'FILE' }],
    options: [],
    examples: ['perennial offers validate workflows/offers.yaml'],
    load: () => import('./commands/offersValidate.ts'),
  },
  {
    name: 'offers publish',
    summary: 'Put a document of offers into force. What was granted stays as it was promised.',
    operands: [{ name: 'FILE' }],
    options: [],
    examples: ['perennial offers publish workflows/offers.yaml'],
    load: () => import('./commands/offersPublish.ts'),
  },
  schemaCommand('offers', 'offers', 'documents of offers'),
  {
    name: 'offers grant',
    summary: 'Give one customer an offer, if they may have it and limits and budgets allow.',
    operands: [{ name: 'CUSTOMER' }, { name: 'OFFER' }],
    options: [{ ...OPERATION, help: 'Idempotency key: the same call under the same key is done once.' }],
    examples: ['perennial offers grant 00042 ten-off --operation apology-7'],
    load: () => import('./commands/offersGrant.ts'),
  },
  {
    name: 'offers given',
    summary: 'Show what one customer was given, and what became of it.',
    operands: [{ name: 'CUSTOMER' }],
    options: [],
    examples: ['perennial offers given 00042'],
    load: () => import('./commands/offersGiven.ts'),
  },
  {
    name: 'offers report',
    summary: 'Show by offer what was granted, redeemed and spent, and what budgets have left.',
    operands: [],
    options: [{ name: 'journey', value: 'ID', help: 'Only what this journey or campaign gave.' }],
    notes: [
      'Counted from the grants themselves. Spent is what redemptions cost; set aside is what open grants may still cost.',
    ],
    examples: ['perennial offers report', 'perennial offers report --journey win-back --json'],
    load: () => import('./commands/offersReport.ts'),
  },
  {
    name: 'coupons check',
    summary: 'Show whose a code is; with --amount-minor, what it takes off. Exit 1 where it cannot be used.',
    operands: [{ name: 'CODE' }],
    options: ORDER,
    notes: ['An offer without codes is named offer:ID.'],
    examples: ['perennial coupons check K7M2QX-9WATHR-4CEN8P --customer 00042 --amount-minor 5000'],
    load: () => import('./commands/couponsCheck.ts'),
  },
  {
    name: 'coupons reserve',
    summary: 'Hold a code for an order while it is paid.',
    operands: [{ name: 'CODE' }],
    options: [
      ...ORDER,
      OPERATION,
      { name: 'minutes', value: 'N', kind: 'whole', help: 'How long: 1 to 120. Default 15.' },
    ],
    examples: ['perennial coupons reserve WELCOME10 --customer 00042 --order A-17 --amount-minor 5000'],
    load: () => import('./commands/couponsReserve.ts'),
  },
  {
    name: 'coupons redeem',
    summary: 'Redeem a code with an order, reserved or not.',
    operands: [{ name: 'CODE' }],
    options: [
      ...ORDER,
      OPERATION,
      {
        name: 'discount-minor',
        value: 'N',
        kind: 'whole',
        help: 'What was taken off in fact, in minor units. Default: what the offer says.',
      },
    ],
    examples: ['perennial coupons redeem WELCOME10 --customer 00042 --order A-17 --amount-minor 5000'],
    load: () => import('./commands/couponsRedeem.ts'),
  },
  {
    name: 'coupons release',
    summary: 'Give a reservation back.',
    operands: [{ name: 'CODE' }, { name: 'KEY' }],
    options: [CUSTOMER],
    examples: ['perennial coupons release WELCOME10 reserve-A-17 --customer 00042'],
    load: () => import('./commands/couponsRelease.ts'),
  },
  {
    name: 'coupons void',
    summary: 'Take a code back from its customer; what was set aside for it goes back to the budget.',
    operands: [{ name: 'CODE' }],
    options: [{ ...CUSTOMER, help: 'Of a code everybody shares: whose.' }],
    examples: ['perennial coupons void K7M2QX-9WATHR-4CEN8P'],
    load: () => import('./commands/couponsVoid.ts'),
  },
  {
    name: 'coupons import',
    summary: 'Put codes of a CSV or NDJSON file into a pool. Exit 1 where a line was rejected.',
    operands: [{ name: 'POOL' }, { name: 'FILE' }],
    options: [],
    notes: [
      'The column is called code, or is the first. A code that is there already counts as a duplicate.',
    ],
    examples: ['perennial coupons import spring codes.csv'],
    load: () => import('./commands/couponsImport.ts'),
  },
];
