/** What the API answers about recommendations, as far as the command line shows it. */
import * as z from 'zod';

const localised = z.looseObject({ en: z.string(), 'zh-CN': z.string() });
const quality = z.looseObject({ recallAtK: z.number(), coverageAtK: z.number() });

export const trainingSchema = z.looseObject({
  model: z.string(),
  items: z.number(),
  customers: z.number(),
  interactions: z.number(),
  seconds: z.number(),
  version: z.number(),
  quality: z.looseObject({ discover: quality, anything: quality }).nullable(),
  flags: z.array(z.string()),
});

export const recommendationsSchema = z.looseObject({
  customer: z.string(),
  at: z.string(),
  model: z.looseObject({ method: z.string(), version: z.number(), at: z.string() }),
  failure: z.looseObject({ at: z.string(), cause: z.string() }).nullable(),
  items: z.array(
    z.looseObject({
      item: z.string(),
      name: localised,
      category: z.string().nullable(),
      score: z.number(),
      method: z.string(),
      because: z.array(z.looseObject({ text: localised })),
    }),
  ),
  dropped: z.array(z.looseObject({ item: z.string(), name: localised, why: z.string() })).default([]),
});
export type RecommendationsAnswer = z.output<typeof recommendationsSchema>;

export const rulesSchema = z.looseObject({
  version: z.number(),
  baskets: z.number(),
  items: z.number(),
  found: z.number(),
  rules: z.array(
    z.object({
      antecedent: z.array(z.string()),
      consequent: z.string(),
      baskets: z.number(),
      support: z.number(),
      confidence: z.number(),
      lift: z.number(),
      leverage: z.number(),
    }),
  ),
  pairsOnly: z.boolean(),
});
