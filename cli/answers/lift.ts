/** What the API says of the lift of a journey: of the files of a call the same is worked out here. */
import * as z from 'zod';
import { JOURNEY_METRICS } from '../../core/experiment/compareArms.ts';
import { LIFT_METRICS } from '../../core/experiment/liftReport.ts';

const number = z.number().nullable();
const interval = z.tuple([z.number(), z.number()]).readonly().nullable();

const armSchema = z.looseObject({ people: z.number(), converted: number, mean: number });

const amountSchema = z
  .looseObject({ amount: z.number(), interval: z.tuple([z.number(), z.number()]).readonly() })
  .nullable();

/** What a comparison of two groups always says. */
export const liftFields = {
  metric: z.enum(LIFT_METRICS),
  sampleRatio: z.looseObject({
    p: number,
    chiSquare: number,
    expected: z.tuple([z.number(), z.number()]).readonly(),
    mismatch: z.boolean(),
  }),
  treated: armSchema,
  control: armSchema,
  difference: number,
  interval,
  relativeLift: number,
  relativeInterval: interval,
  p: number,
  chanceToBeat: number,
  expectedLoss: z.looseObject({ ifTreated: z.number(), ifControl: z.number() }).nullable(),
  alwaysValidP: number,
  alwaysValidInterval: interval,
  verdict: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.enum(['better', 'worse']) }),
    z.looseObject({ kind: z.literal('too-early'), morePeople: number }),
  ]),
  cuped: z
    .looseObject({
      theta: z.number(),
      difference: z.number(),
      interval: z.tuple([z.number(), z.number()]).readonly(),
      relativeLift: number,
      relativeInterval: interval,
      p: z.number(),
      varianceRatio: z.number(),
    })
    .nullable(),
  incremental: amountSchema,
  cost: number,
  returnOnSpend: z
    .looseObject({ ratio: z.number(), interval: z.tuple([z.number(), z.number()]).readonly() })
    .nullable(),
} as const;

const comparisonSchema = z.looseObject({
  arm: z.string(),
  base: z.string(),
  ...liftFields,
  incrementalOrders: amountSchema,
  incrementalMargin: amountSchema,
  incrementalRevenue: amountSchema,
});

export const journeyLiftSchema = z.looseObject({
  journey: z.string(),
  node: z.string(),
  kind: z.enum(['holdout', 'experiment']),
  outcome: z.enum(JOURNEY_METRICS),
  window: z.string(),
  currency: z.string().nullable(),
  waiting: z.number(),
  peoplePerDay: number,
  winner: z.looseObject({ arm: z.string(), at: z.string() }).nullable(),
  comparisons: z.array(comparisonSchema),
});
export type JourneyLiftView = z.output<typeof journeyLiftSchema>;
