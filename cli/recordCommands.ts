/** The commands about what is kept of people: erasure, export, the suppression list, consents, the ledger; part of the table in `commands.ts`. */
import { CONSENT_BASES, SUPPRESSION_REASONS } from '../core/message/contact.ts';
import { CONSENT_CHANNELS } from '../core/message/messageClass.ts';
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import { READING_OPTIONS } from './readingOptions.ts';

/** What an operator may say of an address. */
const OPERATOR_REASONS = SUPPRESSION_REASONS.filter((reason) => reason !== 'erased');

const FILE_OPTIONS: readonly OptionSpec[] = [
  { name: 'country', value: 'CC', help: 'Country of phone numbers without a country code, for example CN.' },
  ...READING_OPTIONS,
];

export const RECORD_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'erase',
    summary: 'Erase everything about one person, in every place it is kept. Cannot be undone.',
    operands: [{ name: 'CUSTOMER', optional: true }],
    options: [
      { name: 'yes', help: 'Do not ask. Needed where nobody is there to be asked.' },
      { name: 'list', help: 'Show what was erased when; it names nobody.' },
    ],
    notes: [
      'CUSTOMER is any id of the person, or an address that is theirs alone. Profile, ids, orders, events, decisions, messages, tasks and rejected events go; the shop’s totals lose them. Their addresses stay as keyed hashes, barred from marketing until their owner confirms a consent anew. See docs/privacy.md.',
    ],
    examples: [
      'perennial erase 00042',
      'perennial erase anna@example.org --yes --json',
      'perennial erase --list',
    ],
    load: () => import('./commands/erase.ts'),
  },
  {
    name: 'export',
    summary: 'Export everything that is kept about one person, as one JSON document.',
    operands: [{ name: 'CUSTOMER' }],
    options: [{ name: 'out', value: 'FILE', help: 'Write to this file. Default: standard output.' }],
    notes: ['CUSTOMER is any id of the person, or an address that is theirs alone.'],
    examples: ['perennial export 00042 --out customer-00042.json'],
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'import consents',
    summary: 'Import consents with their proof from a CSV or NDJSON file.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'map',
        value: 'MAP',
        help: 'Which column is what: customer=… or address=…, channel, topic, state, at, source, wording, basis. Default: by the columns’ names.',
      },
      {
        name: 'source',
        value: 'TEXT',
        help: 'Where they were given, of rows that do not say, for example "checkout form".',
      },
      {
        name: 'basis',
        value: 'BASIS',
        oneOf: CONSENT_BASES,
        help: 'What they rest on, of rows that do not say.',
      },
      { name: 'at', value: 'DATE', kind: 'date', help: 'When they were given, of rows that do not say.' },
      { name: 'wording', value: 'TEXT', help: 'The wording people agreed to, of rows that do not say.' },
      {
        name: 'topic',
        value: 'TOPIC',
        help: 'The topic of rows that name none; * for a refusal of everything.',
      },
      {
        name: 'channel',
        value: 'CHANNEL',
        oneOf: CONSENT_CHANNELS,
        help: 'The channel of rows that name none.',
      },
      ...FILE_OPTIONS,
    ],
    notes: [
      'A row without date or source is refused, and one that grants without a basis. State is granted, denied or asked; yes, no, subscribed, unsubscribed, 是 and 否 are understood. What is older than what is known changes nothing, and neither does the same file again.',
    ],
    examples: [
      'perennial import consents consents.csv --map address=email,topic=list,state=status,at=date --source "checkout form" --basis express',
      'perennial import consents optouts.csv --map address=email,at=date --topic "*" --source mailchimp',
    ],
    load: () => import('./commands/consentsImport.ts'),
  },
  {
    name: 'suppressions list',
    summary: 'List addresses that are not to be written to, and why.',
    operands: [],
    options: [{ name: 'limit', value: 'N', kind: 'whole', help: 'How many. Default 50.' }],
    notes: ['An address is kept as a keyed hash; it is shown in words where a customer still has it.'],
    examples: ['perennial suppressions list'],
    load: () => import('./commands/suppressionsList.ts'),
  },
  {
    name: 'suppressions add',
    summary: 'Suppress an address.',
    operands: [{ name: 'ADDRESS' }],
    options: [
      { name: 'reason', value: 'REASON', oneOf: OPERATOR_REASONS, help: 'Default manual.' },
      {
        name: 'channel',
        value: 'CHANNEL',
        oneOf: CONSENT_CHANNELS,
        help: 'Default: by what the address looks like.',
      },
      { name: 'source', value: 'TEXT', help: 'Who says so. Default: your user name.' },
    ],
    examples: ['perennial suppressions add anna@example.org --reason manual'],
    load: () => import('./commands/suppressionsAdd.ts'),
  },
  {
    name: 'suppressions remove',
    summary: 'Lift the suppression of an address. Says the risk and asks where there is one.',
    operands: [{ name: 'ADDRESS' }],
    options: [
      {
        name: 'channel',
        value: 'CHANNEL',
        oneOf: CONSENT_CHANNELS,
        help: 'Default: by what the address looks like.',
      },
      { name: 'yes', help: 'Do not ask, the risk is known.' },
    ],
    notes: [
      'ADDRESS may be a hash of the list. An erased address cannot be removed: only its owner can come back.',
    ],
    examples: ['perennial suppressions remove anna@example.org --yes'],
    load: () => import('./commands/suppressionsRemove.ts'),
  },
  {
    name: 'suppressions import',
    summary: 'Import a suppression list: of this shop, or of another sender’s export.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'map',
        value: 'MAP',
        help: 'Which column is what: address=…, channel, reason, at, source. Default: by the columns’ names.',
      },
      {
        name: 'reason',
        value: 'REASON',
        oneOf: OPERATOR_REASONS,
        help: 'The reason of rows that name none.',
      },
      {
        name: 'channel',
        value: 'CHANNEL',
        oneOf: CONSENT_CHANNELS,
        help: 'The channel of rows that name none.',
      },
      { name: 'source', value: 'TEXT', help: 'Who says so. Default: the file’s name.' },
      ...FILE_OPTIONS,
    ],
    notes: [
      'Reasons as SES (BOUNCE, COMPLAINT), Mailchimp (cleaned) and others write them are understood. Who unsubscribed is no suppression: import those as consents.',
    ],
    examples: [
      'perennial suppressions import ses.csv --map address=EmailAddress,reason=Reason,at=LastUpdateTime',
    ],
    load: () => import('./commands/suppressionsImport.ts'),
  },
  {
    name: 'suppressions export',
    summary: 'Export the suppression list as CSV.',
    operands: [],
    options: [{ name: 'out', value: 'FILE', help: 'Write to this file. Default: standard output.' }],
    notes: ['An address that no customer has any more stands as its keyed hash, which this shop takes back.'],
    examples: ['perennial suppressions export --out suppressions.csv'],
    load: () => import('./commands/suppressionsExport.ts'),
  },
  {
    name: 'ledger export',
    summary: 'Export every decision with outcome, reason, evidence, feedback and times, one a line.',
    operands: [],
    options: [
      { name: 'format', value: 'F', oneOf: ['ndjson', 'csv'], help: 'Default ndjson.' },
      { name: 'out', value: 'FILE', help: 'Write to this file. Default: standard output.' },
      { name: 'since', value: 'DATE', kind: 'date', help: 'Decided on this day or later.' },
      { name: 'until', value: 'DATE', kind: 'date', help: 'Decided before this day.' },
      { name: 'journey', value: 'ID', help: 'Only of this journey.' },
      { name: 'customer', value: 'ID', help: 'Only of this customer, under any of their ids.' },
    ],
    notes: ['In CSV a cell that a spreadsheet would run as a formula is preceded by an apostrophe.'],
    examples: ['perennial ledger export --format csv --out ledger.csv --since 2026-01-01'],
    load: () => import('./commands/ledgerExport.ts'),
  },
];
