/**
 * The offers of a shop as one document: what each gives, who may have it, how long it is good for, what it may cost in all and
 * for one customer, what goes together, how codes are made; and the ladders of incentives, on which nothing is a rung. One
 * schema, YAML on disk. A grant remembers the version it was given under, and a later one takes nothing of it away.
 */
import * as z from 'zod';
import { parseDuration } from '../duration.ts';
import { dateOffset } from '../journey/clock/dateOffset.ts';
import { conditionSchema } from '../journey/condition.ts';
import { durationSchema, idSchema, localisedText } from '../journey/pieces.ts';
import { GRADES, STAGES } from '../lifecycle/lifecycle.ts';
import { DAY_MS, type Instant, parseIso } from '../time.ts';
import { benefitSchema, expectedCostMinor, MOST_MINOR } from './benefit.ts';

const instantText = z.string().refine((text) => parseIso(text) !== null, 'write a date as 2026-12-01');
const positive = z.int().min(1).max(1_000_000_000);

/** Who may have it: all that is said must hold. Without any, everybody may. */
const eligibleSchema = z.strictObject({
  /** Of the loyalty programme. */
  tiers: z.array(idSchema).min(1).exactOptional(),
  stages: z.array(z.enum(STAGES)).min(1).exactOptional(),
  grades: z.array(z.enum(GRADES)).min(1).exactOptional(),
  /** Expected contribution over the settings' horizon. */
  valueMinor: z
    .strictObject({ min: z.number().exactOptional(), max: z.number().exactOptional() })
    .exactOptional(),
  /** In all of these. */
  segments: z.array(idSchema).min(1).exactOptional(),
  /** As in journeys. */
  when: conditionSchema.exactOptional(),
});
export type Eligible = z.infer<typeof eligibleSchema>;

/** How much may be granted in a period: money or a number of grants. */
const budgetSchema = z
  .strictObject({
    money: z.int().min(0).max(1_000_000_000_000).exactOptional(),
    grants: z.int().min(0).max(1_000_000_000).exactOptional(),
    per: z.enum(['day', 'week', 'month', 'ever']),
  })
  .refine(
    ({ money, grants }) => (money === undefined) !== (grants === undefined),
    'give money (in minor units) or grants, one of them',
  );
export type OfferBudget = z.infer<typeof budgetSchema>;

export const MOST_USES = 20;

/** A code people type: letters and digits, held in upper case. */
const sharedCode = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{2,31}$/, 'use 3 to 32 capital letters, digits and -, as WELCOME10');

const codeSchema = z.discriminatedUnion('kind', [
  /** One nobody can guess for each customer. */
  z.strictObject({ kind: z.literal('generated') }),
  /** The same for everybody who may have the offer. */
  z.strictObject({ kind: z.literal('shared'), code: sharedCode, mostRedemptions: positive.exactOptional() }),
  /** Out of those the shop imported. */
  z.strictObject({ kind: z.literal('pool'), pool: idSchema }),
  /** Without one: the checkout asks by the customer. */
  z.strictObject({ kind: z.literal('none') }),
]);

export const offerSchema = z.strictObject({
  id: idSchema.refine((id) => id !== 'nothing', 'nothing is the rung without an offer'),
  name: localisedText,
  gives: benefitSchema,
  eligible: eligibleSchema.default({}),
  valid: z
    .strictObject({
      /** Granted and redeemed from then on. */
      from: instantText.exactOptional(),
      /** Neither granted nor redeemed from then on. */
      until: instantText.exactOptional(),
      /** A true deadline: from the grant. */
      forAfterGrant: durationSchema.exactOptional(),
    })
    .default({}),
  budgets: z.array(budgetSchema).max(4).default([]),
  /** For one customer. */
  limits: z
    .strictObject({
      ever: positive.exactOptional(),
      within: z.strictObject({ most: positive, within: durationSchema }).exactOptional(),
    })
    .default({ ever: 1 }),
  /** How often one grant is redeemed. */
  uses: z.int().min(1).max(MOST_USES).default(1),
  /** Whoever holds the code may redeem it; else only the customer it was given to. */
  transferable: z.boolean().default(false),
  stacking: z
    .strictObject({
      /** Of one group an order has one. */
      group: idSchema.exactOptional(),
      /** False: an order with it has no other. */
      combines: z.boolean(),
    })
    .default({ combines: false }),
  code: codeSchema.default({ kind: 'generated' }),
  /** An order that is refunded whole gives the use back. */
  returnOnRefund: z.boolean().default(false),
});
export type Offer = z.infer<typeof offerSchema>;

