/** What surveys came to, as the API answers. */
import * as z from 'zod';
import { SURVEY_SCALES } from '../../../core/journey/surveyNode.ts';

const count = z.number().int();
const maybe = z.number().nullable();
const interval = z.array(z.number()).length(2).nullable();

const result = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('nps'),
    promoters: count,
    passives: count,
    detractors: count,
    n: count,
    nps: maybe,
    variance: maybe,
    standardError: maybe,
    interval,
  }),
  z.strictObject({ kind: z.literal('csat'), n: count, satisfied: count, csat: maybe, interval }),
  z.strictObject({ kind: z.literal('shares'), n: count, counts: z.record(z.string(), count) }),
]);

export const surveys = z.strictObject({
  items: z.array(
    z.strictObject({
      survey: z.string(),
      question: z.strictObject({ en: z.string(), 'zh-CN': z.string() }),
      scale: z.enum(SURVEY_SCALES),
      journeys: z.array(z.string()),
      lastAt: z.string().nullable(),
      result,
    }),
  ),
});
