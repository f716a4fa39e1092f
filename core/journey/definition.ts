/**
 * A journey as data: one schema for git, console and API. The schema says what a definition may hold; `lint.ts` says
 * what a well-formed definition may still get wrong. A published version is immutable.
 */
import * as z from 'zod';
import { RESERVED_JOURNEYS } from '../message/decision.ts';
import { MESSAGE_CLASSES } from '../message/messageClass.ts';
import { nodeSchema } from './nodes.ts';
import { idSchema, localisedText } from './pieces.ts';
import { entrySchema, exitSchema, reentrySchema } from './triggers.ts';

export { isMessage, type JourneyNode, type MessageNode, type NodeOf, successors } from './nodes.ts';
export type { EntryTrigger, ExitTrigger } from './triggers.ts';

const RESERVED: ReadonlySet<string> = new Set(RESERVED_JOURNEYS);

/** S11: no journey has more nodes than this. */
export const MOST_NODES = 200;

export const journeySchema = z.strictObject({
  id: idSchema.refine((id) => !RESERVED.has(id), 'this name stands for messages that no journey decided'),
  name: localisedText,
  description: localisedText.optional(),
  /** What consent is asked under. */
  topic: idSchema,
  class: z.enum(MESSAGE_CLASSES),
  priority: z.number().int().min(0).max(100).default(50),
  entry: z.array(entrySchema).min(1).max(20),
  reentry: reentrySchema.default('never'),
  exits: z.array(exitSchema).max(20).default([]),
  goal: exitSchema.optional(),
  start: idSchema,
  nodes: z
    .record(idSchema, nodeSchema)
    .refine((nodes) => Object.keys(nodes).length <= MOST_NODES, `a journey has at most ${MOST_NODES} nodes`),
});

export type JourneyDefinition = z.infer<typeof journeySchema>;

/** A definition as published: immutable. */
export interface PublishedJourney {
  readonly id: string;
  readonly version: number;
  readonly publishedAt: number;
  readonly definition: JourneyDefinition;
}
