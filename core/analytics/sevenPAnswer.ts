/** What the view of the seven Ps answers: under each P what the shop's records say, and what they do not. */
import * as z from 'zod';
import { GRADES, RFM_GROUPS, STAGES } from '../lifecycle/lifecycle.ts';
import { concentration } from './answers.ts';

const figure = z.number();
const count = z.int();
const maybe = z.number().nullable();

/** What the shop's records do not say, by id; the words are for whoever shows them. */
export const NOT_SAID = [
  'age-and-income',
  'tastes',
  'attitude',
  'cost-to-acquire',
  'cost-to-serve',
  'channel',
  'place',
  'kind-of-product',
  'unknown-market',
  'association',
  'design',
  'effect-of-campaigns',
] as const;
const notSaid = z.array(z.enum(NOT_SAID)).meta({ description: 'What no record of the shop says' });

export const bucketMonth = z.object({
  month: z.string(),
  start: count.meta({ description: 'Not in decline on its first morning' }),
  new: count,
  returned: count,
  lost: count,
  end: count.meta({ description: 'start + new + returned − lost' }),
  retention: maybe.meta({ description: 'Of those at the start, who were not lost' }),
  orders: count,
  revenueMinor: figure,
});
export type BucketMonth = z.infer<typeof bucketMonth>;

export const yearFigures = z.object({
  customers: count.meta({ description: 'Who bought' }),
  orders: count.meta({ description: 'Orders of one day count once' }),
  revenueMinor: figure.meta({ description: 'Purchases; refunds have no day' }),
  orderMinor: maybe,
});
export type YearFigures = z.infer<typeof yearFigures>;

/** Of messages in the last year. */
export const promotionFigures = z.object({
  sent: count,
  delivered: count,
  opened: count,
  clicked: count,
});
export type PromotionFigures = z.infer<typeof promotionFigures>;

/** Of orders with lines, in the last year. */
export const productFigures = z.object({
  items: count,
  orders: count,
  itemsPerOrder: figure,
  /** Share of the quantity sold that the best tenth of the items has. */
  topTenthShare: maybe,
});
export type ProductFigures = z.infer<typeof productFigures>;

export const sevenPAnswer = z
  .object({
    view: z.literal('seven-p'),
    until: z.iso.date(),
    currency: z.string().nullable(),
    profiling: z.object({
      customers: count,
      prospects: count,
      stages: z.record(z.enum(STAGES), count),
      grades: z.record(z.enum(GRADES), count),
      groups: z.record(z.enum(RFM_GROUPS), count),
      notSaid,
    }),
    persistency: z.object({
      yearRetention: maybe.meta({
        description: 'Of those who bought in the year before the last, who bought in the last',
      }),
      repeatShare: maybe.meta({ description: 'Customers with two purchase days or more' }),
      meanRelationDays: maybe.meta({ description: 'From first to last order, of these' }),
      bucket: z.array(bucketMonth).meta({ description: 'The last 12 months that are over, oldest first' }),
      notSaid,
    }),
    profitability: z.object({
      spendMinor: figure,
      contributionMinor: figure,
      contributionEachMinor: maybe,
      margin: figure,
      concentration,
      notSaid,
    }),
    performance: z.object({
      lastYear: yearFigures,
      yearBefore: yearFigures,
      growth: maybe.meta({ description: 'Revenue of the last year over that of the year before, less 1' }),
      notSaid,
    }),
    prospecting: z.object({
      horizonWeeks: count,
      expectedOrders: figure,
      expectedValueMinor: figure,
      active: maybe.meta({ description: 'Customers expected to be active still' }),
      newcomersLastYear: count,
      notSaid,
    }),
    product: z.object({ figures: productFigures.nullable(), notSaid }),
    promotion: z.object({ figures: promotionFigures.nullable(), notSaid }),
  })
  .meta({ id: 'SevenPAnswer' });
export type SevenPAnswer = z.infer<typeof sevenPAnswer>;

/** What is told beside the histories; null where it is not known. */
export interface SevenPBeside {
  readonly product: ProductFigures | null;
  readonly promotion: PromotionFigures | null;
}
