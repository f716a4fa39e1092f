/** Answers about offers and coupons. */
import * as z from 'zod';
import { benefitSchema } from '../../../core/offer/benefit.ts';
import { COUPON_STATES } from '../../../core/offer/grant.ts';
import { count, instant, listOf, maybeInstant, maybeText, open } from './parts.ts';

const problem = z.looseObject({
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  line: z.number().nullable(),
});
const problems = z.array(problem);

export const offers = z
  .strictObject({ version: count, publishedAt: maybeInstant, definition: open.nullable() })
  .meta({ id: 'Offers', description: 'Version 0 and null where none were published' });
export const offersPut = z.strictObject({ version: count, changed: z.boolean(), problems });
export const offersCheck = z.strictObject({ valid: z.boolean(), problems });

const mark = z
  .strictObject({
    key: z.string(),
    state: z.enum(['reserved', 'redeemed']),
    at: instant,
    until: maybeInstant,
    order: maybeText,
    discountMinor: count,
    costMinor: count,
  })
  .meta({ id: 'CouponUse' });

const grantFields = {
  grant: z.string(),
  customer: z.string(),
  offer: z.string(),
  offersVersion: count,
  code: maybeText,
  state: z.enum(COUPON_STATES),
  at: instant,
  until: maybeInstant,
  journey: maybeText,
  gives: benefitSchema,
  uses: count,
  spentMinor: count,
  marks: z.array(mark),
};
const grant = z
  .strictObject(grantFields)
  .meta({ id: 'Grant', description: 'An offer given to one customer' });

export const customerOffers = z.strictObject({ customer: z.string(), items: z.array(grant) });
export const granted = z.strictObject({ repeated: z.boolean(), ...grantFields });

export const report = z
  .strictObject({ at: instant, version: count, currency: maybeText })
  .extend(
    listOf(
      z.strictObject({
        offer: z.string(),
        offered: z.boolean(),
        granted: count,
        open: count,
        reserved: count,
        redemptions: count,
        redeemed: count,
        expired: count,
        void: count,
        discountMinor: count,
        spentMinor: count,
        heldMinor: count,
        redemptionRate: z.number().nullable(),
        budgets: z.array(
          z.strictObject({
            budget: z.string(),
            unit: z.enum(['minor', 'grants']),
            limit: count,
            used: count,
            left: count,
          }),
        ),
      }),
    ).shape,
  )
  .meta({ id: 'OfferReport' });

export const validated = z.union([
  z.strictObject({ valid: z.literal(false), reason: z.string(), detail: z.string() }),
  z.strictObject({
    valid: z.boolean(),
    offer: z.string(),
    code: z.string(),
    discountMinor: count,
    reason: maybeText,
    best: z.array(z.string()),
  }),
]);
export const used = z.strictObject({ repeated: z.boolean(), use: mark, coupon: grant });
export const released = z.strictObject({ released: z.boolean(), coupon: grant });
export const voided = z.strictObject({ voided: z.boolean(), coupon: grant });
export const coupon = z.union([
  grant,
  z.strictObject({ offer: z.string(), code: z.string(), state: z.literal('not-used') }),
]);

export const pool = z.strictObject({
  pool: z.string(),
  codes: count,
  free: count,
  given: count,
  at: instant,
});
export const poolImport = z.strictObject({
  pool: z.string(),
  accepted: count,
  duplicates: count,
  rejected: count,
  rejects: z.array(z.strictObject({ line: count, code: z.string(), problem: z.string() })),
  free: count,
});
