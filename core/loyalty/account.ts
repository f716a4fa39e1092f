/**
 * The account of one member: what is pending, what can be spent, the lots both consist of, the tier, and what counts toward it.
 * Kept as one dossier under the member's id. It never says anything its entries do not: `pending` and `available` are the sums
 * of their legs, and equal the lots. Available points below 0 are a debt: spent points whose order was given back; then no lot
 * is available, and what becomes available next pays the debt first.
 */
import * as z from 'zod';
import type { Dossier, DossierKey } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { type Instant, isoInstant } from '../time.ts';

/** Points earned together, as far as they are left. */
const lotSchema = z.object({
  /** The operation that earned them. */
  op: z.string(),
  points: z.int().min(1),
  earnedAt: z.number(),
  /** Null once they can be spent. */
  maturesAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  /** The last notice that was told: so many days before. */
  told: z.number().nullable(),
});
export type Lot = Readonly<z.infer<typeof lotSchema>>;

const accountSchema = z.object({
  pending: z.int().min(0),
  available: z.int(),
  /** Soonest to lapse first. */
  lots: z.array(lotSchema),
  tier: z.string(),
  /** The threshold the tier had when it was reached. */
  tierFrom: z.number(),
  tierSince: z.number(),
  /** Until then nobody takes it away; null of the first tier, which does not end. */
  tierUntil: z.number().nullable(),
  /** The tier that was told to be near. */
  nearTold: z.string().nullable(),
  /** What counts toward a tier, by local day: [day, amount]. */
  qualifying: z.array(z.tuple([z.number(), z.number()])),
  /** What was earned of limited rules in their period. */
  counts: z.record(z.string(), z.object({ period: z.string(), count: z.number() })),
  memberSince: z.number(),
  /** When the task is due that time alone asks for; null where none waits. */
  dueAt: z.number().nullable(),
  /** The profile it went over to; null while it is in use. */
  mergedInto: z.string().nullable(),
  /** Entries made in it so far. */
  entries: z.int(),
});
export type Account = Readonly<z.infer<typeof accountSchema>>;

export function accountKey(customerId: CustomerId): DossierKey {
  return { kind: 'points', id: customerId, customerId };
}

/**
 * On bodies made of accounts here: a store that hands out what it was given has them read without looking through them again.
 * No copy of a body has it.
 */
const WRITTEN = Symbol('an account as it was written');

function isWritten(body: JsonObject): body is JsonObject & Account {
  return WRITTEN in body;
}

/** The account a dossier holds. Throws where it holds none. */
export function accountIn({ body }: Dossier): Account {
  return isWritten(body) ? body : accountSchema.parse(body);
}

export function accountDossier(customerId: CustomerId, account: Account, version: number): Dossier {
  const body = Object.defineProperty({ ...account }, WRITTEN, { value: true });
  return { ...accountKey(customerId), version, body };
}

export function newAccount(tier: string, now: Instant): Account {
  return {
    pending: 0,
    available: 0,
    lots: [],
    tier,
    tierFrom: 0,
    tierSince: now,
    tierUntil: null,
    nearTold: null,
    qualifying: [],
    counts: {},
    memberSince: now,
    dueAt: null,
    mergedInto: null,
    entries: 0,
  };
}

/** What does not hold of an account by itself; empty where all does. */
export function accountFaults({ pending, available, lots }: Account): string[] {
  let waiting = 0;
  let spendable = 0;
  for (const { points, maturesAt } of lots) {
    if (maturesAt === null) spendable += points;
    else waiting += points;
  }
  const faults: string[] = [];
  if (waiting !== pending) faults.push(`pending is ${pending}, its lots hold ${waiting}`);
  if (spendable !== Math.max(0, available))
    faults.push(`available is ${available}, its lots hold ${spendable}`);
  return faults;
}

/** What segments, templates and offers may ask of a member. */
export interface LoyaltyFacts {
  readonly tier: string;
  readonly tierSince: Instant;
  readonly tierUntil: Instant | null;
  readonly available: number;
  readonly pending: number;
  /** Available points by the moment they lapse, soonest first. */
  readonly expiring: readonly { readonly at: Instant; readonly points: number }[];
}

function expiringOf({ lots }: Account): LoyaltyFacts['expiring'] {
  const sums = new Map<Instant, number>();
  for (const { points, maturesAt, expiresAt } of lots) {
    if (maturesAt === null && expiresAt !== null) sums.set(expiresAt, (sums.get(expiresAt) ?? 0) + points);
  }
  return [...sums].map(([at, points]) => ({ at, points })).sort((a, b) => a.at - b.at);
}

/** Null of an account that went over to another profile. */
export function loyaltyFacts(account: Account): LoyaltyFacts | null {
  if (account.mergedInto !== null) return null;
  const { tier, tierSince, tierUntil, available, pending } = account;
  return { tier, tierSince, tierUntil, available, pending, expiring: expiringOf(account) };
}

/** What is shown of lots: points with the moments they change at. */
export function lotView({ op, points, earnedAt, maturesAt, expiresAt }: Lot) {
  return {
    operation: op,
    points,
    earnedAt: isoInstant(earnedAt),
    maturesAt: maturesAt === null ? null : isoInstant(maturesAt),
    expiresAt: expiresAt === null ? null : isoInstant(expiresAt),
  };
}
