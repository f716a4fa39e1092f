/** Journeys as the API answers them, and what a check of a definition found. */
import * as z from 'zod';
import { problemsSchema } from './problems.ts';
import { journeySchema } from '../../core/journey/definition.ts';
import { localisedSchema } from './localised.ts';

const head = {
  id: z.string(),
  version: z.number(),
  name: localisedSchema,
  topic: z.string(),
  class: z.string(),
  inside: z.number(),
  versions: z.array(z.looseObject({ version: z.number(), people: z.number() })).default([]),
  backlog: z.looseObject({ perDay: z.number(), admitted: z.number(), next: z.string().nullish() }).nullish(),
};

const rowSchema = z.looseObject(head);
export type JourneyRow = z.output<typeof rowSchema>;

export const journeyListSchema = z.looseObject({ items: z.array(rowSchema) });

export const journeyViewSchema = z.looseObject({
  ...head,
  definition: journeySchema,
  byNode: z.record(z.string(), z.number()),
  winners: z.array(z.looseObject({ node: z.string(), arm: z.string(), at: z.string() })).default([]),
});
export type JourneyView = z.output<typeof journeyViewSchema>;

export const validationSchema = z.looseObject({
  valid: z.boolean(),
  id: z.string().nullish(),
  problems: problemsSchema,
});

export const publicationSchema = z.looseObject({
  id: z.string(),
  version: z.number(),
  changed: z.boolean(),
  first: z.boolean().default(false),
  backlog: z
    .looseObject({ matching: z.number(), perDay: z.number().nullable(), days: z.number().nullable() })
    .nullish(),
  problems: problemsSchema.default([]),
});
