/**
 * The loyalty programme as one document: what earns points, when they become spendable, what they are worth, when they lapse,
 * and how tiers are reached, kept and left. Validated whole, published in versions; every entry of the ledger names the version
 * it was made under. Points are whole; money is in minor units; what does not divide is rounded down.
 */
import * as z from 'zod';
import { eventNameSchema, idSchema, localisedText, pathSchema } from '../journey/pieces.ts';
import { isCivilDate, parseIso } from '../time.ts';
import type { Programme } from '../programme/programme.ts';

const LARGEST = 1_000_000_000;
const pointsSchema = z.int().min(1).max(LARGEST);
/** A multiplier with at most three decimals: 1.5, 2. */
const timesSchema = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Math.abs(value * 1_000 - Math.round(value * 1_000)) < 1e-9, 'at most three decimals');
const monthsSchema = z.int().min(1).max(120);

export const PERIODS = ['day', 'month', 'year', 'ever'] as const;
export type Period = (typeof PERIODS)[number];

const orderRule = z.strictObject({
  /** So many points … */
  points: pointsSchema,
  /** … for each so many minor units of an order's amount. */
  perMinor: pointsSchema,
  /** Lines of these categories earn so many times as much. */
  categories: z
    .array(z.strictObject({ category: z.string().min(1).max(512), times: timesSchema }))
    .max(100)
    .default([]),
});

const eventRule = z.strictObject({
  id: idSchema,
  event: eventNameSchema,
  points: pointsSchema,
  /** A property of the event: each of its values earns once, for example each product reviewed. */
  key: pathSchema.optional(),
  limit: z.strictObject({ times: z.int().min(1).max(LARGEST), per: z.enum(PERIODS) }).optional(),
});

const tierSchema = z.strictObject({
  id: idSchema,
  name: localisedText,
  /** What is reached within the window: minor units, or points. The first tier has 0. */
  from: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** Orders and events earn so many times as much. */
  times: timesSchema.default(1),
});

const qualifySchema = z.strictObject({
  by: z.enum(['spend', 'points']),
  /** How far back is counted. */
  windowMonths: monthsSchema,
  /** How long a tier is kept once it is reached. */
  periodMonths: monthsSchema,
  /** Days beyond the period in which a tier can still be kept. */
  graceDays: z.int().min(0).max(365).default(0),
  /** Where a lapsed tier leads: one tier down, or to what is earned. */
  downgrade: z.enum(['one-step', 'earned']).default('one-step'),
  /** `Tier Near` is told when so much of the next threshold, or less, is missing. */
  near: z.number().min(0).max(0.9).default(0.15),
});

const expirySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never') }),
  /** So long after they were earned, each lot for itself. */
  z.strictObject({
    kind: z.literal('months'),
    months: monthsSchema,
    at: z.enum(['day', 'month-end']).default('month-end'),
  }),
  /** All of them, so long after the last time points were earned or spent. */
  z.strictObject({ kind: z.literal('inactivity'), months: monthsSchema }),
  /** On the same day of every year, at least so many months after they were earned. */
  z.strictObject({
    kind: z.literal('date'),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    leastMonths: z.int().min(0).max(120).default(3),
  }),
]);

const redemptionSchema = z.strictObject({
  /** So many points are worth … */
  points: pointsSchema,
  /** … so many minor units. */
  valueMinor: pointsSchema,
  minimum: pointsSchema,
  step: pointsSchema.default(1),
});

const documentSchema = z.strictObject({
  name: localisedText,
  /** Orders in another currency earn nothing; the shop's where absent. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD')
    .optional(),
  earn: z.strictObject({
    order: orderRule,
    events: z.array(eventRule).max(50).default([]),
    birthday: z.strictObject({ points: pointsSchema, trait: pathSchema.default('birthday') }).optional(),
    /** Most points of orders and events together. */
    cap: z.strictObject({ points: pointsSchema, per: z.enum(PERIODS) }).optional(),
  }),
  /** Days after an order in which its points cannot be spent: the return window. */
  pendingDays: z.int().min(0).max(365).default(14),
  tiers: z.array(tierSchema).min(1).max(12),
  qualify: qualifySchema,
  expiry: expirySchema,
  /** Days before points lapse at which `Points Expiring` is told. */
  notices: z.array(z.int().min(1).max(365)).max(5).default([30, 7]),
  redemption: redemptionSchema,
  /** Orders told of late, or imported, earn nothing unless they are of this day or later. */
  backfillFrom: z
    .string()
    .refine((text) => parseIso(text) !== null, 'a date as YYYY-MM-DD')
    .optional(),
});
export type LoyaltyDefinition = z.infer<typeof documentSchema>;
export type Tier = LoyaltyDefinition['tiers'][number];
export type EventRule = z.infer<typeof eventRule>;

interface Issue {
  readonly path: (string | number)[];
  readonly message: string;
}

function tierIssues({ tiers }: LoyaltyDefinition): Issue[] {
  return tiers.flatMap(({ id, from }, place): Issue[] => {
    const before = tiers[place - 1];
    const issues: Issue[] = [];
    if (tiers.findIndex((other) => other.id === id) !== place)
      issues.push({ path: ['tiers', place, 'id'], message: `two tiers are called ${id}` });
    if (before === undefined && from !== 0)
      issues.push({ path: ['tiers', place, 'from'], message: 'the first tier is everybody’s: from 0' });
    if (before !== undefined && from <= before.from)
      issues.push({
        path: ['tiers', place, 'from'],
        message: `a tier begins above the one before it, ${before.from}`,
      });
    return issues;
  });
}

function otherIssues({ earn, redemption, expiry }: LoyaltyDefinition): Issue[] {
  const issues: Issue[] = [];
  earn.events.forEach(({ id }, place) => {
    if (id === 'birthday' || earn.events.findIndex((other) => other.id === id) !== place)
      issues.push({ path: ['earn', 'events', place, 'id'], message: `another rule is called ${id}` });
  });
  if (redemption.minimum % redemption.step !== 0)
    issues.push({ path: ['redemption', 'minimum'], message: `no multiple of the step, ${redemption.step}` });
  if (expiry.kind === 'date' && !isCivilDate(2001, expiry.month, expiry.day))
    issues.push({ path: ['expiry', 'day'], message: 'no day of every year' });
  return issues;
}

export const loyaltySchema = documentSchema.superRefine((definition, context) => {
  for (const { path, message } of [...tierIssues(definition), ...otherIssues(definition)])
    context.addIssue({ code: 'custom', path, message });
});

/** A programme in force. */
export interface Loyalty {
  readonly version: number;
  readonly definition: LoyaltyDefinition;
}

const known = new WeakMap<NonNullable<Programme['loyalty']>, Loyalty>();

/** The loyalty programme among what is published; null where there is none. Read once a version. */
export function loyaltyIn({ loyalty }: Pick<Programme, 'loyalty'>): Loyalty | null {
  if (loyalty === null) return null;
  const before = known.get(loyalty);
  if (before !== undefined) return before;
  const read = { version: loyalty.version, definition: documentSchema.parse(loyalty.definition) };
  known.set(loyalty, read);
  return read;
}

/** What points are worth, in minor units, rounded down. Exact while points × value stays below 2^53. */
export function worthMinor(points: number, { redemption }: LoyaltyDefinition): number {
  return Math.floor((points * redemption.valueMinor) / redemption.points);
}
