/** The commands about keys, part of the table in `commands.ts`. */
import { KEY_KINDS } from '../core/roles.ts';
import type { CommandSpec } from './args/spec.ts';

export const KEY_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'keys list',
    summary: 'List the keys of the shop: those events come with, and those programs sign in with.',
    operands: [],
    options: [],
    examples: ['perennial keys list --json'],
    load: () => import('./commands/keysList.ts'),
  },
  {
    name: 'keys create',
    summary: 'Make a key. A deployed system shows it this once.',
    operands: [],
    options: [
      {
        name: 'kind',
        value: 'KIND',
        oneOf: KEY_KINDS,
        required: true,
        help: 'What it is for: write sends events; viewer, marketer and admin sign in with that role.',
      },
      { name: 'name', value: 'NAME', required: true, help: 'What it is known by, for example web-shop.' },
    ],
    examples: [
      'perennial keys create --kind write --name web-shop',
      'perennial keys create --kind viewer --name ci --json',
    ],
    load: () => import('./commands/keysCreate.ts'),
  },
  {
    name: 'keys revoke',
    summary: 'Revoke a key: nothing is let in with it any more.',
    operands: [{ name: 'NAME' }],
    options: [],
    notes: ['Events under a write key that was revoked are refused within half a minute.'],
    examples: ['perennial keys revoke web-shop'],
    load: () => import('./commands/keysRevoke.ts'),
  },
];
