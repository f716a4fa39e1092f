/** The commands about win-back, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';
import { schemaCommand } from './schemaCommand.ts';
import { periodOptions } from './simulationOptions.ts';

export const WIN_BACK_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'winback verdicts',
    summary: 'Judge everyone in decline: recover, let go, end or wait, with what is expected of each.',
    operands: [],
    options: [
      {
        name: 'at',
        value: 'DATE',
        kind: 'date',
        help: 'Orders before 00:00 UTC of this day count. Default: the last evaluation.',
      },
      {
        name: 'most',
        value: 'N',
        kind: 'whole',
        help: 'How many customers to name, most expected net first. Default 20.',
      },
    ],
    notes: [
      'Nothing is written: customers are taken up as they come into decline, once a policy is published (perennial winback publish).',
    ],
    examples: ['perennial winback verdicts', 'perennial winback verdicts --at 1998-07-01 --json'],
    load: () => import('./commands/winBackVerdicts.ts'),
  },
  {
    name: 'winback show',
    summary: 'Show the whole sum of one customer in decline, line by line and rung by rung, and their cases.',
    operands: [{ name: 'CUSTOMER' }],
    options: [],
    notes: ['With --lang zh-CN in Chinese.'],
    examples: ['perennial winback show 00042', 'perennial winback show 00042 --lang zh-CN'],
    load: () => import('./commands/winBackShow.ts'),
  },
  {
    name: 'winback learn',
    summary:
      'Show what closed cases taught: who came back by themselves, and what each rung did against the one below.',
    operands: [],
    options: [],
    notes: ['Only cases that chance decided say what a rung does. It is counted anew each night.'],
    examples: ['perennial winback learn'],
    load: () => import('./commands/winBackLearn.ts'),
  },
  {
    name: 'winback simulate',
    summary:
      'Replay a period with the win-back policy: verdicts, spend, and what assumed uplifts would be worth, against an offer to everyone.',
    operands: [],
    options: [
      ...periodOptions(),
      {
        name: 'uplifts',
        value: 'POINTS',
        list: true,
        help: 'Percentage points by which a treatment is assumed to raise the chance. Default 0,1,2,5,10.',
      },
      {
        name: 'margin',
        value: 'SHARE',
        kind: 'number',
        help: 'Contribution margin of everybody, 0 to 1. Default: of each customer as of each night, by what goods cost; where nothing tells, the settings’.',
      },
      {
        name: 'after-days',
        value: 'N',
        kind: 'whole',
        help: 'Days of silence after which the other policy writes to everyone. Default 60.',
      },
      { name: 'seed', value: 'N', kind: 'whole', help: 'Seed of chance. Default: the settings’.' },
      { name: 'out', value: 'FILE', help: 'Write the report there as well.' },
    ],
    notes: [
      'Recorded orders do not react: who came back by themselves is known, the uplift is assumed and never measured. Live data is untouched.',
    ],
    examples: ['perennial winback simulate --from 1997-10-01 --to 1998-07-01 --margin 0.3'],
    load: () => import('./commands/winBackSimulate.ts'),
  },
  {
    name: 'winback policy',
    summary: 'Show the win-back policy in force; where none is published, the one that is shipped.',
    operands: [],
    options: [],
    examples: ['perennial winback policy', 'perennial winback policy --json'],
    load: () => import('./commands/winBackPolicy.ts'),
  },
  {
    name: 'winback validate',
    summary: 'Check a win-back policy without using it. Exit 1 when it cannot be used.',
    operands: [{ name: 'FILE' }],
    options: [],
    examples: ['perennial winback validate workflows/win-back.yaml'],
    load: () => import('./commands/winBackValidate.ts'),
  },
  {
    name: 'winback publish',
    summary: 'Publish a win-back policy: from then on whoever comes into decline is taken up.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'backlog',
        value: 'N',
        kind: 'whole',
        help: 'Take up so many a day of those who are lost already. Default: nobody.',
      },
    ],
    notes: ['What the file leaves out takes its default. Cases that are open keep their verdict.'],
    examples: [
      'perennial winback publish workflows/win-back.yaml',
      'perennial winback publish workflows/win-back.yaml --backlog 500',
    ],
    load: () => import('./commands/winBackPublish.ts'),
  },
  schemaCommand('winback', 'win-back', 'win-back policies'),
];
