/** What changes of the catalogue mean to customers, and how products are chosen for them. */
import * as z from 'zod';
import { share } from './fields.ts';

export const catalogue = z
  .strictObject({
    /** A price that falls by less of itself is no news. */
    priceDropShare: z.number().min(0.01).max(1).default(0.05),
    /** How long ago somebody may have looked at an item to be told of it. Events are kept for 30 days. */
    interestDays: z.number().int().min(1).max(30).default(30),
    /** Nobody is told of the same item twice within so many days. */
    notAgainDays: z.number().int().min(1).max(30).default(14),
    /** Most items a person is told of when a catalogue changes. */
    mostAtOnce: z.number().int().min(1).max(20).default(3),
    /** By category how many days a piece lasts, for items that do not say. */
    replenishDays: z.record(z.string().min(1).max(512), z.number().int().min(1).max(9_999)).default({}),
  })
  .prefault({});

export const recommendations = z
  .strictObject({
    /** Share of lists in which chance chooses one item: what lists are measured against, and how the new gets seen. */
    exploreShare: share.default(0.05),
    /** After so many days what came of a list counts half. */
    halfLifeDays: z.number().int().min(1).max(3650).default(90),
    /** An item somebody was shown so often and neither followed nor bought is shown less. */
    ignoredAfter: z.number().int().min(1).max(50).default(3),
    /** A purchase within so many days of being shown counts. */
    purchaseDays: z.number().int().min(1).max(30).default(14),
  })
  .prefault({});
