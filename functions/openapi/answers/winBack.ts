/** Answers about win-back: the policy, verdicts, sums, what was learned. */
import * as z from 'zod';
import { winBackSchema } from '../../../core/winback/definition.ts';
import { learnedSchema } from '../../../core/winback/learned.ts';
import { CASE_ARMS, LOSS_KINDS, VERDICTS } from '../../../core/winback/names.ts';
import { caseSchema } from '../../../core/winback/winBackCase.ts';
import { count, instant, maybeText } from './parts.ts';

const verdict = z.enum(VERDICTS);
const by = z.enum(['loss', 'sum', 'chance']);
const loss = z.enum(LOSS_KINDS);
const arm = z.enum(CASE_ARMS).nullable();
const maybeNumber = z.number().nullable();
const interval = z.tuple([z.number(), z.number()]);

const problem = z.strictObject({
  path: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  line: z.number().nullable(),
});

export const policy = z
  .strictObject({ version: count, publishedAt: maybeText, definition: winBackSchema })
  .meta({ id: 'WinBackPolicy', description: 'Version 0: what is shipped, and nobody is taken up' });

export const policyPut = z.strictObject({ version: count, changed: z.boolean(), problems: z.array(problem) });
export const policyCheck = z.strictObject({ valid: z.boolean(), problems: z.array(problem) });

export const verdicts = z
  .strictObject({
    at: z.string(),
    currency: maybeText,
    policyVersion: count,
    windowDays: count,
    lost: count,
    bySum: count,
    verdicts: z.array(
      z.strictObject({
        verdict,
        customers: count,
        netMinor: z.number(),
        offersMinor: z.number(),
        contactMinor: z.number(),
      }),
    ),
    losses: z.array(z.strictObject({ loss, customers: count })),
    arms: z.strictObject({ holdout: count, randomised: count, chosen: count }),
    rungs: z.array(z.strictObject({ rung: z.string(), customers: count })),
    top: z.array(
      z.strictObject({
        customer: z.string(),
        verdict,
        by,
        loss,
        arm,
        rung: maybeText,
        case: maybeText,
        pUntreated: maybeNumber,
        pTreated: maybeNumber,
        gainOfReturnMinor: maybeNumber,
        netMinor: maybeNumber,
      }),
    ),
  })
  .meta({ id: 'WinBackVerdicts' });

const uplift = z.strictObject({ mean: z.number(), sd: z.number(), interval, people: count });
const beliefs = z.strictObject({
  calibration: z.strictObject({ factor: z.number(), interval, people: count }),
  untold: z.number(),
  contact: uplift,
});

const effectsAnswer = z.strictObject({
  side: z.enum(['below', 'above']),
  fromMinor: z.number(),
  contact: uplift,
  steps: z.array(uplift.extend({ rung: z.string(), against: z.string() })),
});

const { sum, loss: lossFound, rung, propensity, sumVerdict, outcome } = caseSchema.shape;

const caseAnswer = z.strictObject({
  case: z.string(),
  openedAt: instant,
  endsAt: instant,
  status: caseSchema.shape.status,
  verdict,
  loss,
  arm,
  rung,
  waitsFor: z.array(z.string()),
  outcome: outcome.unwrap().extend({ returnedAt: maybeText }).nullable(),
  closedAt: maybeText,
  closedBecause: caseSchema.shape.closedBecause,
  blockedUntil: maybeText,
});

export const customerWinBack = z
  .strictObject({
    customer: z.string(),
    currency: maybeText,
    policyVersion: count,
    windowDays: count,
    stage: maybeText,
    at: maybeText,
    cases: z.array(caseAnswer),
    beliefs,
    effects: effectsAnswer.nullable(),
    case: maybeText,
    judgement: z
      .strictObject({ verdict, by, loss: lossFound, arm, rung, propensity, sumVerdict, sum })
      .nullable(),
  })
  .meta({ id: 'WinBackSum' });

export const learned = z
  .strictObject({
    ...learnedSchema.omit({ at: true }).shape,
    at: maybeText,
    currency: maybeText,
    policyVersion: count,
    windowDays: count,
    beliefs: beliefs.extend({
      steps: z.array(uplift.extend({ rung: z.string(), against: z.string() })),
      halves: z.array(effectsAnswer),
    }),
  })
  .meta({ id: 'WinBackLearned' });

export const simulation = z.looseObject({ from: z.string(), to: z.string() });
