/**
 * Nodes that do something for a customer other than write: give an offer or points, choose products, ask a person of the shop to
 * act, start a campaign. What a node gave is what messages behind it may show. Whoever is held out passes them untreated.
 */
import * as z from 'zod';
import { SLOTS } from '../recommend/slots.ts';
import { durationSchema, idSchema, localisedText } from './pieces.ts';

/** A stock of offers to choose from, or one of them. */
export const offer = z
  .strictObject({
    type: z.literal('offer'),
    offer: idSchema.optional(),
    /** The least that suffices is chosen, "nothing" among the rungs. */
    ladder: idSchema.optional(),
    next: idSchema,
    /** Where a person goes on who gets nothing: not eligible, the budget is spent, or nothing is the rung. */
    otherwise: idSchema,
  })
  .refine(
    ({ offer: one, ladder }) => (one === undefined) !== (ladder === undefined),
    'give exactly one of offer and ladder',
  );

export const points = z
  .strictObject({
    type: z.literal('points'),
    points: z.number().int().min(1).max(1_000_000).optional(),
    /** A rule of the loyalty programme says how many. */
    rule: idSchema.optional(),
    /** What the statement of the account says. */
    reason: localisedText,
    next: idSchema,
    /** Where a person goes on who got none: no member, or no programme. Default: `next`. */
    otherwise: idSchema.optional(),
  })
  .refine(
    ({ points: some, rule }) => (some === undefined) !== (rule === undefined),
    'give exactly one of points and rule',
  );

export const recommend = z.strictObject({
  type: z.literal('recommend'),
  /** What is asked for: what they have not, what they buy again, or either. */
  slot: z.enum(SLOTS).default('discover'),
  count: z.number().int().min(1).max(12).default(3),
  /** Of this category alone. */
  category: z.string().min(1).max(200).optional(),
  next: idSchema,
  /** Where a person goes on for whom there is nothing to recommend. */
  otherwise: idSchema,
});

export const task = z.strictObject({
  type: z.literal('task'),
  /** What is to be done, as whoever does it reads it. */
  subject: localisedText,
  /** Until when; put off to the next working time, unless it may not wait for one. */
  within: durationSchema.default('1d'),
  anyHour: z.boolean().default(false),
  /** Who does it, as the shop names its people; left out: whoever takes it. */
  assignee: z.string().min(1).max(200).optional(),
  next: idSchema,
});

export const campaign = z.strictObject({ type: z.literal('campaign'), campaign: idSchema, next: idSchema });

/** The journey a campaign runs as. */
export function journeyOfCampaign(campaignId: string): string {
  return `campaign-${campaignId}`;
}
