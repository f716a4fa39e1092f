/**
 * The command line in one table. What stands here is parsed, checked and shown by `--help`; what a command does is in the
 * file it loads. Every command but `serve`, `demo` and `journeys test` is a client of the API.
 */
import { ANALYTICS_COMMANDS } from './analyticsCommands.ts';
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import { CAMPAIGN_HISTORY_COMMAND } from './campaignHistoryCommand.ts';
import { CAMPAIGN_COMMANDS } from './campaignCommands.ts';
import { CARE_COMMANDS } from './careCommands.ts';
import { CATALOGUE_COMMANDS } from './catalogueCommands.ts';
import { DEAD_LETTER_COMMANDS } from './deadLetterCommands.ts';
import { GUARANTEE_COMMAND } from './guaranteeCommand.ts';
import { IMPORT_COMMANDS } from './importCommands.ts';
import { JOURNEY_COMMANDS } from './journeyCommands.ts';
import { KEY_COMMANDS } from './keyCommands.ts';
import { LIFT_COMMANDS } from './liftCommands.ts';
import { OFFER_COMMANDS } from './offerCommands.ts';
import { RECOMMEND_COMMANDS } from './recommendCommands.ts';
import { LOYALTY_COMMANDS } from './loyaltyCommands.ts';
import { MODEL_COMMANDS } from './modelCommands.ts';
import { RECORD_COMMANDS } from './recordCommands.ts';
import { SCORE_COMMANDS } from './scoreCommands.ts';
import { SEGMENT_COMMANDS } from './segmentCommands.ts';
import { SEND_COMMANDS } from './sendCommands.ts';
import { ASSUMPTION_OPTIONS, periodOptions } from './simulationOptions.ts';
import { TEMPLATE_COMMANDS, TEST_SEND_COMMAND } from './templateCommands.ts';
import { WIN_BACK_COMMANDS } from './winBackCommands.ts';
import { LANGUAGES } from './words/language.ts';
import { CONSENT_BASES } from '../core/message/contact.ts';
import { STAGES } from '../core/lifecycle/lifecycle.ts';
import { SHOP_MODELS } from '../core/lifecycle/model.ts';
import { READING_OPTIONS } from './readingOptions.ts';

export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { name: 'json', help: 'Print one JSON document on standard output and nothing else there.' },
  { name: 'data', value: 'DIR', help: 'The data folder. Default: PERENNIAL_DATA, else .perennial.' },
  {
    name: 'workspace',
    value: 'NAME',
    help: 'A workspace of the data folder. Default: main where orders were imported, else demo.',
  },
  {
    name: 'port',
    value: 'N',
    kind: 'port',
    help: 'Port of the local server. Default: PERENNIAL_PORT, else 4600.',
  },
  {
    name: 'remote',
    value: 'URL',
    kind: 'url',
    help: 'Talk to a deployed system instead. Default: PERENNIAL_REMOTE.',
  },
  { name: 'key', value: 'KEY', help: 'Key for --remote. Default: PERENNIAL_KEY.' },
  {
    name: 'lang',
    value: 'LANG',
    oneOf: LANGUAGES,
    help: 'Language of what people read. Default: from LANG.',
  },
  { name: 'help', help: 'Show help.' },
  { name: 'version', help: 'Show the version.' },
];

const serve: Omit<CommandSpec, 'name' | 'examples'> = {
  summary: 'Run Perennial on this machine: API, console and the wave that sends what is due.',
  operands: [],
  options: [],
  notes: ['Safe by default: messages are kept in a mailbox and nothing leaves. Ctrl-C stops it.'],
  onlyHere: true,
  load: () => import('./commands/serve.ts'),
};

