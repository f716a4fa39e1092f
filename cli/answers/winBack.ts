/** Answers about win-back, as far as people are shown them. */
import * as z from 'zod';
import { problemsSchema } from './problems.ts';

const maybeNumber = z.number().nullable();
const maybeText = z.string().nullable();
const interval = z.tuple([z.number(), z.number()]);

export const verdictsSchema = z.looseObject({
  at: z.string(),
  currency: maybeText,
  policyVersion: z.number(),
  lost: z.number(),
  bySum: z.number(),
  verdicts: z.array(
    z.looseObject({
      verdict: z.string(),
      customers: z.number(),
      netMinor: z.number(),
      offersMinor: z.number(),
      contactMinor: z.number(),
    }),
  ),
  losses: z.array(z.looseObject({ loss: z.string(), customers: z.number() })),
  arms: z.record(z.string(), z.number()),
  rungs: z.array(z.looseObject({ rung: z.string(), customers: z.number() })),
  top: z.array(
    z.looseObject({
      customer: z.string(),
      verdict: z.string(),
      loss: z.string(),
      arm: maybeText,
      rung: maybeText,
      pUntreated: maybeNumber,
      pTreated: maybeNumber,
      gainOfReturnMinor: maybeNumber,
      netMinor: maybeNumber,
    }),
  ),
});
export type VerdictsAnswer = z.output<typeof verdictsSchema>;

const upliftSchema = z.looseObject({ mean: z.number(), interval, people: z.number() });
const beliefsSchema = z.looseObject({
  calibration: z.looseObject({ factor: z.number(), interval, people: z.number() }),
  contact: upliftSchema,
});

const halfSchema = z.looseObject({
  side: z.enum(['below', 'above']),
  fromMinor: z.number(),
  contact: upliftSchema,
  steps: z.array(upliftSchema.extend({ rung: z.string(), against: z.string() })),
});

const rungSchema = z.looseObject({
  rung: z.string(),
  faceMinor: z.number(),
  uplift: z.number(),
  upliftInterval: interval,
  pTreated: z.number(),
  gainMinor: z.number(),
  wonOfferMinor: z.number(),
  subsidyMinor: z.number(),
  contactMinor: z.number(),
  annoyanceMinor: z.number(),
  netMinor: z.number(),
  netInterval: interval,
  refused: maybeText,
});
export type RungAnswer = z.output<typeof rungSchema>;

const sumSchema = z.looseObject({
  pModel: maybeNumber,
  pUntreated: z.number(),
  orderMinor: z.number(),
  valueBackMinor: z.number(),
  valueStayMinor: z.number(),
  gainOfReturnMinor: z.number(),
  rungs: z.array(rungSchema),
});
export type SumAnswer = z.output<typeof sumSchema>;

const judgementSchema = z.looseObject({
  verdict: z.string(),
  by: z.string(),
  loss: z.looseObject({ kind: z.string(), answer: z.string(), because: maybeText }),
  arm: maybeText,
  rung: maybeText,
  propensity: maybeNumber,
  sumVerdict: maybeText,
  sum: sumSchema.nullable(),
});
export type JudgementAnswer = z.output<typeof judgementSchema>;

const caseSchema = z.looseObject({
  case: z.string(),
  openedAt: z.string(),
  endsAt: z.string(),
  status: z.string(),
});

export const customerWinBackSchema = z.looseObject({
  customer: z.string(),
  currency: maybeText,
  windowDays: z.number(),
  stage: maybeText,
  at: maybeText,
  cases: z.array(caseSchema),
  case: maybeText,
  beliefs: beliefsSchema,
  judgement: judgementSchema.nullable(),
  effects: halfSchema.nullable().default(null),
});
export type CustomerWinBackAnswer = z.output<typeof customerWinBackSchema>;

const pairsSchema = z.array(
  z.looseObject({
    rung: z.string(),
    against: z.string(),
    people: z.number(),
    againstPeople: z.number(),
    returned: z.number(),
    againstReturned: z.number(),
  }),
);

export const learnedAnswerSchema = z.looseObject({
  at: maybeText,
  cases: z.number(),
  byChance: z.number(),
  alone: z.looseObject({
    people: z.number(),
    returned: z.number(),
    foretold: z.number(),
    secondOrders: z.number(),
  }),
  currency: maybeText.default(null),
  pairs: pairsSchema,
  bands: z.looseObject({ below: pairsSchema, above: pairsSchema }).optional(),
  beliefs: beliefsSchema.extend({
    steps: z.array(upliftSchema.extend({ rung: z.string(), against: z.string() })),
    halves: z.array(halfSchema).default([]),
  }),
});
export type LearnedAnswer = z.output<typeof learnedAnswerSchema>;

export const policySchema = z.looseObject({
  version: z.number(),
  definition: z.record(z.string(), z.unknown()),
});
export const policyPutSchema = z.looseObject({
  version: z.number(),
  changed: z.boolean(),
  problems: problemsSchema,
});
export const policyCheckSchema = z.looseObject({ valid: z.boolean(), problems: problemsSchema });
