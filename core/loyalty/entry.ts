/**
 * Entries of the points ledger, double-entry: each moves points between the member's two accounts and those of the programme,
 * and its legs sum to 0. An entry is named after its operation, written once, in the commit of the account it changes, and
 * never changed; so an operation told twice is one entry, and every balance can be counted anew from them.
 */
import * as z from 'zod';
import { hash32 } from '../chance.ts';
import type { Dossier, DossierKey } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';

export const MEMBER_ACCOUNTS = ['pending', 'available'] as const;
/** Where points come from, and where they go. */
export const PROGRAMME_ACCOUNTS = [
  'issued',
  'redeemed',
  'expired',
  'reversed',
  'adjusted',
  'transferred',
] as const;
export type ProgrammeAccount = (typeof PROGRAMME_ACCOUNTS)[number];
export type LedgerAccount = (typeof MEMBER_ACCOUNTS)[number] | ProgrammeAccount;

export const ENTRY_KINDS = [
  'earn',
  'mature',
  'redeem',
  'release',
  'reverse',
  'expire',
  'adjust',
  'transfer-out',
  'transfer-in',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const legsSchema = z.object({
  pending: z.int().exactOptional(),
  available: z.int().exactOptional(),
  issued: z.int().exactOptional(),
  redeemed: z.int().exactOptional(),
  expired: z.int().exactOptional(),
  reversed: z.int().exactOptional(),
  adjusted: z.int().exactOptional(),
  transferred: z.int().exactOptional(),
});
export type Legs = Readonly<Partial<Record<LedgerAccount, number>>>;

const takenSchema = z.object({
  op: z.string(),
  points: z.number(),
  earnedAt: z.number(),
  expiresAt: z.number().nullable(),
});
/** Points taken from a lot. */
export type Taken = Readonly<z.infer<typeof takenSchema>>;

const entrySchema = z.object({
  op: z.string(),
  kind: z.enum(ENTRY_KINDS),
  at: z.number(),
  /** Version of the account it was committed with. */
  seq: z.number(),
  /** Version of the programme. */
  programme: z.number(),
  legs: legsSchema,
  /** After it. */
  balance: z.object({ pending: z.number(), available: z.number() }),
  /** The order it is about, what was paid or given back, and what counted toward the tier. */
  order: z
    .object({ id: z.string(), amountMinor: z.number(), qualifying: z.number(), day: z.number() })
    .exactOptional(),
  /** When points that were earned or given lapse. */
  expiresAt: z.number().nullable().exactOptional(),
  taken: z.array(takenSchema).exactOptional(),
  reason: z.string().exactOptional(),
  by: z.string().exactOptional(),
});
export type Entry = Readonly<z.infer<typeof entrySchema>>;

export function entryKey(customerId: CustomerId, op: string): DossierKey {
  return { kind: 'points-entry', id: op, customerId };
}

export function entryIn(dossier: Dossier): Entry {
  return entrySchema.parse(dossier.body);
}

export function entryDossier(customerId: CustomerId, entry: Entry): Dossier {
  const { taken, ...plain } = entry;
  const body = taken === undefined ? plain : { ...plain, taken: taken.map((one) => ({ ...one })) };
  return { ...entryKey(customerId, entry.op), version: 1, body };
}

export function legsSum(legs: Legs): number {
  let sum = 0;
  for (const points of Object.values(legs)) sum += points;
  return sum;
}

/** Points of all of an entry's legs on the programme's side. */
export function programmeSum(legs: Legs): number {
  return PROGRAMME_ACCOUNTS.reduce((sum, name) => sum + (legs[name] ?? 0), 0);
}

const LONGEST_PART = 200;
/** Seeds of the hash that tells long parts with one beginning apart: 96 bits. */
const LANES = [0x1b873593, 0x7feb352d, 0x2545f491] as const;

/** A part of an operation's name: any text, without the character that parts them, and never too long for a key. */
export function opPart(text: string): string {
  const part = encodeURIComponent(text.toWellFormed());
  if (part.length <= LONGEST_PART) return part;
  const lanes = LANES.map((lane) => hash32(lane, text).toString(36));
  return `${part.slice(0, LONGEST_PART - 40)}~${lanes.join('')}`;
}

export const earnOp = (order: string): string => `order:${opPart(order)}:earn`;
export const isEarnOp = (op: string): boolean => op.startsWith('order:') && op.endsWith(':earn');

/** What time alone made of an account, by the version it is committed with. */
export const matureOp = (version: number): string => `mature:${version}`;
export const expireOp = (version: number): string => `expire:${version}`;
export const isTimeOp = (op: string): boolean => op.startsWith('mature:') || op.startsWith('expire:');

/** Reversals of one order lie side by side, under this. */
export const reversePrefix = (order: string): string => `order:${opPart(order)}:reverse:`;
