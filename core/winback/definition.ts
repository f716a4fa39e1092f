/**
 * The win-back policy of a shop: one validated document, published as the named value `win-back`. It says how long a return is
 * waited for, what contacts and offers cost, how cautious the shop is before it has learned, how many are left alone or drawn by
 * chance, and when it stops. An empty document is valid: every field has a default.
 */
import * as z from 'zod';
import { idSchema } from '../journey/pieces.ts';
import type { Json } from '../json.ts';
import { inBothLanguages, share } from '../settings/fields.ts';

/** The rung of the ladder that offers nothing; always the lowest. */
export const NOTHING = 'nothing';

/** What a rung costs the shop each time it is redeemed. */
const rungCost = z.union(
  [
    z.strictObject({ minor: z.number().int().min(0).max(1_000_000_000) }),
    /** Of the order's amount, and never more than `mostMinor`. */
    z.strictObject({
      percent: z.number().min(0).max(100),
      mostMinor: z.number().int().min(0).max(1_000_000_000).optional(),
    }),
  ],
  { error: 'write what it costs as minor: 500, or as percent: 10' },
);
export type RungCost = z.infer<typeof rungCost>;

const rung = z.strictObject({
  id: idSchema,
  /** The offer that is granted; null on the rung that offers nothing. */
  offer: idSchema.nullable().default(null),
  cost: rungCost.default({ minor: 0 }),
});
export type Rung = z.infer<typeof rung>;

const LADDER: readonly Rung[] = [
  { id: NOTHING, offer: null, cost: { minor: 0 } },
  { id: 'delivery', offer: 'win-back-delivery', cost: { minor: 500 } },
  { id: 'ten', offer: 'win-back-10', cost: { percent: 10 } },
  { id: 'fifteen', offer: 'win-back-15', cost: { percent: 15 } },
];

const ladder = z
  .array(rung)
  .min(1)
  .max(8)
  .default([...LADDER])
  .refine((rungs) => new Set(rungs.map(({ id }) => id)).size === rungs.length, 'name each rung once')
  .refine(
    ([first]) => first?.id === NOTHING && first.offer === null && isFree(first.cost),
    'the lowest rung is nothing: no offer, no cost',
  )
  .refine(
    (rungs) => rungs.slice(1).every(({ offer }) => offer !== null),
    'every rung above nothing names its offer',
  );

function isFree(cost: RungCost): boolean {
  return 'minor' in cost ? cost.minor === 0 : cost.percent === 0;
}

/** A belief held before anything was learned: mean and standard deviation of a difference of shares. */
const belief = (mean: number, sd: number) =>
  z
    .strictObject({
      mean: z.number().min(-0.5).max(0.5).default(mean),
      sd: z.number().min(0.0001).max(0.5).default(sd),
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
    /** What the messages alone change, against being left alone. */
    contact: belief(0.005, 0.01),
    /** What a rung changes, against a lower one. */
    offer: belief(0, 0.01),
    /** As many people's worth of trust in what the purchase model says of returns. */
    untreatedPeople: z.number().min(1).max(1_000_000).default(50),
    /** Chance to come back where the purchase model tells none. */
    untreatedShare: share.default(0.05),
  })
  .prefault({});

export const winBackSchema = z
  .strictObject({
    name: inBothLanguages.default({ en: 'Win-back', 'zh-CN': '赢回' }),
    /** A return counts within so many days of the opening of the case. */
    windowDays: z.number().int().min(7).max(365).default(90),
    ladder,
    contacts,
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
    /** Silence after the last message that ends the sequence. */
    silenceDays: z.number().int().min(1).max(365).default(14),
    /** How often a case that waits is looked at again. */
    recheckDays: z.number().int().min(1).max(90).default(7),
  })
  .refine(({ ladder: rungs, randomisedShare }) => rungs.length === 1 || randomisedShare > 0, {
    path: ['randomisedShare'],
    message: 'rungs are learned from those who got one by chance',
  });

export type WinBackPolicy = z.infer<typeof winBackSchema>;

/** The shipped policy, with every default in place. */
export const DEFAULT_WIN_BACK: WinBackPolicy = winBackSchema.parse({});

/** A published document as the policy it says. Throws a ZodError on one that no check has seen. */
export function winBackPolicy(definition: Json): WinBackPolicy {
  return winBackSchema.parse(definition);
}
