/**
 * A journey as data: one schema for git, console and API. The schema says what a definition may hold; `lint.ts` says
 * what a well-formed definition may still get wrong. A published version is immutable.
 */
import * as z from 'zod';
import { parseDuration } from '../duration.ts';
import { STAGES } from '../lifecycle/lifecycle.ts';
import { MESSAGE_CLASSES } from '../message/messageClass.ts';
import { conditionSchema } from './condition.ts';

/** S11: no journey has more nodes than this. */
export const MOST_NODES = 200;

/** `constructor` is no id: records keyed by id are plain objects, which have a member of that name. */
const id = z
  .string()
  .regex(
    /^(?!constructor$)[a-z][a-z0-9-]{0,63}$/,
    'use 1 to 64 of a-z, 0-9 and -, beginning with a letter (and not the word constructor)',
  );

const duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== null,
    'write a duration as 30m, 1h, 10d or 2w (at most five years)',
  );

/** A text in every language the product speaks. */
const localisedText = z.strictObject({ en: z.string().min(1), 'zh-CN': z.string().min(1) });

const stageList = z.union([z.enum(STAGES).transform((stage) => [stage]), z.array(z.enum(STAGES)).min(1)]);

const stageTrigger = z.strictObject({
  on: z.literal('stage'),
  to: stageList.optional(),
  from: stageList.optional(),
});

const eventTrigger = z.strictObject({ on: z.literal('event'), event: z.string().min(1).max(200) });

const entry = z.discriminatedUnion('on', [
  stageTrigger.extend({ where: conditionSchema.optional() }),
  eventTrigger.extend({
    /** Dotted path in the event's properties; each of its values is a passage of its own. */
    key: z.string().min(1).optional(),
    where: conditionSchema.optional(),
  }),
]);

const exit = z.discriminatedUnion('on', [stageTrigger, eventTrigger]);

const reentry = z.union([
  z.enum(['never', 'always']),
  z.strictObject({ after: duration }),
  z.strictObject({ times: z.number().int().min(1).max(1000) }),
]);

const send = z.strictObject({
  type: z.literal('send'),
  channel: z.literal('email').default('email'),
  template: id,
  /** Defaults to the journey's. */
  topic: id.optional(),
  class: z.enum(MESSAGE_CLASSES).optional(),
  priority: z.number().int().min(0).max(100).optional(),
  /** A decision not sent by then is suppressed as `expired`. */
  expires: duration.default('3d'),
  refused: z.enum(['skip', 'wait', 'exit']).default('wait'),
  next: id,
});
const wait = z.strictObject({ type: z.literal('wait'), for: duration, next: id });
const branch = z.strictObject({
  type: z.literal('branch'),
  cases: z
    .array(z.strictObject({ when: conditionSchema, next: id }))
    .min(1)
    .max(20),
  otherwise: id,
});
const holdout = z.strictObject({
  type: z.literal('holdout'),
  /** Share of people held out, 0 to 1. */
  share: z.number().min(0).max(1),
  next: id,
});
const exitNode = z.strictObject({ type: z.literal('exit'), reason: z.string().min(1).max(200) });
const end = z.strictObject({ type: z.literal('end') });

export const nodeSchema = z.discriminatedUnion('type', [send, wait, branch, holdout, exitNode, end]);
export type JourneyNode = z.infer<typeof nodeSchema>;
export type SendNode = Extract<JourneyNode, { type: 'send' }>;

export const journeySchema = z.strictObject({
  id,
  name: localisedText,
  description: localisedText.optional(),
  /** What consent is asked under. */
  topic: id,
  class: z.enum(MESSAGE_CLASSES),
  priority: z.number().int().min(0).max(100).default(50),
  entry: z.array(entry).min(1).max(20),
  reentry: reentry.default('never'),
  exits: z.array(exit).max(20).default([]),
  goal: exit.optional(),
  start: id,
  nodes: z
    .record(id, nodeSchema)
    .refine((nodes) => Object.keys(nodes).length <= MOST_NODES, `a journey has at most ${MOST_NODES} nodes`),
});

export type JourneyDefinition = z.infer<typeof journeySchema>;
export type EntryTrigger = JourneyDefinition['entry'][number];
export type ExitTrigger = JourneyDefinition['exits'][number];

/** A definition as published: immutable. */
export interface PublishedJourney {
  readonly id: string;
  readonly version: number;
  readonly publishedAt: number;
  readonly definition: JourneyDefinition;
}

/** Every node a node can lead to. */
export function successors(node: JourneyNode): string[] {
  switch (node.type) {
    case 'send':
    case 'wait':
    case 'holdout':
      return [node.next];
    case 'branch':
      return [...node.cases.map((one) => one.next), node.otherwise];
    case 'exit':
    case 'end':
      return [];
  }
}
