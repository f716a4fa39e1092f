/** The commands about segments and lists, part of the table in `commands.ts`. */
import { CONSENT_CHANNELS, MESSAGE_CLASSES } from '../core/message/messageClass.ts';
import type { CommandSpec, OptionSpec } from './args/spec.ts';
import { schemaCommand } from './schemaCommand.ts';

const COLUMN: OptionSpec = {
  name: 'column',
  value: 'NAME',
  help: 'The column of customer ids. Default: by its name, else the first.',
};

export const SEGMENT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'segments list',
    summary: 'List the segments in force with their sizes.',
    operands: [],
    options: [],
    examples: ['perennial segments list'],
    load: () => import('./commands/segmentsList.ts'),
  },
  {
    name: 'segments show',
    summary: 'Show a segment: its rule as a sentence, its size, its definition.',
    operands: [{ name: 'SEGMENT' }],
    options: [],
    examples: ['perennial segments show best-customers'],
    load: () => import('./commands/segmentsShow.ts'),
  },
  {
    name: 'segments validate',
    summary: 'Check files of segments with those in force. Exit 1 when one is not valid.',
    operands: [{ name: 'FILE', many: true }],
    options: [],
    examples: ['perennial segments validate segments/*.yaml'],
    load: () => import('./commands/segmentsValidate.ts'),
  },
  {
    name: 'segments preview',
    summary: 'Say how many a segment would hold, who, and how many of them could be written to now.',
    operands: [{ name: 'FILE-OR-SEGMENT' }],
    options: [
      { name: 'topic', value: 'TOPIC', help: 'What one would write about. Default: offers.' },
      { name: 'channel', value: 'C', oneOf: CONSENT_CHANNELS, help: 'Default: email.' },
      { name: 'class', value: 'CLASS', oneOf: MESSAGE_CLASSES, help: 'Default: promotional.' },
    ],
    notes: ['Nothing is saved. A file of one segment, or the id of a published one.'],
    examples: ['perennial segments preview segments/open-carts.yaml --topic offers'],
    load: () => import('./commands/segmentsPreview.ts'),
  },
  {
    name: 'segments publish',
    summary: 'Publish files of segments: all of them, or none when one is not valid.',
    operands: [{ name: 'FILE', many: true }],
    options: [
      { name: 'replace', help: 'Remove the segments in force that no file names.' },
      { name: 'no-recompute', help: 'Leave it to the wave to judge everyone.' },
    ],
    notes: [
      'Everyone is judged by what is new. Who is found in a segment by its new rule has not entered it by anything they did: no journey begins by that.',
    ],
    examples: ['perennial segments publish workflows/segments/*.yaml'],
    load: () => import('./commands/segmentsPublish.ts'),
  },
  {
    name: 'segments members',
    summary: 'List who is in a segment or on a list.',
    operands: [{ name: 'SEGMENT' }],
    options: [
      { name: 'limit', value: 'N', kind: 'whole', help: 'How many. Default: all.' },
      { name: 'out', value: 'FILE', help: 'Write them to this file as CSV.' },
    ],
    examples: ['perennial segments members best-customers --out best.csv'],
    load: () => import('./commands/segmentsMembers.ts'),
  },
  {
    name: 'segments recompute',
    summary: 'Judge everyone by the segments in force now, and count them.',
    operands: [],
    options: [],
    notes: [
      'Memberships are kept as events come and time passes; this finds nothing to change but after a publish.',
    ],
    examples: ['perennial segments recompute'],
    load: () => import('./commands/segmentsRecompute.ts'),
  },
  schemaCommand('segments', 'segments', 'segments'),
  {
    name: 'lists add',
    summary: 'Put the customers of a CSV file on a list. Those on it stay since when they were.',
    operands: [{ name: 'LIST' }, { name: 'FILE' }],
    options: [COLUMN],
    examples: ['perennial lists add staff people.csv'],
    load: () => import('./commands/listsAdd.ts'),
  },
  {
    name: 'lists remove',
    summary: 'Take the customers of a CSV file off a list.',
    operands: [{ name: 'LIST' }, { name: 'FILE' }],
    options: [COLUMN],
    examples: ['perennial lists remove staff people.csv'],
    load: () => import('./commands/listsRemove.ts'),
  },
];
