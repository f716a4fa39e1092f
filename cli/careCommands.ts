/** The commands about care tasks and about how mail arrives, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';

export const CARE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'surveys',
    summary: 'What the surveys of the journeys came to, each customer by their latest answer.',
    operands: [],
    options: [
      { name: 'since', value: 'DATE', kind: 'date', help: 'Answers from this day on. Default: all.' },
    ],
    notes: [
      'NPS is the share of 9 and 10 less the share of 0 to 6, in points; the interval says how little a few answers tell.',
    ],
    examples: ['perennial surveys', 'perennial surveys --since 2026-01-01 --json'],
    load: () => import('./commands/surveys.ts'),
  },
  {
    name: 'tasks',
    summary: 'List what people of the shop are to do: replies and complaints to answer, what is due first.',
    operands: [],
    options: [
      { name: 'due', help: 'Only what is due or overdue.' },
      { name: 'all', help: 'What is done too, for 30 days.' },
      { name: 'limit', value: 'N', kind: 'whole', help: 'How many. Default 20.' },
    ],
    examples: ['perennial tasks --due', 'perennial tasks --all --json'],
    load: () => import('./commands/tasks.ts'),
  },
  {
    name: 'tasks done',
    summary: 'Close a task.',
    operands: [{ name: 'TASK' }],
    options: [{ name: 'note', value: 'TEXT', help: 'What was done.' }],
    examples: ['perennial tasks done complaint/42/c-7 --note "called, sent a new one"'],
    load: () => import('./commands/tasksDone.ts'),
  },
  {
    name: 'domain check',
    summary:
      'Ask DNS whether mail of a domain will be believed, and say which record to add. Exit 1 where one is wrong.',
    operands: [{ name: 'DOMAIN' }],
    options: [
      { name: 'selector', value: 'S', repeats: true, help: 'A DKIM selector; give it again for each.' },
      {
        name: 'return-path',
        value: 'SUB',
        help: 'The subdomain bounces go to (MAIL FROM), for example bounce.',
      },
      { name: 'provider', value: 'P', oneOf: ['ses'], help: 'Who sends. Default: as the settings say.' },
    ],
    examples: ['perennial domain check shop.example --provider ses --selector abc123 --return-path bounce'],
    load: () => import('./commands/domainCheck.ts'),
  },
  {
    name: 'deliverability',
    summary:
      'Show what became of mails by mailbox provider: delivered, bounced, complained of, opened, clicked.',
    operands: [],
    options: [{ name: 'days', value: 'N', kind: 'whole', help: 'How many days back. Default 30.' }],
    examples: ['perennial deliverability --days 7'],
    load: () => import('./commands/deliverability.ts'),
  },
];
