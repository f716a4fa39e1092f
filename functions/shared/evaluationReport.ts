/** What an evaluation came to, as the API tells it, from the output of `lifecycle-evaluation`. */
import * as z from 'zod';
import type { ShopMargin } from '../../core/lifecycle/marginFound.ts';
import { type ModelProposal, type ModelTrial, SHOP_MODELS } from '../../core/lifecycle/model.ts';
import { isoDay, utcDay } from '../../core/time.ts';
import { marginSchema } from './marginSchema.ts';
import { type ProposalView, proposalView } from './proposalView.ts';

const count = z.number();

const modelName = z.enum(SHOP_MODELS);
const trialSchema: z.ZodType<ModelTrial> = z.object({
  days: count,
  customers: count,
  bought: count,
  figures: z.array(
    z.object({
      model: modelName,
      mae: z.number(),
      rmse: z.number(),
      totalError: z.number().nullable(),
      rankCorrelation: z.number().nullable(),
    }),
  ),
});
const proposalSchema: z.ZodType<ModelProposal> = z.object({
  model: modelName,
  insteadOf: modelName,
  smallerBy: z.number(),
  standardErrors: z.number(),
});
const activitySchema = z.object({
  horizonDays: count,
  area: z.number().nullable(),
  recencyArea: z.number().nullable(),
  customers: count,
});

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
  margin: marginSchema.nullable().default(null),
  trial: trialSchema.nullable(),
  proposal: proposalSchema.nullable(),
  activity: activitySchema.nullable(),
});

export interface EvaluationReport {
  readonly at: string;
  readonly stored: boolean;
  readonly customers: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly grades: Readonly<Record<string, number>>;
  readonly model: z.infer<typeof finishedSchema>['model'];
  /** As measured from costs; null where the settings' margin counts. */
  readonly margin: ShopMargin | null;
  readonly trial: ModelTrial | null;
  /** A model that foretells this shop better than the one in force. */
  readonly proposal: ProposalView | null;
  /** How well the activity score tells who buys, in a later period than it was combined on. */
  readonly activity: z.infer<typeof activitySchema> | null;
  readonly written: number;
  readonly transitions: number;
}

/** Null for the output of another machine. */
export function evaluationReport(output: unknown): EvaluationReport | null {
  const finished = finishedSchema.safeParse(output);
  if (!finished.success) return null;
  const { at, stored, summary, proposal, ...rest } = finished.data;
  const { trial } = rest;
  const proposed = proposal === null || trial === null ? null : proposalView(proposal, trial);
  return { at: isoDay(utcDay(at)), stored, ...summary, ...rest, proposal: proposed };
}
