/**
 * What past cases taught: how many came back untreated against how many the model foretold, and how each rung did against each
 * lower one and against being left alone, of all and of those a return of whom brings less or more. Counts and sums only; what
 * is believed of them is `beliefs.ts`.
 */
import * as z from 'zod';

/** Left alone: below every rung. */
export const LEFT_ALONE = 'holdout';

/** Two arms among the cases that could have been given either, weighted by the inverse of how likely each was to be. */
const pairSchema = z.object({
  rung: z.string(),
  against: z.string(),
  /** Cases counted, in the rung and in what it is held against. */
  people: z.number(),
  againstPeople: z.number(),
  /** As many equally weighted cases tell as much. */
  effective: z.number(),
  againstEffective: z.number(),
  /** Weighted shares that came back. */
  returned: z.number(),
  againstReturned: z.number(),
});
export type LearnedPair = z.infer<typeof pairSchema>;

/** The cases that chance decided in two halves, by what a return brings; missing where there are too few to tell apart. */
const bandsSchema = z.object({
  /** From which the upper half begins. */
  fromMinor: z.number(),
  below: z.array(pairSchema),
  above: z.array(pairSchema),
});
export type LearnedBands = z.infer<typeof bandsSchema>;

export const learnedSchema = z.object({
  at: z.number(),
  /** Closed cases looked at, and those among them that chance gave their arm. */
  cases: z.number(),
  byChance: z.number(),
  /** People left alone: how many came back by themselves, and how many the model foretold. */
  alone: z.object({
    people: z.number(),
    returned: z.number(),
    /** Of these the model told a chance; the rest have only their own share to go by. */
    foretoldPeople: z.number(),
    foretold: z.number(),
    foretoldReturned: z.number(),
    marginMinor: z.number(),
    secondOrders: z.number(),
  }),
  pairs: z.array(pairSchema),
  bands: bandsSchema.optional(),
  /** Every rung as its cases came out, whoever chose it: no basis for a comparison. */
  rungs: z.array(
    z.object({
      rung: z.string(),
      cases: z.number(),
      returned: z.number(),
      secondOrders: z.number(),
      /** Margin within the window, less offers and contacts. */
      netMinor: z.number(),
    }),
  ),
});
export type Learned = z.infer<typeof learnedSchema>;

export const NOTHING_LEARNED: Learned = {
  at: 0,
  cases: 0,
  byChance: 0,
  alone: {
    people: 0,
    returned: 0,
    foretoldPeople: 0,
    foretold: 0,
    foretoldReturned: 0,
    marginMinor: 0,
    secondOrders: 0,
  },
  pairs: [],
  rungs: [],
};
