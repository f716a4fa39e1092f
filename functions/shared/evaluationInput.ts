/** Shapes that travel between the tasks of `lifecycle-evaluation`: ids and small objects only. */
import * as z from 'zod';

export const planSchema = z.object({
  at: z.number().int(),
  run: z.string().min(1),
  refit: z.boolean(),
  store: z.boolean(),
  enrol: z.boolean(),
  segments: z.array(z.number().int().min(0)),
});

export const segmentTask = z.object({ plan: planSchema, segment: z.number().int().min(0) });

const count = z.number().int();
export const tallySchema = z.object({
  customers: count,
  stages: z.object({ identification: count, development: count, stability: count, decline: count }),
  grades: z.object({ A: count, B: count, C: count }),
  written: count,
  transitions: count,
});