export const COMMANDS: readonly CommandSpec[] = [
  { ...serve, name: 'serve', examples: ['perennial serve --port 4700'] },
  { ...serve, name: 'start', summary: 'The same as serve.', examples: ['perennial start'] },
  {
    name: 'demo',
    summary: 'Lay out the demonstration shop and run its last 30 days through the engine.',
    operands: [],
    options: [],
    examples: ['perennial demo --data /tmp/shop'],
    onlyHere: true,
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'import orders',
    summary: 'Import orders from a CSV or NDJSON file. Rows imported before count as duplicates.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'map',
        value: 'MAP',
        required: true,
        help: 'Which column is what: customer=…,date=…,amount=…[,order=…,item=…,quantity=…,price=…,cost=…].',
      },
      { name: 'currency', value: 'CODE', required: true, help: 'Currency of the amounts, for example USD.' },
      ...READING_OPTIONS,
    ],
    notes: [
      'A negative amount is a refund. Without an order id the id is made from customer, date, amount and currency.',
    ],
    examples: ['perennial import orders orders.csv --map customer=id,date=day,amount=total --currency USD'],
    creates: true,
    load: () => import('./commands/importOrders.ts'),
  },
  {
    name: 'import customers',
    summary: 'Import customers with their addresses, traits and consents from a CSV or NDJSON file.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'map',
        value: 'MAP',
        help: 'Which column is what: id=… and any of email, phone, name, first_name, last_name, locale, zone, since, updated, trait.NAME, consent.email.TOPIC, consent.sms.TOPIC. Default: by the columns’ names.',
      },
      { name: 'traits', value: 'rest', oneOf: ['rest'], help: 'Keep all other columns as traits.' },
      {
        name: 'consent-source',
        value: 'TEXT',
        help: 'Where the consents were given, for example "checkout form".',
      },
      { name: 'consent-date', value: 'DATE', kind: 'date', help: 'When they were given.' },
      { name: 'consent-wording', value: 'TEXT', help: 'The wording people agreed to.' },
      { name: 'consent-basis', value: 'BASIS', oneOf: CONSENT_BASES, help: 'What the consents rest on.' },
      {
        name: 'country',
        value: 'CC',
        help: 'Country of phone numbers without a country code, for example CN.',
      },
      ...READING_OPTIONS,
    ],
    notes: [
      'Consents say yes, no, true, false, 1, 0, 是 or 否; an empty cell says nothing. A trait may have a type: trait.points:number=…, boolean, date. Nobody enters a journey by an import, and a value told later stays. The same file again changes nothing.',
    ],
    examples: [
      'perennial import customers people.csv --map id=customer_id,email=email,trait.birthday=birthday',
      'perennial import customers people.csv --map id=no,email=mail,consent.email.newsletter=newsletter --consent-source checkout --consent-date 2026-01-01',
      'perennial import customers people.ndjson --traits rest',
    ],
    creates: true,
    load: () => import('./commands/importCustomers.ts'),
  },
  ...CATALOGUE_COMMANDS,
  ...IMPORT_COMMANDS,
  {
    name: 'evaluate',
    summary: 'Evaluate every customer’s stage, grade and value as of a date.',
    operands: [],
    options: [
      {
        name: 'at',
        value: 'DATE',
        kind: 'date',
        required: true,
        help: 'Orders before 00:00 UTC of this day count.',
      },
      {
        name: 'model',
        value: 'NAME',
        help: `The purchase model of this evaluation: ${SHOP_MODELS.join(', ')}. Default: what the settings name.`,
      },
    ],
    notes: [
      'It is stored unless a later evaluation is on record; then it prints only. A model that foretells the shop’s past better than the one in force is proposed; nothing uses it until the settings name it.',
    ],
    examples: ['perennial evaluate --at 1998-07-01 --json'],
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'customers list',
    summary: 'List customers.',
    operands: [],
    options: [
      { name: 'stage', value: 'STAGE', oneOf: STAGES, help: 'Only customers in this stage.' },
      { name: 'search', value: 'TEXT', help: 'Only customers whose name or id contains this.' },
      { name: 'limit', value: 'N', kind: 'whole', help: 'How many. Default 20.' },
    ],
    examples: ['perennial customers list --stage decline --limit 50'],
    load: () => import('./commands/customersList.ts'),
  },
  {
    name: 'customers show',
    summary: 'Show everything about one customer: stage and why, value, consent, journeys, messages, orders.',
    operands: [{ name: 'CUSTOMER' }],
    options: [],
    examples: ['perennial customers show 00042'],
    load: () => import('./commands/customersShow.ts'),
  },
  {
    name: 'customers export',
    summary: 'Export all customers, one a line.',
    operands: [],
    options: [
      { name: 'format', value: 'F', oneOf: ['ndjson', 'csv'], help: 'Default ndjson.' },
      { name: 'out', value: 'FILE', help: 'Write to this file. Default: standard output.' },
      { name: 'stage', value: 'STAGE', oneOf: STAGES, help: 'Only customers in this stage.' },
    ],
    notes: [
      'The lines are the document: without --out, --json changes nothing about them; with --out it prints a summary. In CSV a cell that a spreadsheet would run as a formula is preceded by an apostrophe; numbers stay as they are.',
    ],
    examples: ['perennial customers export --format csv --out customers.csv'],
    load: () => import('./commands/customersExport.ts'),
  },
  ...CAMPAIGN_COMMANDS,
  CAMPAIGN_HISTORY_COMMAND,
  ...CARE_COMMANDS,
  ...JOURNEY_COMMANDS,
  ...LIFT_COMMANDS,
  ...MODEL_COMMANDS,
  ...RECORD_COMMANDS,
  ...RECOMMEND_COMMANDS,
  ...SEGMENT_COMMANDS,
  ...SEND_COMMANDS,
  ...DEAD_LETTER_COMMANDS,
  ...ANALYTICS_COMMANDS,
  ...SCORE_COMMANDS,
  ...OFFER_COMMANDS,
  ...WIN_BACK_COMMANDS,
  ...LOYALTY_COMMANDS,
  GUARANTEE_COMMAND,
  ...TEMPLATE_COMMANDS,
  TEST_SEND_COMMAND,
  {
    name: 'simulate',
    summary:
      'Replay a period through the journeys in virtual time and report who would get what, and why not.',
    operands: [],
    options: [
      ...periodOptions(),
      { name: 'out', value: 'FILE', required: true, help: 'Where the report goes.' },
      ...ASSUMPTION_OPTIONS,
      { name: 'render', help: 'Render every message too.' },
    ],
    notes: ['Live data is untouched and nothing is sent.'],
    examples: [
      'perennial simulate --from 1998-01-01 --to 1998-07-01 --out report.json --seed 7 --assume-reachable email --assume-consent offers,newsletter',
    ],
    load: () => import('./commands/simulate.ts'),
  },
  {
    name: 'why',
    summary: 'Say what was decided for a customer, when, and on what evidence; newest first.',
    operands: [{ name: 'CUSTOMER' }],
    options: [
      { name: 'journey', value: 'ID', help: 'Only what this journey decided.' },
      { name: 'campaign', value: 'ID', help: 'Only what this campaign decided.' },
    ],
    examples: ['perennial why 00042 --journey win-back', 'perennial why 00042 --campaign spring'],
    load: () => import('./commands/why.ts'),
  },
  {
    name: 'ledger check',
    summary: 'Recount every decision. Exit 1 when accepted is not the sum of the outcomes.',
    operands: [],
    options: [],
    examples: ['perennial ledger check'],
    load: () => import('./commands/ledgerCheck.ts'),
  },
  {
    name: 'events rejected',
    summary: 'List events that were sent and could not be applied, or not whole; newest first.',
    operands: [],
    options: [{ name: 'limit', value: 'N', kind: 'whole', help: 'How many. Default 20.' }],
    notes: ['They are kept for 30 days, each as it came, with what is wrong and how to mend it.'],
    examples: ['perennial events rejected', 'perennial events rejected --limit 100 --json'],
    load: () => import('./commands/eventsRejected.ts'),
  },
  ...KEY_COMMANDS,
  {
    name: 'settings show',
    summary: 'Show the settings in force.',
    operands: [],
    options: [],
    examples: ['perennial settings show'],
    load: () => import('./commands/settingsShow.ts'),
  },
  {
    name: 'settings validate',
    summary: 'Check a settings file without using it. Exit 1 when it cannot be used.',
    operands: [{ name: 'FILE' }],
    options: [],
    examples: ['perennial settings validate settings.yaml'],
    load: () => import('./commands/settingsValidate.ts'),
  },
  {
    name: 'settings set',
    summary:
      'Put a settings file into force: it takes the place of the whole document, from the next wave on.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'if-version',
        value: 'N',
        kind: 'whole',
        help: 'Only where this version is still the one in force.',
      },
    ],
    notes: ['What the file leaves out takes its default. A running server needs no restart.'],
    examples: ['perennial settings set settings.yaml', 'perennial settings set settings.yaml --if-version 4'],
    load: () => import('./commands/settingsSet.ts'),
  },
];
