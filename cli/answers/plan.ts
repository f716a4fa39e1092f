/** What publishing would do, as the API answers it: differences, people in flight, and the report of a replay. */
import * as z from 'zod';
import { validationSchema } from './journey.ts';

const changeSchema = z.object({ path: z.string(), from: z.json().optional(), to: z.json().optional() });
export type Change = z.output<typeof changeSchema>;

const listSchema = z.looseObject({
  added: z.array(z.json()),
  removed: z.array(z.json()),
  changed: z.array(changeSchema),
});
export type ListChange = z.output<typeof listSchema>;

const namedSchema = z.looseObject({ id: z.string(), node: z.json() });

const differenceSchema = z.looseObject({
  entries: listSchema,
  exits: listSchema,
  fields: z.array(changeSchema),
  nodes: z.looseObject({
    added: z.array(namedSchema),
    removed: z.array(namedSchema),
    changed: z.array(
      z.looseObject({ id: z.string(), fields: z.array(changeSchema), ways: z.array(changeSchema) }),
    ),
  }),
  texts: z.array(changeSchema),
});
export type Difference = z.output<typeof differenceSchema>;

/** People at one node of another version, and where a migration takes them; null where they stay. */
const rowSchema = z.looseObject({
  version: z.number(),
  node: z.string(),
  people: z.number(),
  to: z.string().nullable(),
});
export type MigrationRow = z.output<typeof rowSchema>;

const planSchema = z.looseObject({
  id: z.string(),
  kind: z.enum(['new', 'changed', 'texts', 'unchanged']),
  running: z.number().nullable(),
  version: z.number(),
  difference: differenceSchema.nullable(),
  people: z.array(rowSchema),
  backlog: z.looseObject({ matching: z.number() }).nullable(),
});
export type JourneyPlan = z.output<typeof planSchema>;

export const planAnswerSchema = z.looseObject({
  items: z.array(z.looseObject({ ...validationSchema.shape, plan: planSchema.nullable() })),
  order: z.array(z.string()),
  history: z.object({ from: z.string(), to: z.string() }).nullable(),
});

const counts = z.record(z.string(), z.number());
const nodeSchema = z.looseObject({
  sent: z.number(),
  heldOut: z.number(),
  suppressed: counts,
  microUsd: z.number(),
});

/** What a report says by journey and node. */
export const replaySchema = z.looseObject({
  nodes: z.record(z.string(), z.record(z.string(), nodeSchema)),
  cost: z.looseObject({ microUsd: z.number() }),
});
export type Replay = z.output<typeof replaySchema>;
export type NodeCount = z.output<typeof nodeSchema>;

export const migrationPreviewSchema = z.looseObject({ to: z.number(), rows: z.array(rowSchema) });

export const migrationPageSchema = z.looseObject({
  to: z.number(),
  moved: z.number(),
  stayed: z.number(),
  missed: z.number(),
  next: z.string().nullable(),
});

export const entrySchema = z.looseObject({
  journey: z.string(),
  customer: z.string(),
  key: z.string(),
  outcome: z.enum(['entered', 'refused', 'repeated']),
  reason: z.string().nullish(),
});
