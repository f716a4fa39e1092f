/** The shape of what lift is answered with. */
import * as z from 'zod';
import { JOURNEY_METRICS } from '../../../core/experiment/compareArms.ts';
import { LIFT_METRICS } from '../../../core/experiment/liftReport.ts';
import { count, maybeInstant, maybeText } from './parts.ts';

const number = z.number().nullable();
const pair = z.tuple([z.number(), z.number()]);
const interval = pair.nullable().meta({ id: 'Interval', description: 'Low and high end, 95 %' });
const arm = z.strictObject({ people: count, converted: number, mean: number });
const amount = z.strictObject({ amount: z.number(), interval: pair }).nullable();

/** What a comparison of two groups always says. */
export const liftFields = {
  metric: z.enum(LIFT_METRICS),
  sampleRatio: z.strictObject({ p: number, chiSquare: number, expected: pair, mismatch: z.boolean() }),
  treated: arm,
  control: arm,
  difference: number,
  interval,
  relativeLift: number,
  relativeInterval: interval,
  p: number.meta({ description: 'For one look on a day fixed before the start' }),
  chanceToBeat: number,
  expectedLoss: z.strictObject({ ifTreated: z.number(), ifControl: z.number() }).nullable(),
  alwaysValidP: number.meta({ description: 'Holds at any look' }),
  alwaysValidInterval: interval,
  verdict: z.union([
    z.strictObject({ kind: z.enum(['better', 'worse']) }),
    z.strictObject({ kind: z.literal('too-early'), morePeople: count.nullable() }),
  ]),
  cuped: z
    .strictObject({
      theta: z.number(),
      difference: z.number(),
      interval: pair,
      relativeLift: number,
      relativeInterval: interval,
      p: z.number(),
      varianceRatio: z.number(),
    })
    .nullable(),
  incremental: amount,
  cost: number.meta({ description: 'Minor units; of the messages where the shop counts in dollars' }),
  returnOnSpend: z.strictObject({ ratio: z.number(), interval: pair }).nullable(),
} as const;

const comparison = z
  .strictObject({
    arm: z.string(),
    base: z.string(),
    ...liftFields,
    incrementalOrders: amount,
    incrementalMargin: amount,
    incrementalRevenue: amount,
  })
  .meta({ id: 'Lift', description: 'Treated minus control, over everybody assigned' });

export const journeyLift = z.strictObject({
  journey: z.string(),
  node: z.string(),
  kind: z.enum(['holdout', 'experiment']),
  outcome: z.enum(JOURNEY_METRICS),
  window: z.string(),
  since: maybeInstant,
  currency: maybeText,
  waiting: count.meta({ description: 'Given an arm, and their window not over: not compared yet' }),
  peoplePerDay: number,
  winner: z.strictObject({ arm: z.string(), at: z.iso.datetime() }).nullable(),
  comparisons: z.array(comparison),
});
