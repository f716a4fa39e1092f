/** The commands about journeys, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';
import { schemaCommand } from './schemaCommand.ts';

export const JOURNEY_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'journeys list',
    summary: 'List the published journeys and how many people are inside.',
    operands: [],
    options: [],
    examples: ['perennial journeys list'],
    load: () => import('./commands/journeysList.ts'),
  },
  {
    name: 'journeys show',
    summary: 'Draw a journey, top-down, with the people at each step.',
    operands: [{ name: 'JOURNEY' }],
    options: [
      {
        name: 'version',
        value: 'N',
        kind: 'whole',
        help: 'A version published earlier. Default: the newest.',
      },
    ],
    examples: ['perennial journeys show win-back'],
    load: () => import('./commands/journeysShow.ts'),
  },
  {
    name: 'journeys validate',
    summary: 'Check journey definitions. Exit 1 when one is not valid.',
    operands: [{ name: 'FILE', many: true }],
    options: [],
    examples: ['perennial journeys validate journeys/*.yaml'],
    load: () => import('./commands/journeysValidate.ts'),
  },
  {
    name: 'journeys test',
    summary: 'Run files of cases: given customers and events, what the journeys decide, and when.',
    operands: [{ name: 'FILE', many: true }],
    options: [],
    notes: [
      'Runs in virtual time through the engine, on this machine alone: no workspace, no server, nothing is sent. Exit 1 when a case fails, 2 when a file cannot be run.',
    ],
    examples: ['perennial journeys test journeys/*.test.yaml'],
    onlyHere: true,
    load: () => import('./commands/journeysTest.ts'),
  },
  {
    name: 'journeys publish',
    summary: 'Publish journey definitions: all of them, or none when one is not valid.',
    operands: [{ name: 'FILE', many: true }],
    options: [
      {
        name: 'enrol',
        value: 'WHOM',
        oneOf: ['new-only', 'backlog'],
        help: 'Whom a journey that is new lets in of the people who are where it begins already.',
      },
      { name: 'per-day', value: 'N', kind: 'whole', help: 'With --enrol backlog: so many of them a day.' },
    ],
    notes: [
      'At a terminal you are asked, with the counts, before anything is published. Elsewhere it is new-only. Files may start each other’s journeys.',
    ],
    examples: [
      'perennial journeys publish journeys/win-back.yaml',
      'perennial journeys publish journeys/*.yaml --enrol backlog --per-day 100',
    ],
    load: () => import('./commands/journeysPublish.ts'),
  },
  {
    name: 'journeys migrate',
    summary: 'Take people in flight in other versions of a journey over to the newest.',
    operands: [{ name: 'JOURNEY' }],
    options: [
      { name: 'to', value: 'N', kind: 'whole', help: 'The version they go to. Default: the newest.' },
      {
        name: 'map',
        value: 'OLD=NEW',
        repeats: true,
        help: 'The node at which people of a node that is gone go on; several with commas or by giving it again.',
      },
      { name: 'preview', help: 'Show who would move and who would stay, and move nobody.' },
    ],
    notes: [
      'Nobody gets a message again that they got before. Who stands at a node that is gone finishes the version they entered. Repeating it is safe, also after it was cut off.',
    ],
    examples: [
      'perennial journeys migrate win-back --preview',
      'perennial journeys migrate win-back --map old-reminder=reminder',
    ],
    load: () => import('./commands/journeysMigrate.ts'),
  },
  {
    name: 'journeys enter',
    summary: 'Ask for one customer to be let into a journey that has an entry of kind api.',
    operands: [{ name: 'JOURNEY' }, { name: 'CUSTOMER' }],
    options: [
      { name: 'entry-key', value: 'KEY', help: 'What keeps this passage apart, where the entry has a key.' },
      { name: 'properties', value: 'JSON', help: 'An object that conditions and templates may read.' },
    ],
    notes: ['Exit 1 when they were not let in; the line says why.'],
    examples: ['perennial journeys enter slot-reminder 00042 --entry-key booking-7'],
    load: () => import('./commands/journeysEnter.ts'),
  },
  schemaCommand('journeys', 'journey', 'journey definitions'),
  {
    name: 'plan',
    summary: 'Say what publishing journey definitions would change, and change nothing.',
    operands: [{ name: 'FILE', many: true }],
    options: [
      {
        name: 'days',
        value: 'N',
        kind: 'whole',
        help: 'Replay the last N days of recorded orders, as it runs and as planned. Default 30.',
      },
      { name: 'no-replay', help: 'Leave the replay out.' },
      { name: 'seed', value: 'N', kind: 'whole', help: 'Seed of chance in the replay.' },
      {
        name: 'assume-reachable',
        value: 'CHANNELS',
        oneOf: ['email', 'sms'],
        list: true,
        help: 'In the replay, assume an address where none is known.',
      },
      {
        name: 'assume-consent',
        value: 'TOPICS',
        help: 'In the replay, assume consent to these topics where none is recorded.',
      },
    ],
    notes: ['Exit 1 when a file is not valid, 0 otherwise, whether anything changes or not.'],
    examples: ['perennial plan journeys/win-back.yaml', 'perennial plan journeys/*.yaml --days 90 --json'],
    load: () => import('./commands/plan.ts'),
  },
];
