/** Decisions and the gates they met, as the API answers them. */
import * as z from 'zod';
import { feedbackSchema } from '../draw/feedbackLine.ts';
import { localisedSchema } from './localised.ts';

const gateSchema = z.looseObject({
  gate: z.string(),
  passed: z.boolean(),
  detail: localisedSchema.nullish(),
});

export const evidenceSchema = z.looseObject({ gates: z.array(gateSchema).optional() });
export type Evidence = z.output<typeof evidenceSchema>;

export const decisionSchema = z.looseObject({
  outcome: z.string(),
  reason: z.string().nullish(),
  journeyId: z.string(),
  nodeId: z.string(),
  channel: z.string().nullish(),
  template: z.string().nullish(),
  decidedAt: z.string(),
  settledAt: z.string().nullish(),
  feedback: feedbackSchema.nullish(),
  evidence: evidenceSchema.nullish(),
});
export type DecisionView = z.output<typeof decisionSchema>;
