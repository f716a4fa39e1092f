/** The commands about templates, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';

const LOCALE = {
  name: 'locale',
  value: 'TAG',
  help: 'Language, for example zh-CN. Default: the customer’s.',
};
const EVENT = {
  name: 'properties',
  value: 'JSON',
  help: 'An object: the properties of the event that would have let the customer in (event.…).',
};

export const TEMPLATE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'templates list',
    summary: 'List the published templates and the blocks they share.',
    operands: [],
    options: [],
    examples: ['perennial templates list'],
    load: () => import('./commands/templatesList.ts'),
  },
  {
    name: 'templates show',
    summary: 'Show a template or block as it was published.',
    operands: [{ name: 'TEMPLATE' }],
    options: [
      {
        name: 'version',
        value: 'N',
        kind: 'whole',
        help: 'A version published earlier. Default: the newest.',
      },
      LOCALE,
    ],
    examples: ['perennial templates show welcome-topics --locale zh-CN'],
    load: () => import('./commands/templatesShow.ts'),
  },
  {
    name: 'templates lint',
    summary: 'Check template and block files. Exit 1 when one cannot be published.',
    operands: [{ name: 'FILE', many: true }],
    options: [{ name: 'check-images', help: 'Ask how large the linked images are.' }],
    notes: [
      'Errors: what does not compile, an unknown variable, a link nobody outside can follow; of a promotional mail a missing way out or postal address, of a promotional SMS a missing sender or refusal. Everything else is a warning.',
    ],
    examples: ['perennial templates lint templates/*.yaml --check-images'],
    load: () => import('./commands/templatesLint.ts'),
  },
  {
    name: 'templates publish',
    summary: 'Publish templates and blocks: all of them, or none when one is not valid.',
    operands: [{ name: 'FILE', many: true }],
    options: [],
    notes: [
      'Templates that hold a block that changed are published anew. Whoever gets one from now on gets the newest.',
    ],
    examples: ['perennial templates publish templates/welcome.yaml blocks/footer.yaml'],
    load: () => import('./commands/templatesPublish.ts'),
  },
  {
    name: 'templates preview',
    summary: 'Show a template with the data of a customer: its text here, its HTML in a file.',
    operands: [{ name: 'TEMPLATE' }],
    options: [
      { name: 'customer', value: 'ID', help: 'Whose data. Default: somebody of whom nothing is known.' },
      LOCALE,
      {
        name: 'version',
        value: 'N',
        kind: 'whole',
        help: 'A version published earlier. Default: the newest.',
      },
      EVENT,
      { name: 'out', value: 'FILE', help: 'Write the HTML (of an SMS the text) to this file.' },
    ],
    examples: ['perennial templates preview welcome-topics --customer 00042 --out welcome.html'],
    load: () => import('./commands/templatesPreview.ts'),
  },
];

export const TEST_SEND_COMMAND: CommandSpec = {
  name: 'test-send',
  summary: 'Send a template, or all of a journey, to colleagues, with the data of a customer.',
  operands: [{ name: 'TEMPLATE', optional: true }],
  options: [
    { name: 'journey', value: 'ID', help: 'All templates of this journey, instead of one.' },
    {
      name: 'to',
      value: 'ADDRESS',
      repeats: true,
      help: 'An email address or phone number; several with commas.',
    },
    { name: 'seed-list', value: 'NAME', help: 'The addresses of a list in the settings (seedLists).' },
    { name: 'customer', value: 'ID', help: 'Whose data. Default: somebody of whom nothing is known.' },
    LOCALE,
    EVENT,
  ],
  notes: [
    'By the provider of the workspace: the mailbox in safe mode. The subject begins with [Test]; no cap, tally or consent is touched, and nothing is tracked. Exit 1 when one was not sent.',
  ],
  examples: [
    'perennial test-send welcome-topics --to me@shop.example --customer 00042',
    'perennial test-send --journey welcome --seed-list team',
  ],
  load: () => import('./commands/testSend.ts'),
};
