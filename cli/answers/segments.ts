/** What the API answers of segments, as far as it is shown. */
import * as z from 'zod';
import { localisedSchema as localised } from './localised.ts';
import { problemsSchema } from './problems.ts';

export const segmentSchema = z.looseObject({
  id: z.string(),
  kind: z.string(),
  name: localised,
  description: localised.nullable(),
  sentence: localised,
  members: z.number().nullish(),
});

export const segmentListSchema = z.looseObject({
  version: z.number(),
  judging: z.boolean(),
  countedAt: z.string().nullable(),
  items: z.array(segmentSchema),
});

export const segmentShownSchema = segmentSchema.extend({
  definition: z.unknown(),
  countedAt: z.string().nullable(),
});

export const segmentsCheckSchema = z.looseObject({
  valid: z.boolean(),
  problems: problemsSchema,
  items: z.array(segmentSchema),
});

export const segmentsPublishedSchema = z.looseObject({
  version: z.number(),
  changed: z.boolean(),
  judges: z.boolean(),
  problems: problemsSchema,
});

export const segmentsJudgedSchema = z.looseObject({
  people: z.number(),
  entered: z.number(),
  left: z.number(),
  members: z.record(z.string(), z.number()),
});

const memberSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullable(),
  stage: z.string().nullable(),
  grade: z.string().nullable(),
});

export const segmentPreviewSchema = z.looseObject({
  sentence: localised,
  people: z.number(),
  size: z.number(),
  share: z.number().nullable(),
  sample: z.array(memberSchema),
  reach: z.looseObject({
    topic: z.string(),
    channel: z.string(),
    can: z.number(),
    cannot: z.record(z.string(), z.number()),
  }),
});

export const segmentMembersSchema = z.looseObject({
  items: z.array(memberSchema.extend({ since: z.string() })),
  next: z.string().nullable(),
});
export type SegmentMember = z.infer<typeof segmentMembersSchema>['items'][number];

export const listChangedSchema = z.looseObject({
  added: z.number().optional(),
  removed: z.number().optional(),
  unchanged: z.number(),
  unknown: z.array(z.string()),
});
