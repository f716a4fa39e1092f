/** Definitions and models as JSON in their tables, checked against their schemas when read. Never on a hot path. */
import * as z from 'zod';
import { journeySchema, type PublishedJourney } from '../../core/journey/definition.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import { templateSchema, type PublishedTemplate } from '../../core/message/template.ts';
import type { EvaluationRun } from '../../core/ports.ts';
import { utmSchema } from '../../core/message/templateUtm.ts';
import { readShopModel } from '../records/shopModelRecord.ts';
import { number, type Row, text } from './columns.ts';

const compiledVariant = z.object({
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  utm: z.union([z.literal(false), utmSchema]).exactOptional(),
});
const compiled = z.record(z.string(), compiledVariant);

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
  return readShopModel(text(row, 'body'));
}

export function readEvaluation(row: Row): EvaluationRun {
  return parsed(evaluationRun, row, 'body');
}
