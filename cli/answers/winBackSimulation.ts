/** What the command line shows of the report of a win-back simulation. */
import * as z from 'zod';
import { verdictsSchema } from './winBack.ts';

const figures = z.looseObject({
  treated: z.number(),
  withOffer: z.number(),
  cameAnyway: z.number(),
  givenAwayMinor: z.number(),
  costMinor: z.number(),
  gainMinor: z.number(),
  netMinor: z.number(),
});
export type FiguresAnswer = z.output<typeof figures>;

const { verdicts, arms, currency, lost } = verdictsSchema.shape;

export const lostReportSchema = z.looseObject({
  from: z.string(),
  to: z.string(),
  currency,
  people: z.number(),
  lost,
  lostBefore: z.number(),
  windowDays: z.number(),
  afterDays: z.number(),
  margin: z.number(),
  margins: z.looseObject({
    by: z.enum(['measured', 'stated']),
    first: z.number(),
    last: z.number(),
    ownHalfMinor: z.number().nullable(),
    taken: z.number(),
    byOwn: z.number(),
    spread: z.array(z.number()),
  }),
  verdicts,
  arms,
  whole: z.looseObject({ cases: z.number(), returned: z.number(), foretold: z.number() }),
  holdout: z.looseObject({ people: z.number(), returned: z.number() }),
  assumed: z.looseObject({ messageShare: z.number(), blanketPercent: z.number() }),
  sensitivity: z.array(
    z.looseObject({ uplift: z.number(), cautious: figures, learned: figures, everyone: figures }),
  ),
  placebo: z.looseObject({
    pairs: z.array(
      z.looseObject({
        rung: z.string(),
        against: z.string(),
        people: z.number(),
        againstPeople: z.number(),
        returned: z.number(),
        againstReturned: z.number(),
      }),
    ),
  }),
});
export type LostReportAnswer = z.output<typeof lostReportSchema>;
