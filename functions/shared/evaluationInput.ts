/** Shapes that travel between the tasks of `lifecycle-evaluation`: ids and small objects only. */
import * as z from 'zod';
import { STAGES } from '../../core/lifecycle/lifecycle.ts';
import { SHOP_MODELS } from '../../core/lifecycle/model.ts';
import { marginSchema } from './marginSchema.ts';

export const planSchema = z.object({
  at: z.number().int(),
  run: z.string().min(1),
  refit: z.boolean(),
  store: z.boolean(),
  enrol: z.boolean(),
  segments: z.array(z.number().int().min(0)),
  /** Left out of plans that were made before shops could choose. */
  model: z.enum(SHOP_MODELS).default('mbg-nbd'),
  learns: z.boolean().default(true),
  /** Left out of plans that were made before customers had margins of their own. */
  margin: marginSchema.nullable().default(null),
});

export const segmentTask = z.object({ plan: planSchema, segment: z.number().int().min(0) });

/** People of a segment on their way into a stage. */
export const stageTask = segmentTask.extend({ stage: z.enum(STAGES) });

const count = z.number().int();
const byStage = z.object({ identification: count, development: count, stability: count, decline: count });
export const tallySchema = z.object({
  segment: count,
  customers: count,
  stages: byStage,
  grades: z.object({ A: count, B: count, C: count }),
  written: count,
  transitions: count,
  entering: byStage,
});

export const enteredSchema = z.object({ stage: z.enum(STAGES), segment: count, written: count });
