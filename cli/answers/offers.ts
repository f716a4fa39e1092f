/** Answers about offers and coupons, as far as commands show them. */
import * as z from 'zod';
import { offersSchema } from '../../core/offer/definition.ts';
import { problemsSchema } from './problems.ts';

export const offersAnswer = z.looseObject({
  version: z.number(),
  definition: offersSchema.nullable(),
});
export const checkAnswer = z.looseObject({ valid: z.boolean(), problems: problemsSchema });
export const putAnswer = z.looseObject({
  version: z.number(),
  changed: z.boolean(),
  problems: problemsSchema,
});

export const grantAnswer = z.looseObject({
  customer: z.string(),
  offer: z.string(),
  code: z.string().nullable(),
  state: z.string(),
  at: z.string(),
  until: z.string().nullable(),
  spentMinor: z.number(),
});
export const grantedAnswer = grantAnswer.extend({ repeated: z.boolean() });
export const grantsAnswer = z.looseObject({ customer: z.string(), items: z.array(grantAnswer) });

export const reportAnswer = z.looseObject({
  version: z.number(),
  currency: z.string().nullable(),
  items: z.array(
    z.looseObject({
      offer: z.string(),
      granted: z.number(),
      open: z.number(),
      reserved: z.number(),
      redeemed: z.number(),
      expired: z.number(),
      spentMinor: z.number(),
      heldMinor: z.number(),
      redemptionRate: z.number().nullable(),
      budgets: z.array(
        z.looseObject({
          budget: z.string(),
          unit: z.string(),
          limit: z.number(),
          used: z.number(),
          left: z.number(),
        }),
      ),
    }),
  ),
});

export const couponAnswer = z.union([
  grantAnswer,
  z.looseObject({ offer: z.string(), code: z.string(), state: z.literal('not-used') }),
]);
export const validatedAnswer = z.looseObject({
  valid: z.boolean(),
  reason: z.string().nullish(),
  offer: z.string().optional(),
  discountMinor: z.number().optional(),
});
export const usedAnswer = z.looseObject({
  repeated: z.boolean(),
  use: z.looseObject({
    key: z.string(),
    state: z.string(),
    until: z.string().nullable(),
    discountMinor: z.number(),
  }),
  coupon: grantAnswer,
});
export const releasedAnswer = z.looseObject({ released: z.boolean(), coupon: grantAnswer });
export const voidedAnswer = z.looseObject({ voided: z.boolean(), coupon: grantAnswer });
export const poolAnswer = z.looseObject({
  pool: z.string(),
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  rejects: z.array(z.looseObject({ line: z.number(), code: z.string(), problem: z.string() })),
  free: z.number(),
});
