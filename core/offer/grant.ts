/**
 * A grant: one offer given to one customer, with what was promised, kept as a dossier under the id of the operation that gave it.
 * The promise is in it, so a later version of the offers takes nothing of it away. Each of its uses goes issued → reserved →
 * redeemed, or back; a reservation lapses by itself. Money is in minor units.
 */
import * as z from 'zod';
import {
  type Dossier,
  type DossierKey,
  type DossierStore,
  type DossierWrite,
  dossiersUnder,
} from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { benefitSchema } from './benefit.ts';
import { MOST_USES } from './definition.ts';

/** Refunds of one order that are counted. */
export const MOST_REFUNDS = 100;

const markSchema = z.object({
  /** Idempotency key of whoever reserved or redeemed. */
  key: z.string(),
  state: z.enum(['reserved', 'redeemed']),
  at: z.number(),
  /** Of a reservation: it lapses then. */
  until: z.number().nullable(),
  order: z.string().nullable(),
  discountMinor: z.number(),
  costMinor: z.number(),
  besideMinor: z.number(),
  /** Journeys were told. */
  told: z.boolean(),
  /** What was given back of its order so far, by refund. Where that is all of it, the use may come back. */
  refunds: z
    .array(z.object({ id: z.string(), minor: z.number() }))
    .max(MOST_REFUNDS)
    .default([]),
});
export type Mark = Readonly<z.infer<typeof markSchema>>;

const grantSchema = z.object({
  offer: z.string(),
  /** Of the offers document. */
  version: z.number(),
  at: z.number(),
  /** Null: without end. */
  until: z.number().nullable(),
  code: z.string().nullable(),
  state: z.enum(['open', 'expired', 'void']),
  endedAt: z.number().nullable(),
  uses: z.int().min(1).max(MOST_USES),
  gives: benefitSchema,
  group: z.string().nullable(),
  combines: z.boolean(),
  transferable: z.boolean(),
  returnOnRefund: z.boolean(),
  /** Set aside for one use, in each budget of `moneyKeys`. */
  setAsideMinor: z.number(),
  moneyKeys: z.array(z.string()),
  grantKeys: z.array(z.string()),
  /** The journey or campaign that gave it; null for a person or program. */
  journey: z.string().nullable(),
  marks: z.array(markSchema).max(2 * MOST_USES),
  /** Journeys were told that it ended. */
  endTold: z.boolean(),
});
export type GrantBody = Readonly<z.infer<typeof grantSchema>>;

export interface Grant extends GrantBody {
  /** Of the operation that gave it. */
  readonly id: string;
  /** Under whose id it is kept: not always the root's. */
  readonly customerId: CustomerId;
  readonly recordVersion: number;
}

export function grantKey(customerId: CustomerId, id: string): DossierKey {
  return { kind: 'grant', id, customerId };
}

export function grantIn(dossier: Dossier): Grant {
  const { id, customerId, version } = dossier;
  if (customerId === null) throw new TypeError(`the grant ${id} names no customer`);
  return { ...grantSchema.parse(dossier.body), id, customerId, recordVersion: version };
}

/** The write of a grant over the version it was read at. */
export function grantWrite({ id, customerId, recordVersion, ...body }: Grant): DossierWrite {
  const marks = body.marks.map((mark) => ({ ...mark, refunds: mark.refunds.map((one) => ({ ...one })) }));
  const dossier = {
    ...grantKey(customerId, id),
    version: recordVersion + 1,
    body: { ...body, marks, gives: benefitBody(body.gives) },
  };
  return { dossier, expectedVersion: recordVersion };
}

/** As JSON has it: fields that are not there are left out. */
function benefitBody(gives: GrantBody['gives']): Dossier['body'] {
  const body: Dossier['body'] = JSON.parse(JSON.stringify(gives));
  return body;
}

/** Every grant that is kept under one id. */
export async function* grantsUnder(
  store: Pick<DossierStore, 'dossiersOf'>,
  customerId: CustomerId,
): AsyncGenerator<Grant> {
  for await (const dossier of dossiersUnder(store, 'grant', customerId)) yield grantIn(dossier);
}

export function redeemedMarks({ marks }: Pick<Grant, 'marks'>): readonly Mark[] {
  return marks.filter(({ state }) => state === 'redeemed');
}

/** Uses that are taken now: redeemed, or reserved and not lapsed. */
export function takenMarks({ marks }: Pick<Grant, 'marks'>, now: Instant): readonly Mark[] {
  return marks.filter(({ state, until }) => state === 'redeemed' || (until ?? 0) > now);
}

export function isExpired({ state, until }: Pick<Grant, 'state' | 'until'>, now: Instant): boolean {
  return state === 'expired' || (state === 'open' && until !== null && now >= until);
}

export const COUPON_STATES = ['issued', 'reserved', 'redeemed', 'expired', 'void'] as const;
export type CouponState = (typeof COUPON_STATES)[number];

/** What a coupon is, to whoever holds it. */
export function couponState(grant: Grant, now: Instant): CouponState {
  if (grant.state === 'void') return 'void';
  const redeemed = redeemedMarks(grant).length;
  if (redeemed >= grant.uses) return 'redeemed';
  const taken = takenMarks(grant, now);
  if (taken.length >= grant.uses) return 'reserved';
  if (isExpired(grant, now)) return 'expired';
  return 'issued';
}

/** Money set aside that nothing was spent of yet: of every use that is not redeemed. */
export function heldMinor(grant: Grant): number {
  return grant.state === 'open' ? grant.setAsideMinor * (grant.uses - redeemedMarks(grant).length) : 0;
}

export function spentMinor(grant: Grant): number {
  return redeemedMarks(grant).reduce((sum, { costMinor }) => sum + costMinor, 0);
}
