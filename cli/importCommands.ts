/** The commands that bring in what happened, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';
import { READING_OPTIONS } from './readingOptions.ts';

export const IMPORT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'import events',
    summary: 'Import what happened from a CSV or NDJSON file. Rows imported before count as duplicates.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'map',
        value: 'MAP',
        required: true,
        help: 'Which column is what: customer=…,date=…[,name=…,property.NAME=…]. A property may have a type: property.points:number=…, boolean, date.',
      },
      { name: 'event', value: 'NAME', help: 'The name of every event, where no column names it.' },
      ...READING_OPTIONS,
    ],
    notes: [
      'They are history, whatever their date: they change what is known of people, and nobody enters a journey. Orders are imported with import orders.',
    ],
    examples: [
      'perennial import events visits.csv --map customer=id,date=at,property.page=url --event "Page Viewed"',
      'perennial import events history.ndjson --map customer=user.id,date=at,name=type,property.points:number=points',
    ],
    creates: true,
    load: () => import('./commands/importEvents.ts'),
  },
  {
    name: 'import complete-journey',
    summary:
      'Import the public data set Complete Journey: households, baskets, products, campaigns, coupons.',
    operands: [{ name: 'DIR' }],
    options: [
      {
        name: 'reject-dir',
        value: 'DIR',
        help: 'Where rejected rows go, each with its reason. Default: beside the files.',
      },
    ],
    notes: [
      'DIR holds demographics, products, transactions (or transactions_sample), campaigns, campaign_descriptions and coupon_redemptions as CSV, with or without cj_ before the name. The same files again change nothing. The catalogue takes the place of the one there is.',
    ],
    examples: ['perennial import complete-journey data/complete-journey'],
    creates: true,
    load: () => import('./commands/importCompleteJourney.ts'),
  },
];
