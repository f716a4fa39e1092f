/** What a definition changes, one line a change: + what is new, - what goes, and old → new of the rest. */
import type * as z from 'zod';
import { conditionSchema } from '../../core/journey/condition.ts';
import { nodeSchema } from '../../core/journey/nodes.ts';
import { entrySchema, exitSchema } from '../../core/journey/triggers.ts';
import type { Change, Difference, ListChange } from '../answers/plan.ts';
import type { CommandContext } from '../context.ts';
import { conditionText } from '../draw/conditionText.ts';
import { nodeText } from '../draw/nodeText.ts';
import { entryText, exitText } from '../draw/triggerText.ts';
import { duration } from '../text/format.ts';
import { fill } from '../words/words.ts';

type Say = Pick<CommandContext, 'words' | 'language'>;
type Value = Change['from'];

/** Any value: text as it is, a length of time in words, the rest as JSON. */
function plainText(value: Value, { words, language }: Say): string {
  if (value === undefined) return words.plan.nowhere;
  if (typeof value === 'string') return duration(value, language);
  return JSON.stringify(value);
}

/** A value of a kind that has a phrase of its own, said so; what does not read as one is shown plainly. */
function phrase<T>(schema: z.ZodType<T>, value: Value, say: Say, of: (read: T) => string): string {
  const read = schema.safeParse(value);
  return value !== undefined && read.success ? of(read.data) : plainText(value, say);
}

function valueText({ path }: Change, value: Value, say: Say): string {
  const { words, language } = say;
  const name = path.split('.').at(-1);
  if (name === 'where' || name === 'when')
    return phrase(conditionSchema, value, say, (condition) => conditionText(condition, words, language));
  if (path === 'goal') return phrase(exitSchema, value, say, (exit) => exitText(exit, language));
  return plainText(value, say);
}

const FIELDS = ['start', 'priority', 'topic', 'class', 'goal', 'reentry', 'name', 'description'] as const;

/** The path, its first part as a word where there is one. */
function fieldName(path: string, { words }: Say): string {
  const [first = '', ...rest] = path.split('.');
  const known = FIELDS.find((field) => field === first);
  return [known === undefined ? first : words.plan[known], ...rest].join('.');
}

function changeLine(change: Change, say: Say): string {
  const { plan } = say.words;
  const sentence = change.from === undefined ? plan.set : change.to === undefined ? plan.unset : plan.change;
  return fill(sentence, {
    field: fieldName(change.path, say),
    from: valueText(change, change.from, say),
    to: valueText(change, change.to, say),
  });
}

function listLines<T>(
  word: string,
  { added, removed, changed }: ListChange,
  schema: z.ZodType<T>,
  say: Say,
  of: (one: T) => string,
): string[] {
  const text = (one: Value) => phrase(schema, one, say, of);
  return [
    ...added.map((one) => `+ ${word} ${text(one)}`),
    ...removed.map((one) => `- ${word} ${text(one)}`),
    ...changed.map((change) => `  ${word} ${changeLine(change, say)}`),
  ];
}

function nodeLines({ added, removed, changed }: Difference['nodes'], say: Say): string[] {
  const { plan } = say.words;
  const named = (sign: string) => (one: Difference['nodes']['added'][number]) => {
    const read = nodeSchema.safeParse(one.node);
    const { title, details } = read.success
      ? nodeText(one.id, read.data, 0, say.language)
      : { title: one.id, details: [] };
    return `${sign} ${[fill(plan.node, { node: one.id }), title, ...details].join(' · ')}`;
  };
  return [
    ...added.map(named('+')),
    ...removed.map(named('-')),
    ...changed.flatMap(({ id, fields, ways }) => {
      const node = fill(plan.node, { node: id });
      return [...fields, ...ways].map((change) => `  ${node} · ${changeLine(change, say)}`);
    }),
  ];
}

export function differenceLines({ entries, exits, fields, nodes, texts }: Difference, say: Say): string[] {
  const { plan } = say.words;
  return [
    ...listLines(plan.entry, entries, entrySchema, say, (one) => entryText(one, say.language)),
    ...listLines(plan.exit, exits, exitSchema, say, (one) => exitText(one, say.language)),
    ...[...fields, ...texts].map((change) => `  ${changeLine(change, say)}`),
    ...nodeLines(nodes, say),
  ];
}
