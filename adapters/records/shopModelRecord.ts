/**
 * The shop's model as JSON, checked when read. Models stored by earlier versions are read as they would be stored today: what
 * they did not keep is what they stood for, or nothing.
 */
import * as z from 'zod';
import { rhythmFromLimits } from '../../core/lifecycle/gapQuantiles.ts';
import { SHOP_MODELS, type ShopModel } from '../../core/lifecycle/model.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { ACTIVITY_KINDS } from '../../core/value/activity.ts';

const number = z.number();
const numbers = z.array(number);

const limits = { firstGapDays: number, gapDays: number, gaps: number };
const rhythm = z.union([
  z.object({
    ...limits,
    p50Days: number,
    p80Days: number,
    firstP50Days: number,
    firstP80Days: number,
  }),
  // Models stored before P50 and P80 were kept hold the limits only.
  z.object(limits).transform((known) => rhythmFromLimits(known, DEFAULT_SETTINGS.lifecycle.lateQuantile)),
]);

const rates = { r: number, alpha: number };
const leaving = { ...rates, a: number, b: number };
const purchase = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nbd'), ...rates }),
  z.object({ kind: z.literal('bg-nbd'), ...leaving }),
  z.object({ kind: z.literal('mbg-nbd'), ...leaving }),
  z.object({ kind: z.literal('mbg-cnbd-k'), ...leaving, k: number }),
  z.object({ kind: z.literal('pareto-nbd'), ...rates, s: number, beta: number }),
  z.object({ kind: z.literal('hiatus'), ...rates }),
]);

const trial = z.object({
  days: number,
  customers: number,
  bought: number,
  figures: z.array(
    z.object({
      model: z.enum(SHOP_MODELS),
      mae: number,
      rmse: number,
      totalError: number.nullable(),
      rankCorrelation: number.nullable(),
    }),
  ),
});

const proposal = z.object({
  model: z.enum(SHOP_MODELS),
  insteadOf: z.enum(SHOP_MODELS),
  smallerBy: number,
  standardErrors: number,
});

const activity = z.object({
  params: z.object({
    kind: z.enum(ACTIVITY_KINDS),
    intercept: number,
    byModel: number,
    byRecency: number,
    byFrequency: number,
    byRhythm: number,
    gapDays: number,
  }),
  horizonDays: number,
  area: number.nullable(),
  recencyArea: number.nullable(),
  customers: number,
});

const margin = z.object({
  share: number,
  revenueMinor: number,
  from: z.object({ 'line-cost': number, 'catalogue-cost': number, category: number, default: number }),
  credibility: z.object({ priorMinor: number, spread: number, people: number }).nullable().exactOptional(),
});

const shopModel: z.ZodType<ShopModel> = z.object({
  version: number,
  fittedAt: number,
  customers: number,
  rhythm,
  purchase,
  spend: z.object({ p: number, q: number, gamma: number }),
  margin: margin.nullable().exactOptional(),
  fit: z.object({
    name: z.string(),
    params: z.record(z.string(), number),
    logLikelihood: number.nullable(),
    converged: z.boolean(),
    flags: z.array(z.string()),
  }),
  rfm: z.object({ recency: numbers, frequency: numbers, averageMinor: numbers }),
  grades: z.object({
    aValueMinor: number,
    bValueMinor: number,
    aFrequency: number,
    aPotentialMinor: number,
  }),
  topValuesMinor: numbers.exactOptional(),
  trial: trial.nullable().default(null),
  proposal: proposal.nullable().default(null),
  activity: activity.nullable().default(null),
});

/** Throws a `ZodError` for what is no model. */
export function readShopModel(json: string): ShopModel {
  return shopModel.parse(JSON.parse(json));
}
