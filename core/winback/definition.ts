/**
 * The win-back policy of a shop: one validated document, published as the named value `win-back`. It says how long a return is
 * waited for, what contacts and offers cost, how cautious the shop is before it has learned, how many are left alone or drawn by
 * chance, and when it stops. An empty document is valid: every field has a default.
 */
import * as z from 'zod';
import { idSchema } from '../journey/pieces.ts';
import type { Json } from '../json.ts';
import { inBothLanguages, share } from '../settings/fields.ts';

/** A belief held before anything was learned: mean and standard deviation of a logarithm of odds. */
const belief = (mean: number, sd: number) =>
  z
    .strictObject({
      mean: z.number().min(-2).max(2).default(mean),
      sd: z.number().min(0.001).max(2).default(sd),
    })
    .prefault({});

const contacts = z
  .strictObject({
    /** Messages of the whole sequence to whom it is worth winning back. */
    messages: z.number().int().min(1).max(20).default(4),
    /** Each, in minor units; parts of one are allowed. */
    costMinor: z.number().min(0).max(1_000_000).default(0.1),
    /** Of those who are written to, how many opt out for each message. */
    optOutShare: share.default(0.002),
    /** Of what a customer would be worth once back, how much is lost with the right to write to them. */
    optOutLoss: share.default(0.2),
  })
  .prefault({});

const prior = z
  .strictObject({
    /** What the messages alone do to the odds of coming back: by 1.05 makes a chance of 5 % one of 5.2 %. */
    contact: belief(0.05, 0.2),
    /** What a rung does beyond a lower one: nothing, until it is seen. */
    offer: belief(0, 0.2),
    /** How far the effects on customers of more and of less value lie from the shop's, as a standard deviation; 0: they do not. */
    bandSd: z.number().min(0).max(2).default(0.1),
    /** As many people's worth of trust in what the purchase model says of returns. */
    untreatedPeople: z.number().min(1).max(1_000_000).default(50),
    /** Chance to come back where the purchase model tells none. */
    untreatedShare: share.default(0.05),
  })
  .prefault({});

export const winBackSchema = z.strictObject({
  name: inBothLanguages.default({ en: 'Win-back', 'zh-CN': '赢回' }),
  /** A return counts within so many days of the opening of the case. */
  windowDays: z.number().int().min(7).max(365).default(90),
  /** Of the offers document: what may be offered, nothing among it. */
  ladder: idSchema.default('win-back'),
  contacts,
  /** Expected net below which nobody is worth the bother, in minor units. */
  leastNetMinor: z.number().min(0).max(1_000_000_000).default(0),
  /** Of those who come back with an offer in hand, how many use it. */
  redemptionShare: share.default(1),
  prior,
  /** Of the intervals a higher rung must beat a lower one at. */
  confidence: z.number().min(0.5).max(0.999).default(0.95),
  /** Nobody gets an offer who comes back untreated with this chance or more. */
  noOfferAbove: share.default(0.3),
  /** Left alone, to learn who comes back by themselves: the holdout node of the journey draws the same people. */
  holdout: z
    .strictObject({
      share: z.number().min(0).max(0.5).default(0.1),
      journey: idSchema.default('win-back'),
      node: idSchema.default('holdout'),
    })
    .prefault({}),
  /** Of the others, how many get a rung by chance, so that rungs can be compared. */
  randomisedShare: z
    .number()
    .min(0.1, 'at least 0.1: with fewer no rung is ever learned')
    .max(1)
    .default(0.1),
  /** After an end nobody is taken up again for so long, unless they order. */
  blockDays: z.number().int().min(1).max(3650).default(180),
  /** What becomes of the points of whom the shop ends with: written off in the ledger, or waited for until they are gone. */
  pointsAtEnd: z.enum(['forfeit', 'wait']).default('forfeit'),
  /** How often a case that waits is looked at again. */
  recheckDays: z.number().int().min(1).max(90).default(7),
});

export type WinBackPolicy = z.infer<typeof winBackSchema>;

/** The shipped policy, with every default in place. */
export const DEFAULT_WIN_BACK: WinBackPolicy = winBackSchema.parse({});

/** A published document as the policy it says. Throws a ZodError on one that no check has seen. */
export function winBackPolicy(definition: Json): WinBackPolicy {
  return winBackSchema.parse(definition);
}
