/** Templates as the API answers them. */
import * as z from 'zod';

const rowSchema = z.looseObject({
  id: z.string(),
  version: z.number(),
  channel: z.string(),
  class: z.string().nullish(),
  locales: z.array(z.string()),
  journeys: z.array(z.string()).default([]),
});

export const templateListSchema = z.looseObject({
  items: z.array(rowSchema),
  blocks: z
    .array(
      z.looseObject({
        id: z.string(),
        version: z.number(),
        locales: z.array(z.string()),
        templates: z.array(z.string()),
      }),
    )
    .default([]),
});

/** A template or a block. */
export const templateViewSchema = z.looseObject({
  id: z.string(),
  kind: z.string(),
  version: z.number(),
  publishedAt: z.string(),
  channel: z.string().optional(),
  class: z.string().nullish(),
  journeys: z.array(z.string()).default([]),
  blocks: z.array(z.string()).default([]),
  source: z.looseObject({ locales: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

const problemSchema = z.looseObject({
  severity: z.string().optional(),
  code: z.string().default(''),
  path: z.string(),
  message: z.string(),
  remedy: z.string().nullish(),
  line: z.number().nullish(),
  file: z.string().optional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type TemplateProblem = z.output<typeof problemSchema>;

export const lintSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string().nullish(),
      kind: z.string(),
      class: z.string().nullish(),
      valid: z.boolean(),
      problems: z.array(problemSchema),
      images: z.array(z.string()).default([]),
    }),
  ),
});

export const publicationSchema = z.looseObject({
  items: z.array(
    z.looseObject({ kind: z.string(), id: z.string(), version: z.number(), changed: z.boolean() }),
  ),
  republished: z.array(z.looseObject({ id: z.string(), version: z.number() })).default([]),
  problems: z.array(problemSchema).default([]),
});

export const previewSchema = z.looseObject({
  id: z.string(),
  channel: z.string(),
  locale: z.string(),
  subject: z.string().optional(),
  preheader: z.string().optional(),
  html: z.string().optional(),
  text: z.string(),
  parts: z.number().optional(),
  encoding: z.string().optional(),
  places: z.number().optional(),
});

export const testSendSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      template: z.string(),
      channel: z.string(),
      locale: z.string(),
      to: z.string(),
      outcome: z.string(),
      reason: z.string().nullish(),
    }),
  ),
});
