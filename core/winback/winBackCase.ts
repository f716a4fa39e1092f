/**
 * A case: one lost customer taken up once, from the verdict to what became of it. It is a dossier of the customer, named after
 * the day the loss began, so that a loss is taken up once however often it is noticed. The sum that led to the verdict is kept with
 * it, and with what probability the customer was given what they got.
 */
import * as z from 'zod';
import type { Dossier, DossierKey } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { isoDay, utcDay } from '../time.ts';
import { LOSS_ANSWERS } from './loss.ts';
import { CASE_ARMS, type CaseMark, LOSS_KINDS, VERDICTS } from './names.ts';

const interval = z.tuple([z.number(), z.number()]);

const rungSchema = z.object({
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
  refused: z.enum(['comes-anyway', 'costs-more-than-return']).nullable(),
});

export const sumSchema = z.object({
  pModel: z.number().nullable(),
  pUntreated: z.number(),
  orderMinor: z.number(),
  valueBackMinor: z.number(),
  valueStayMinor: z.number(),
  gainOfReturnMinor: z.number(),
  rungs: z.array(rungSchema),
});

/** What became of a case within its window. */
const outcomeSchema = z.object({
  /** First order within it; null where they did not come back. */
  returnedAt: z.number().nullable(),
  orders: z.number(),
  /** Contribution of the orders, net of returns. */
  marginMinor: z.number(),
  /** What redeemed offers cost. */
  offersMinor: z.number(),
  contacts: z.number(),
  contactMinor: z.number(),
  netMinor: z.number(),
});
export type CaseOutcome = z.infer<typeof outcomeSchema>;

/** `settling`: the end waits for points, refunds and complaints. */
const STATUSES = ['open', 'settling', 'closed'] as const;

export const caseSchema = z.object({
  openedAt: z.number(),
  /** Where the window ends. */
  endsAt: z.number(),
  status: z.enum(STATUSES),
  loss: z.object({
    kind: z.enum(LOSS_KINDS),
    answer: z.enum(LOSS_ANSWERS),
    because: z.string().nullable(),
  }),
  verdict: z.enum(VERDICTS),
  by: z.enum(['loss', 'sum', 'chance']),
  arm: z.enum(CASE_ARMS).nullable(),
  rung: z.string().nullable(),
  propensity: z.number().nullable(),
  eligible: z.array(z.string()),
  sumVerdict: z.enum(['recover', 'let-go']).nullable(),
  sum: sumSchema.nullable(),
  policyVersion: z.number(),
  modelVersion: z.number(),
  /** What an end still waits for. */
  waitsFor: z.array(z.string()),
  outcome: outcomeSchema.nullable(),
  closedAt: z.number().nullable(),
  /** `ordered`: they came back before an end was settled, so there is none. */
  closedBecause: z.enum(['window', 'end', 'ordered', 'merged']).nullable(),
  /** Nobody is taken up again before; null where nothing stands in the way. */
  blockedUntil: z.number().nullable(),
});
export type CaseBody = z.infer<typeof caseSchema>;

export interface WinBackCase extends CaseBody {
  readonly id: string;
  readonly customerId: CustomerId;
  readonly version: number;
}

/** Throws a ZodError on a dossier that no version of this module wrote. */
export function caseOf({ id, customerId, version, body }: Dossier): WinBackCase {
  if (customerId === null) throw new TypeError(`win-back case ${id} names no customer`);
  return { id, customerId, version, ...caseSchema.parse(body) };
}

export function caseDossier({ id, customerId, version, ...body }: WinBackCase): Dossier {
  return { kind: 'win-back', id, customerId, version, body: caseSchema.parse(body) };
}

/** One loss, one case: ids in the order the losses began. */
export function caseId({ stageSince }: Pick<Lifecycle, 'stageSince'>): string {
  return isoDay(utcDay(stageSince));
}

export function caseKey(customerId: CustomerId, id: string): DossierKey {
  return { kind: 'win-back', id, customerId };
}

export function markOf({ id, verdict, loss, arm, rung }: WinBackCase): CaseMark {
  return { case: id, verdict, loss: loss.kind, arm, rung };
}
