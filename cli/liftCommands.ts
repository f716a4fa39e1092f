/** The commands about what a treatment brought, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';

/** Of two files or counts, and of a journey. */
export const LIFT_METRIC_NAMES = ['conversion', 'mean', 'goal', 'orders', 'margin', 'revenue'] as const;

export const LIFT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'lift',
    summary: 'Say what a treatment brought against a control group, and how sure that is.',
    operands: [],
    options: [
      { name: 'treated', value: 'FILE', help: 'CSV of everybody treated, a line each: customer,converted.' },
      { name: 'control', value: 'FILE', help: 'CSV of everybody held back.' },
      { name: 'counts', value: 'T,C', help: 'Instead of files: 120/1000,90/1000 is 120 of 1,000 treated.' },
      { name: 'journey', value: 'ID', help: 'Instead of files: a published journey, against its holdout.' },
      { name: 'experiment', value: 'NODE', help: 'With --journey: the arms of this node with each other.' },
      { name: 'since', value: 'DATE', kind: 'date', help: 'With --journey: who entered from this day on.' },
      { name: 'window', value: 'TIME', help: 'With --journey: what counts after entering. Default 30d.' },
      {
        name: 'metric',
        value: 'METRIC',
        oneOf: LIFT_METRIC_NAMES,
        help: 'Of files conversion or mean, of a journey orders, revenue or goal. Default: by the columns; orders.',
      },
      { name: 'value', value: 'COLUMN', help: 'Column of what they did. Default: by its name.' },
      { name: 'pre', value: 'COLUMN', help: 'Column of the same before the start, to take away (CUPED).' },
      { name: 'expected-ratio', value: 'T:C', help: 'Planned sizes of the groups. Default 1:1.' },
      {
        name: 'cost',
        value: 'AMOUNT',
        kind: 'number',
        help: 'What the treatment cost, for its return, in the values’ unit.',
      },
      { name: 'currency', value: 'CODE', help: 'Currency of the values, for display.' },
    ],
    notes: [
      'Everybody assigned counts, whoever was reached, and who did nothing as 0. The sizes of the groups are checked first. "interval" and "p" are for one look on a day fixed before the start; "alwaysValidP" holds on any day, and the verdict rests on it.',
    ],
    examples: [
      'perennial lift --counts 120/1000,90/1000',
      'perennial lift --treated mailed.csv --control held-out.csv --metric mean --value revenue --pre revenue_before --cost 500',
      'perennial lift --journey win-back --metric revenue',
    ],
    load: () => import('./commands/lift.ts'),
  },
  {
    name: 'lift check',
    summary:
      'Split people whom nobody treated as experiments do, and count false alarms (A/A). Exit 1 when too many.',
    operands: [{ name: 'FILE' }],
    options: [
      { name: 'value', value: 'COLUMN', help: 'Column of what they did. Default: by its name.' },
      { name: 'runs', value: 'N', kind: 'whole', help: 'How often they are split. Default 1000.' },
      { name: 'seed', value: 'N', kind: 'whole', help: 'Seed of chance. The same seed splits alike.' },
    ],
    notes: ['Of sound machinery one split in twenty shows p below 0.05 where there is nothing.'],
    examples: ['perennial lift check customers.csv --value revenue'],
    onlyHere: true,
    load: () => import('./commands/liftCheck.ts'),
  },
  {
    name: 'lift plan',
    summary: 'Say how many people an experiment needs, or how small a difference so many people show.',
    operands: [],
    options: [
      {
        name: 'baseline',
        value: 'SHARE',
        kind: 'number',
        required: true,
        help: 'Share that converts without the treatment: 0.05 is 5 %.',
      },
      {
        name: 'mde',
        value: 'DIFFERENCE',
        kind: 'number',
        help: 'The least difference worth knowing, absolute: 0.01 is a point.',
      },
      { name: 'per-arm', value: 'N', kind: 'whole', help: 'Instead of --mde: people in each arm.' },
      { name: 'alpha', value: 'SHARE', kind: 'number', help: 'Chance of a false alarm. Default 0.05.' },
      {
        name: 'power',
        value: 'SHARE',
        kind: 'number',
        help: 'Chance to find the difference if it is there. Default 0.8.',
      },
    ],
    examples: [
      'perennial lift plan --baseline 0.05 --mde 0.01',
      'perennial lift plan --baseline 0.05 --per-arm 5000',
    ],
    onlyHere: true,
    load: () => import('./commands/liftPlan.ts'),
  },
];
