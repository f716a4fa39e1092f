/** The commands about what is kept of people: erasure, export, the suppression list, consents, the ledger; part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';

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
];