export const NOTHING = 'nothing';

/** Rungs from the least to the most; whoever asks chooses the rung. */
export const ladderSchema = z.strictObject({
  id: idSchema,
  rungs: z
    .array(z.union([z.literal(NOTHING), idSchema]))
    .min(1)
    .max(10),
});
export type Ladder = z.infer<typeof ladderSchema>;

const documentSchema = z.strictObject({
  /** What is assumed of an order nobody has seen yet: what costs and margins are worked out with before real ones. */
  assume: z.strictObject({
    orderMinor: z.int().min(1).max(MOST_MINOR),
    margin: z.number().gt(0).max(1),
    /** Share of grants that are redeemed, where a cost is told before anything was: simulations. */
    redemption: z.number().min(0).max(1).default(1),
  }),
  stacking: z
    .strictObject({
      mostPerOrder: z.int().min(1).max(10).default(1),
      /** No order is discounted by more than this share. */
      mostPercent: z.number().gt(0).max(100).default(100),
    })
    .default({ mostPerOrder: 1, mostPercent: 100 }),
  offers: z.array(offerSchema).max(500),
  ladders: z.array(ladderSchema).max(50).default([]),
});

function repeated(values: readonly string[]): string[] {
  return values.filter((value, place) => values.indexOf(value) !== place);
}

function sharedCodes(offers: readonly Offer[]): string[] {
  return offers.flatMap(({ code }) => (code.kind === 'shared' ? [code.code] : []));
}

export const offersSchema = documentSchema.superRefine(({ offers, ladders }, context) => {
  const say = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const ids = offers.map(({ id }) => id);
  for (const id of repeated(ids)) say(['offers', ids.lastIndexOf(id), 'id'], `there are two offers "${id}"`);
  for (const code of repeated(sharedCodes(offers))) say(['offers'], `two offers share the code ${code}`);
  const ladderIds = ladders.map(({ id }) => id);
  for (const id of repeated(ladderIds))
    say(['ladders', ladderIds.lastIndexOf(id), 'id'], `there are two ladders "${id}"`);
  for (const [place, { rungs }] of ladders.entries()) {
    for (const [rung, id] of rungs.entries()) {
      if (id !== NOTHING && !ids.includes(id))
        say(
          ['ladders', place, 'rungs', rung],
          `there is no offer "${id}"; write nothing for the rung without one`,
        );
    }
    for (const id of repeated(rungs)) say(['ladders', place, 'rungs'], `the rung "${id}" is there twice`);
  }
});
export type Offers = z.infer<typeof offersSchema>;

/** Null where nothing was published. Throws where what was is of another form, which publishing never keeps. */
export function offersOf(published: { readonly definition: unknown } | null): Offers | null {
  return published === null ? null : offersSchema.parse(published.definition);
}

export function offerNamed(offers: Pick<Offers, 'offers'>, id: string): Offer | null {
  return offers.offers.find((one) => one.id === id) ?? null;
}

export function ladderNamed(offers: Pick<Offers, 'ladders'>, id: string): Ladder | null {
  return offers.ladders.find((one) => one.id === id) ?? null;
}

/** What a rung is expected to cost where it is taken and redeemed once; 0 for nothing. */
export function rungCostMinor(offers: Pick<Offers, 'offers' | 'assume'>, rung: string): number {
  const offer = rung === NOTHING ? null : offerNamed(offers, rung);
  return offer === null ? 0 : expectedCostMinor(offer.gives, offers.assume);
}

/** A duration of days ends with its last day, as a letter says it; a shorter one to the minute. */
function endOf(duration: string | undefined, now: Instant, zone: string): Instant | null {
  const ms = duration === undefined ? null : parseDuration(duration);
  if (ms === null) return null;
  if (ms < DAY_MS) return now + ms;
  return dateOffset(zone, now + ms, { offsetDays: 1, atMinute: 0 }) ?? now + ms;
}

/**
 * Until when a grant made now is good; null without end. The earlier of its own duration, to the end of that day in the shop's zone,
 * and the end of the offer.
 */
export function redeemableUntil({ valid }: Pick<Offer, 'valid'>, now: Instant, zone: string): Instant | null {
  const own = endOf(valid.forAfterGrant, now, zone);
  const end = valid.until === undefined ? null : parseIso(valid.until);
  const ends = [...(own === null ? [] : [own]), ...(end === null ? [] : [end])];
  return ends.length === 0 ? null : Math.min(...ends);
}
