/** How value, stages and grades are made out. */
import * as z from 'zod';
import { SHOP_MODELS } from '../lifecycle/model.ts';
import { refusedModel, USE_ONE_OF } from '../lifecycle/refusedModel.ts';
import { share } from './fields.ts';

export const value = z
  .strictObject({
    model: z
      .enum(SHOP_MODELS, { error: ({ input }) => `${refusedModel(String(input))}; ${USE_ONE_OF}` })
      .default('mbg-nbd'),
    refitEveryDays: z.number().int().min(1).max(365).default(7),
    /** Contribution margin as a share of revenue, where neither cost nor category tells; 1 until set. */
    margin: share.default(1),
    /** The same by category of the catalogue, for items whose cost is not known. */
    categoryMargins: z.record(z.string().min(1).max(512), share).default({}),
    horizonWeeks: z.number().int().min(1).max(520).default(52),
    /** What money is worth less for coming a year later, as a share. */
    discountAnnual: z.number().min(0).max(1).default(0),
    /** What it costs to keep a customer for a year, in minor units, as long as they are active. */
    retentionCostMinor: z.number().int().min(0).max(1_000_000_000).default(0),
    /** What customers bring whom this one referred, as a share of what this one does. */
    referralShare: z.number().min(0).max(10).default(0),
  })
  .prefault({});

export const lifecycle = z
  .strictObject({
    /** Quantile of the gaps that counts as the limit of the usual. */
    lateQuantile: z.number().min(0.5).max(0.99).default(0.9),
    /** How many own gaps the shop's quantile weighs as much as. */
    shopWeightGaps: z.number().min(0).max(100).default(3),
    stabilityMinOrders: z.number().int().min(2).max(100).default(4),
    stabilityEnterVariation: z.number().min(0).max(10).default(1),
    stabilityLeaveVariation: z.number().min(0).max(10).default(1.25),
    /** Used while the shop has fewer repeat gaps than `minGaps`. */
    fallbackGapDays: z.number().int().min(1).max(3650).default(90),
    minGaps: z.number().int().min(1).default(10),
  })
  .refine((rules) => rules.stabilityLeaveVariation >= rules.stabilityEnterVariation, {
    path: ['stabilityLeaveVariation'],
    message: 'must not be below stabilityEnterVariation, or customers would flap between two stages',
  })
  .prefault({});

export const grades = z
  .strictObject({
    aShare: share.default(0.2),
    bShare: share.default(0.3),
    /** A customer keeps a grade until the value is this share below its cut. */
    hysteresis: share.default(0.1),
  })
  .refine((cut) => cut.aShare + cut.bShare <= 1, {
    path: ['bShare'],
    message: 'aShare + bShare must not exceed 1',
  })
  .prefault({});

/** What decides which kind of relationship suits a customer. */
export const relationship = z
  .strictObject({
    /** What one personal contact costs, in minor units. */
    contactCostMinor: z.number().int().min(1).max(1_000_000_000).default(1_000),
    /** A year's margin that pays for fewer contacts is low; for so many and more it is high. */
    fewContacts: z.number().int().min(1).max(1_000).default(2),
    manyContacts: z.number().int().min(2).max(10_000).default(12),
    /** So many customers of a grade are few; more than so many are many. */
    fewCustomers: z.number().int().min(1).max(1_000_000).default(50),
    manyCustomers: z.number().int().min(2).max(1_000_000_000).default(1_000),
  })
  .refine(({ fewContacts, manyContacts }) => fewContacts < manyContacts, {
    path: ['manyContacts'],
    message: 'must be above fewContacts',
  })
  .refine(({ fewCustomers, manyCustomers }) => fewCustomers < manyCustomers, {
    path: ['manyCustomers'],
    message: 'must be above fewCustomers',
  })
  .prefault({});
