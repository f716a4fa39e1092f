/** What each analytical view answers: the shapes the API documents, the command line reads and the views fill. Money in minor units. */
import * as z from 'zod';
import { LOSS_REASONS } from '../feedback/lossReason.ts';
import { GRADES, RFM_GROUPS, STAGES } from '../lifecycle/lifecycle.ts';

const figure = z.number();
const count = z.int();
/** Null where it is not known, or there is nothing to take it of. */
const maybe = z.number().nullable();
const stage = z.enum(STAGES);
const grade = z.enum(GRADES);
const group = z.enum(RFM_GROUPS);
const month = z.string().meta({ description: 'YYYY-MM' });
const day = z.iso.date();

const ofAll = {
  until: day.meta({ description: 'Orders before 00:00 UTC of this day count' }),
  currency: z.string().nullable(),
};

export const concentration = z
  .object({
    customers: count,
    total: figure,
    top: z
      .array(z.object({ share: figure, of: maybe }))
      .meta({ description: 'What the best share of customers has of the total' }),
    shareOf80: maybe.meta({ description: 'The smallest share of customers that has 80 % of the total' }),
    gini: maybe,
  })
  .meta({ id: 'Concentration' });
export type Concentration = z.infer<typeof concentration>;

const scores = z
  .record(z.string(), count)
  .meta({ description: 'Customers by score; a score nobody has is left out' });

export const rfmRow = z.object({
  id: z.string(),
  recencyDays: count,
  /** Distinct purchase days. */
  frequency: count,
  spendMinor: figure,
  /** Spend in whole units of the currency. */
  monetary: figure,
  r: count,
  f: count,
  m: count,
  group,
});
export type RfmRow = z.infer<typeof rfmRow>;

export const rfmAnswer = z
  .object({
    view: z.literal('rfm'),
    ...ofAll,
    n: count.meta({ description: 'Customers with an order' }),
    prospects: count.meta({ description: 'People without an order: they have no scores' }),
    scoreCounts: z.object({ R: scores, F: scores, M: scores }),
    topRfm555: count,
    bottom111: count,
    means: z
      .object({ R: figure, F: figure, M: figure })
      .nullable()
      .meta({ description: 'Days, purchase days, and spend in whole units of the currency' }),
    groups: z.array(z.object({ group, customers: count, spendMinor: figure })),
    customers: z.array(rfmRow).optional().meta({ description: 'By id, where they were asked for' }),
  })
  .meta({ id: 'RfmAnswer' });
export type RfmAnswer = z.infer<typeof rfmAnswer>;

const cohortAge = z.object({
  age: count.meta({ description: 'Months since the first order’s month, 0 for that month' }),
  active: count,
  orders: count,
  revenueMinor: figure,
  retention: figure.meta({ description: 'Active over the size of the cohort' }),
});
export const cohort = z.object({ month, customers: count, ages: z.array(cohortAge) });
export type Cohort = z.infer<typeof cohort>;

export const cohortAnswer = z
  .object({
    view: z.literal('cohorts'),
    ...ofAll,
    customers: count,
    cohorts: z.array(cohort),
    /** Of all cohorts whose month at that age is over: active over customers. */
    retentionByAge: z.array(z.object({ age: count, customers: count, retention: figure })),
    partialMonth: month.nullable().meta({ description: 'The last month, where it is not over' }),
    concentration: concentration.meta({ description: 'Of the customers’ net spend' }),
  })
  .meta({ id: 'CohortAnswer' });
export type CohortAnswer = z.infer<typeof cohortAnswer>;

const rows = z.array(z.array(figure));
export const markovStage = z.object({
  stage,
  customers: count.meta({ description: 'There on the last morning counted' }),
  months: count.meta({ description: 'Months of customers that began there' }),
  /** Null where nobody was seen to leave. */
  expectedMonths: maybe.meta({ description: 'Of a stay' }),
  /** Null where it depends on the start. */
  steadyState: maybe.meta({ description: 'Share of customers there in the long run' }),
  monthlyMinor: figure.meta({ description: 'Mean contribution of a month that begins there' }),
  valueMinor: figure.meta({ description: 'Present value of a customer there, over all time to come' }),
});
export type MarkovStage = z.infer<typeof markovStage>;

