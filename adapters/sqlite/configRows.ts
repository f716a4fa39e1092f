/** Definitions and models as JSON in their tables, checked against their schemas when read. Never on a hot path. */
import * as z from 'zod';
import { journeySchema, type PublishedJourney } from '../../core/journey/definition.ts';
import { rhythmFromLimits } from '../../core/lifecycle/gapQuantiles.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import { templateSchema, type PublishedTemplate } from '../../core/message/template.ts';
import type { EvaluationRun } from '../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { utmSchema } from '../../core/message/templateUtm.ts';
import { number, type Row, text } from './columns.ts';

const compiledVariant = z.object({
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  utm: z.union([z.literal(false), utmSchema]).exactOptional(),
});
const compiled = z.record(z.string(), compiledVariant);

const numbers = z.array(z.number());

const limits = { firstGapDays: z.number(), gapDays: z.number(), gaps: z.number() };
const rhythm = z.union([
  z.object({
    ...limits,
    p50Days: z.number(),
    p80Days: z.number(),
    firstP50Days: z.number(),
    firstP80Days: z.number(),
  }),
  // Models stored before P50 and P80 were kept hold the limits only.
  z.object(limits).transform((known) => rhythmFromLimits(known, DEFAULT_SETTINGS.lifecycle.lateQuantile)),
]);

const shopModel: z.ZodType<ShopModel> = z.object({
  version: z.number(),
  fittedAt: z.number(),
  customers: z.number(),
  rhythm,
  purchase: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('mbg-nbd'),
      r: z.number(),
      alpha: z.number(),
      a: z.number(),
      b: z.number(),
    }),
    z.object({ kind: z.literal('hiatus'), r: z.number(), alpha: z.number() }),
  ]),
  spend: z.object({ p: z.number(), q: z.number(), gamma: z.number() }),
  fit: z.object({
    name: z.string(),
    params: z.record(z.string(), z.number()),
    logLikelihood: z.number().nullable(),
    converged: z.boolean(),
    flags: z.array(z.string()),
  }),
  rfm: z.object({ recency: numbers, frequency: numbers, averageMinor: numbers }),
  grades: z.object({
    aValueMinor: z.number(),
    bValueMinor: z.number(),
    aFrequency: z.number(),
    aPotentialMinor: z.number(),
  }),
});

const evaluationRun: z.ZodType<EvaluationRun> = z.object({
  at: z.number(),
  current: z.boolean(),
  modelVersion: z.number(),
  summary: z.object({
    customers: z.number(),
    stages: z.object({
      identification: z.number(),
      development: z.number(),
      stability: z.number(),
      decline: z.number(),
    }),
    grades: z.object({ A: z.number(), B: z.number(), C: z.number() }),
  }),
});

function parsed<T>(schema: z.ZodType<T>, row: Row, column: string): T {
  return schema.parse(JSON.parse(text(row, column)));
}

export function readJourney(row: Row): PublishedJourney {
  return {
    id: text(row, 'id'),
    version: number(row, 'version'),
    publishedAt: number(row, 'published_at'),
    definition: parsed(journeySchema, row, 'definition'),
  };
}

export function readTemplate(row: Row): PublishedTemplate {
  return {
    id: text(row, 'id'),
    version: number(row, 'version'),
    publishedAt: number(row, 'published_at'),
    source: parsed(templateSchema, row, 'source'),
    compiled: parsed(compiled, row, 'compiled'),
  };
}

export function readModel(row: Row): ShopModel {
  return parsed(shopModel, row, 'body');
}

export function readEvaluation(row: Row): EvaluationRun {
  return parsed(evaluationRun, row, 'body');
}
