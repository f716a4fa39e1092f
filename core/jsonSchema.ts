/**
 * JSON Schemas of the documents people write, for editors: made of the schemas that judge them, before defaults are filled in.
 * What JSON Schema cannot say, such as that shares add up to 1 or that a rung is an offer, is left to `validate`.
 */
import * as z from 'zod';
import { campaignSchema } from './campaign/definition.ts';
import { journeySchema } from './journey/definition.ts';
import { loyaltySchema } from './loyalty/definition.ts';
import { offersSchema } from './offer/definition.ts';
import { segmentSchema, segmentsSchema } from './segment/definition.ts';
import { winBackSchema } from './winback/definition.ts';

const DOCUMENTS = {
  journey: { title: 'Perennial journey', schema: journeySchema },
  /** One a file, or all of them under `segments`. */
  segments: { title: 'Perennial segments', schema: z.union([segmentSchema, segmentsSchema]) },
  campaign: { title: 'Perennial campaign', schema: campaignSchema },
  loyalty: { title: 'Perennial loyalty programme', schema: loyaltySchema },
  offers: { title: 'Perennial offers', schema: offersSchema },
  'win-back': { title: 'Perennial win-back policy', schema: winBackSchema },
} as const;

export type WrittenDocument = keyof typeof DOCUMENTS;

/** Draft 2020-12. */
export function jsonSchemaOf(document: WrittenDocument): object {
  const { title, schema } = DOCUMENTS[document];
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', reused: 'ref' });
  return { $schema, title, ...rest };
}