export const markovAnswer = z
  .object({
    view: z.literal('markov'),
    ...ofAll,
    from: month.nullable(),
    to: month.nullable(),
    steps: count,
    discountAnnual: figure,
    states: z.array(stage),
    counts: rows.meta({ description: 'From the row’s stage to the column’s' }),
    probabilities: rows.meta({ description: 'Rows sum to 1' }),
    intervals: z.array(z.array(z.array(figure).length(2))).meta({ description: '95 %, Wilson' }),
    unobserved: z.array(z.string()).meta({ description: 'Nobody was seen there: the row keeps the stage' }),
    beginsIn: z
      .record(stage, count)
      .meta({ description: 'On the first morning after the first order’s month' }),
    stages: z.array(markovStage),
  })
  .meta({ id: 'MarkovAnswer' });
export type MarkovAnswer = z.infer<typeof markovAnswer>;

const counted = { customers: count, valueMinor: figure };
export const lostCustomer = z.object({
  id: z.string(),
  lostOn: day,
  lastOrder: day,
  orders: count,
  stage: stage.meta({ description: 'Before' }),
  grade,
  spendMinor: figure,
  valueMinor: figure.meta({ description: 'Expected contribution as of the day before they were lost' }),
  atStakeMinor: figure.meta({ description: 'That less what is still expected' }),
  daysSince: count,
  limitDays: figure,
  lateDays: figure.meta({ description: 'Days since the last order beyond the limit' }),
  reason: z.enum(LOSS_REASONS).nullable(),
});
export type LostCustomer = z.infer<typeof lostCustomer>;

export const lostAnswer = z
  .object({
    view: z.literal('lost'),
    ...ofAll,
    customers: count,
    lost: count,
    valueMinor: figure,
    atStakeMinor: figure,
    medianLateDays: maybe,
    byStage: z.array(z.object({ stage, ...counted })),
    byGrade: z.array(z.object({ grade, ...counted })),
    byMonth: z.array(z.object({ month, ...counted })).meta({ description: 'Lost in, of the last 12' }),
    byReason: z.array(z.object({ reason: z.enum([...LOSS_REASONS, 'unknown']), ...counted })),
    top: z.array(lostCustomer).meta({ description: 'Most at stake first' }),
  })
  .meta({ id: 'LostAnswer' });
export type LostAnswer = z.infer<typeof lostAnswer>;

const part = { ...counted, share: maybe };
export const equityAnswer = z
  .object({
    view: z.literal('equity'),
    ...ofAll,
    horizonWeeks: count,
    customers: count,
    prospects: count.meta({ description: 'Without an order: they count as nothing until they are won' }),
    totalMinor: figure.meta({ description: 'Current and potential customers, over the horizon' }),
    currentMinor: figure,
    potentialMinor: figure,
    potential: z.object({
      customers: figure.meta({
        description: 'Expected within the horizon, as many as came in the year before',
      }),
      valueMinor: figure.meta({ description: 'Of each, the first order included' }),
    }),
    /** Null where dropout cannot be identified. */
    lifetimeMinor: maybe.meta({ description: 'Of current customers over all time, discounted' }),
    pastMinor: figure.meta({
      description: 'Past customer value: past contribution carried forward to now at the same rate',
    }),
    discountAnnual: figure,
    byStage: z.array(z.object({ stage, ...part })),
    byGrade: z.array(z.object({ grade, ...part })),
    drivers: z.object({ customers: count, ordersEach: figure, orderMinor: figure, margin: figure }).meta({
      description: 'Expected revenue is the product of the first three; the value is its margin less costs',
    }),
    active: maybe.meta({ description: 'Customers expected to be active still' }),
    concentration,
  })
  .meta({ id: 'EquityAnswer' });
export type EquityAnswer = z.infer<typeof equityAnswer>;
