/** What is answered about segments. */
import * as z from 'zod';

const localised = z.object({ en: z.string(), 'zh-CN': z.string() });
const whole = z.int().min(0);

export const segmentAbout = z.object({
  id: z.string(),
  kind: z.enum(['live', 'list']),
  name: localised,
  description: localised.nullable(),
  sentence: localised.meta({ description: 'The rule as a sentence' }),
  revision: whole.meta({ description: 'Version of the segments in which the rule last changed' }),
});
const counted = {
  members: whole.nullable().meta({ description: 'As last counted; null before that' }),
};

export const segmentProblem = z.looseObject({
  severity: z.enum(['error', 'warning']).optional(),
  code: z.string().optional(),
  path: z.string(),
  message: z.string(),
  line: z.number().nullable(),
  file: z.string().optional(),
});

export const segmentList = z.object({
  version: whole,
  publishedAt: z.string().nullable(),
  judging: z.boolean().meta({ description: 'Everyone is still being judged by this version' }),
  countedAt: z.string().nullable(),
  items: z.array(segmentAbout.extend(counted)),
});

export const segmentShown = segmentAbout.extend({
  ...counted,
  definition: z.looseObject({ id: z.string(), kind: z.string() }),
  countedAt: z.string().nullable(),
});

export const segmentsCheck = z.object({
  valid: z.boolean(),
  problems: z.array(segmentProblem),
  items: z.array(segmentAbout),
});

export const segmentsPublished = z.object({
  version: whole,
  changed: z.boolean(),
  judges: z
    .boolean()
    .meta({ description: 'Everyone is judged anew: by the next waves, or at once by recompute' }),
  problems: z.array(segmentProblem),
});

const member = z.object({
  id: z.string(),
  name: z.string().nullable(),
  stage: z.string().nullable(),
  grade: z.string().nullable(),
});

export const segmentPreview = z.object({
  at: z.string(),
  sentence: localised,
  people: whole,
  size: whole,
  share: z.number().nullable(),
  sample: z.array(member),
  reach: z.object({
    topic: z.string(),
    channel: z.string(),
    class: z.string(),
    can: whole,
    cannot: z.record(z.string(), whole).meta({ description: 'By the first reason that stops each' }),
  }),
});

export const segmentMembers = z.object({
  items: z.array(member.extend({ since: z.string() })),
  next: z.string().nullable(),
});

export const listChanged = z.object({
  added: whole.optional(),
  removed: whole.optional(),
  unchanged: whole,
  unknown: z.array(z.string()).meta({ description: 'Ids nobody is known by' }),
});

export const segmentsJudged = z.object({
  at: z.string(),
  version: whole,
  people: whole,
  entered: whole,
  left: whole,
  written: whole,
  members: z.record(z.string(), whole),
});
