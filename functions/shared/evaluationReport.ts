/** What an evaluation came to, as the API tells it, from the output of `lifecycle-evaluation`. */
import * as z from 'zod';
import { isoDay, utcDay } from '../../core/time.ts';

const count = z.number();

const finishedSchema = z.object({
  at: z.number(),
  stored: z.boolean(),
  summary: z.object({
    customers: count,
    stages: z.object({ identification: count, development: count, stability: count, decline: count }),
    grades: z.object({ A: count, B: count, C: count }),
  }),
  written: count,
  transitions: count,
  model: z.object({
    name: z.string(),
    params: z.record(z.string(), z.number()),
    logLikelihood: z.number().nullable(),
    converged: z.boolean(),
    flags: z.array(z.string()),
  }),
});

export interface EvaluationReport {
  readonly at: string;
  readonly stored: boolean;
  readonly customers: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly grades: Readonly<Record<string, number>>;
  readonly model: z.infer<typeof finishedSchema>['model'];
  readonly written: number;
  readonly transitions: number;
}

/** Null for the output of another machine. */
export function evaluationReport(output: unknown): EvaluationReport | null {
  const finished = finishedSchema.safeParse(output);
  if (!finished.success) return null;
  const { at, stored, summary, written, transitions, model } = finished.data;
  return { at: isoDay(utcDay(at)), stored, ...summary, model, written, transitions };
}
