/** The commands about campaigns, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';
import { schemaCommand } from './schemaCommand.ts';
import { ASSUMPTION_OPTIONS, periodOptions } from './simulationOptions.ts';

type Move = 'submit' | 'approve' | 'launch' | 'pause' | 'resume' | 'cancel';

function move(name: Move, summary: string, notes: readonly string[] = []): CommandSpec {
  return {
    name: `campaigns ${name}`,
    summary,
    operands: [{ name: 'CAMPAIGN' }],
    options: [{ name: 'note', value: 'TEXT', help: 'Kept with who did it and when.' }],
    ...(notes.length === 0 ? {} : { notes }),
    examples: [`perennial campaigns ${name} spring`],
    load: async () => {
      const { moving } = await import('./commands/campaignsMove.ts');
      return { run: moving(name) };
    },
  };
}

export const CAMPAIGN_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'campaigns list',
    summary: 'List the campaigns: state, size, when they run next.',
    operands: [],
    options: [],
    examples: ['perennial campaigns list'],
    load: () => import('./commands/campaignsList.ts'),
  },
  {
    name: 'campaigns show',
    summary: 'Show a campaign: what it says, where it is, and who did what with it.',
    operands: [{ name: 'CAMPAIGN' }],
    options: [],
    examples: ['perennial campaigns show spring'],
    load: () => import('./commands/campaignsShow.ts'),
  },
  {
    name: 'campaigns validate',
    summary: 'Check a definition, and keep nothing. Exit 1 where it is not valid.',
    operands: [{ name: 'FILE' }],
    options: [],
    examples: ['perennial campaigns validate spring.yaml'],
    load: () => import('./commands/campaignsValidate.ts'),
  },
  {
    name: 'campaigns preview',
    summary:
      'Say how many a definition is for, how many can be written to now, and whether somebody must approve.',
    operands: [{ name: 'FILE' }],
    options: [],
    examples: ['perennial campaigns preview spring.yaml'],
    load: () => import('./commands/campaignsPreview.ts'),
  },
  {
    name: 'campaigns simulate',
    summary:
      'Replay a definition over recorded history, beside the journeys in force: contacts, refusals, cost.',
    operands: [{ name: 'FILE' }],
    options: [...periodOptions('First day; a campaign that starts now starts then.'), ...ASSUMPTION_OPTIONS],
    notes: [
      'Recorded orders do not react to what is sent: it shows contacts and cost, never uplift. Nothing live is touched.',
    ],
    examples: [
      'perennial campaigns simulate spring.yaml --from 2026-03-01 --to 2026-04-01 --assume-consent offers',
    ],
    load: () => import('./commands/campaignsSimulate.ts'),
  },
  {
    name: 'campaigns create',
    summary: 'Keep a definition as a draft; of one that was not launched yet its next revision.',
    operands: [{ name: 'FILE' }],
    options: [],
    notes: ['What was submitted or approved becomes a draft again: what is approved is one revision.'],
    examples: ['perennial campaigns create spring.yaml'],
    load: () => import('./commands/campaignsCreate.ts'),
  },
  move(
    'submit',
    'Count whom a campaign is for and settle what it left open; a large one waits for a second person.',
  ),
  move('approve', 'Approve a campaign that somebody else made and submitted.', [
    'Whoever made, changed or submitted it cannot approve it. Against a local server another person gives their key: --remote http://localhost:4600 --key KEY.',
  ]),
  move('launch', 'Launch a campaign: at once, or as its schedule says. A draft is submitted on the way.', [
    'From then on its definition stays as it is: clone it to change it.',
  ]),
  move('pause', 'Let nobody in and send nothing until it is resumed. What waits, waits.'),
  move('resume', 'Go on where a campaign was paused.'),
  move('cancel', 'End a campaign for good: nobody comes in, what is pending is not sent.'),
  {
    name: 'campaigns clone',
    summary: 'Make a draft of another id with the same definition.',
    operands: [{ name: 'CAMPAIGN' }, { name: 'NEW' }],
    options: [],
    examples: ['perennial campaigns clone spring autumn'],
    load: () => import('./commands/campaignsClone.ts'),
  },
  {
    name: 'campaigns trigger',
    summary: 'Let customers into a campaign that runs by call.',
    operands: [{ name: 'CAMPAIGN' }, { name: 'CUSTOMER', many: true }],
    options: [
      {
        name: 'once',
        value: 'KEY',
        help: 'What keeps these passages apart: the same key again writes to nobody twice.',
      },
      { name: 'properties', value: 'JSON', help: 'An object that templates and conditions may read.' },
    ],
    notes: ['Exit 1 when nobody was let in, now or before under the same key.'],
    examples: ['perennial campaigns trigger receipt 00042 --once order-7 --properties \'{"total":"12.50"}\''],
    load: () => import('./commands/campaignsTrigger.ts'),
  },
  {
    name: 'campaigns report',
    summary:
      'What became of a campaign: who came in, each message, each variant, and what it brought against its holdout.',
    operands: [{ name: 'CAMPAIGN' }],
    options: [],
    examples: ['perennial campaigns report spring', 'perennial campaigns report spring --json'],
    load: () => import('./commands/campaignsReport.ts'),
  },
  schemaCommand('campaigns', 'campaign', 'campaigns'),
];
