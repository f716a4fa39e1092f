/** The commands about what could not be done, and about how webhooks are signed; part of the table in `commands.ts`. */
import type { CommandSpec, OptionSpec } from './args/spec.ts';

const LIMIT: OptionSpec = { name: 'limit', value: 'N', kind: 'whole', help: 'How many. Default 20.' };

export const DEAD_LETTER_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'parked',
    summary:
      'List what failed five times and waits for a person: steps, messages and tasks, with their error.',
    operands: [],
    options: [LIMIT],
    examples: ['perennial parked', 'perennial parked --json'],
    load: () => import('./commands/parked.ts'),
  },
  {
    name: 'parked redrive',
    summary: 'Have parked records tried again, with the next wave.',
    operands: [{ name: 'ID', optional: true, many: true }],
    options: [{ name: 'all', help: 'All of them.' }],
    notes: [
      'What moved on since is left alone. A record that fails five times more is parked again. Exit 1 where one that was named is not tried again.',
    ],
    examples: ['perennial parked redrive 00042/care//1', 'perennial parked redrive --all'],
    load: () => import('./commands/parkedRedrive.ts'),
  },
  {
    name: 'webhooks failed',
    summary: 'List webhooks that were refused for good, or not taken within three days; the last first.',
    operands: [],
    options: [
      { name: 'since', value: 'DATE', kind: 'date', help: 'Ended on this day or later.' },
      { name: 'journey', value: 'ID', help: 'Only of this journey.' },
      LIMIT,
    ],
    notes: ['One that was called again is listed no more, unless that failed too.'],
    examples: ['perennial webhooks failed --since 2026-04-01 --journey care'],
    load: () => import('./commands/webhooksFailed.ts'),
  },
  {
    name: 'webhooks redrive',
    summary: 'Call failed webhooks again, for three days, each under the webhook-id it had.',
    operands: [{ name: 'ID', optional: true, many: true }],
    options: [
      { name: 'all', help: 'All that "webhooks failed" lists.' },
      { name: 'since', value: 'DATE', kind: 'date', help: 'With --all: ended on this day or later.' },
      { name: 'journey', value: 'ID', help: 'With --all: only of this journey.' },
    ],
    notes: [
      'A receiver that did hear the call drops it by its webhook-id. In the ledger it is a decision of its own, named ID~1; the one before stays as it ended. Exit 1 where one that was named is not called again.',
    ],
    examples: [
      'perennial webhooks redrive --all --journey care',
      'perennial webhooks redrive 00042/care//1/tell/1',
    ],
    load: () => import('./commands/webhooksRedrive.ts'),
  },
  {
    name: 'webhooks secret',
    summary: 'Show what webhooks are signed with and how to verify it, or change it.',
    operands: [],
    options: [
      { name: 'rotate', help: 'A new secret signs first; those before it sign along for 24 hours.' },
      { name: 'retire', help: 'End those before it now.' },
    ],
    examples: ['perennial webhooks secret', 'perennial webhooks secret --rotate'],
    load: () => import('./commands/webhooksSecret.ts'),
  },
];
