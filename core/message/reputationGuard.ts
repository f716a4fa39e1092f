/**
 * The reputation guard: mailbox providers judge a sender by how many of its mails nobody wanted, and how many went to addresses
 * that do not exist. It reads the tallies of the last days, sender by sender, and pauses everything that is not transactional or
 * service before either rate reaches its limit; a person looks, mends, and resumes.
 *
 * A rate is read from `minSends` sends on, and over those whose end is known, so that mail still on its way is taken to fare as
 * the rest did. It is too near once it is reached, or, of two or more, once one more would reach it. After a resumption only
 * what happened since counts.
 */
import * as z from 'zod';
import type { ConfigStore, SendStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, type UtcDay, utcDay } from '../time.ts';
import { loadSending, SENDING_GUARD } from './sending.ts';
import type { Guarded } from './sendingState.ts';
import { type Tally, tallyGroupParts } from './tally.ts';

export interface GuardDeps {
  readonly store: Pick<SendStore, 'tallies'> & Pick<ConfigStore, 'getValue' | 'putValue'>;
  readonly settings: Settings['guard'];
}

/** Counts of one sender over the days looked at. */
export interface SenderCounts {
  readonly sender: string;
  readonly sends: number;
  readonly delivered: number;
  readonly softBounces: number;
  readonly hardBounces: number;
  readonly complaints: number;
}

/** Name of the value that keeps the last resumption. */
const RESUMED = 'sending-guard-resumed';

const counted = z.object({ day: z.number(), sender: z.string(), what: z.string(), count: z.number() });
const resumption = z.object({
  at: z.number(),
  by: z.string(),
  why: z.string(),
  /** What was counted by then on days still looked at: it does not count again. */
  before: z.array(counted),
});
export type Resumption = z.infer<typeof resumption>;
type Counted = z.infer<typeof counted>;

/** What people's mailboxes say of mail; text messages have no such standing. */
function isMail(mailboxProvider: string): boolean {
  return mailboxProvider !== 'sms';
}

function bySender(tallies: readonly Tally[]): Counted[] {
  return tallies.flatMap(({ day, group, what, count }) => {
    const { sender, mailboxProvider } = tallyGroupParts(group);
    return isMail(mailboxProvider) ? [{ day, sender, what, count }] : [];
  });
}

const FIELDS: Readonly<Record<string, Exclude<keyof SenderCounts, 'sender'>>> = {
  sent: 'sends',
  delivered: 'delivered',
  'soft-bounced': 'softBounces',
  'hard-bounced': 'hardBounces',
  complained: 'complaints',
};

/** Counts by sender, less those of before. */
export function senderCounts(tallies: readonly Tally[], before: readonly Counted[]): SenderCounts[] {
  const totals = new Map<string, Record<Exclude<keyof SenderCounts, 'sender'>, number>>();
  const days = new Set(tallies.map(({ day }) => day));
  const less = before.filter(({ day }) => days.has(day)).map((one) => ({ ...one, count: -one.count }));
  for (const { sender, what, count } of [...bySender(tallies), ...less]) {
    const field = FIELDS[what];
    if (field === undefined) continue;
    const total = totals.get(sender) ?? {
      sends: 0,
      delivered: 0,
      softBounces: 0,
      hardBounces: 0,
      complaints: 0,
    };
    total[field] += count;
    totals.set(sender, total);
  }
  return [...totals]
    .map(([sender, total]) => ({ sender, ...total }))
    .sort((a, b) => (a.sender < b.sender ? -1 : 1));
}

/** Messages a rate is read over: those that ended, once that is half of what is asked for at least. */
function base(ended: number, sends: number, minSends: number): number {
  return Math.min(Math.max(ended, minSends / 2), Math.max(sends, ended));
}

function isTooNear(count: number, of: number, limit: number): boolean {
  return count > 0 && (count >= limit * of || (count >= 2 && count + 1 >= limit * of));
}

/** The rates of a sender, each with what it is read over. */
export function ratesOf(
  counts: SenderCounts,
  { minSends, complaintRate, hardBounceRate }: Settings['guard'],
) {
  const { sends, delivered, softBounces, hardBounces, complaints } = counts;
  const ended = delivered + softBounces + hardBounces;
  return [
    { what: 'complaints', count: complaints, of: base(delivered, sends, minSends), limit: complaintRate },
    { what: 'hard-bounces', count: hardBounces, of: base(ended, sends, minSends), limit: hardBounceRate },
  ] as const;
}

/** A rate that is too near its limit; null where none is. */
function nearestOf(counts: SenderCounts, settings: Settings['guard']): Omit<Guarded, 'at'> | null {
  const found = ratesOf(counts, settings).find(({ count, of, limit }) => isTooNear(count, of, limit));
  return found === undefined ? null : { ...found, sender: counts.sender };
}

/** The first rate that is too near its limit; null where none is, or too few were sent to read one. */
export function tooNear(
  all: readonly SenderCounts[],
  settings: Settings['guard'],
): Omit<Guarded, 'at'> | null {
  const read = all.filter(({ sends }) => sends >= settings.minSends);
  return read.map((counts) => nearestOf(counts, settings)).find((found) => found !== null) ?? null;
}

async function lastResumption(store: GuardDeps['store']): Promise<Resumption | null> {
  const json = await store.getValue(RESUMED);
  return json === null ? null : resumption.parse(JSON.parse(json));
}

function daysLookedAt(now: Instant, { withinDays }: Settings['guard']): { since: UtcDay; until: UtcDay } {
  const until = utcDay(now);
  return { since: until - withinDays + 1, until };
}

export interface GuardReading {
  readonly paused: Guarded | null;
  readonly resumed: Resumption | null;
  readonly senders: readonly SenderCounts[];
}

/** What the guard sees. */
export async function readGuard({ store, settings }: GuardDeps, now: Instant): Promise<GuardReading> {
  const [{ guard }, resumed, tallies] = await Promise.all([
    loadSending(store),
    lastResumption(store),
    store.tallies(daysLookedAt(now, settings)),
  ]);
  return { paused: guard, resumed, senders: senderCounts(tallies, resumed?.before ?? []) };
}

export interface GuardLook {
  /** Null where nothing changed. */
  readonly paused: Guarded | null;
  /** True where a sender is over a limit, and only the number of its sends stands between it and a pause. */
  readonly isWary: boolean;
}

/** Pauses sending where a rate is too near its limit, until somebody resumes it. */
export async function guardReputation(deps: GuardDeps, now: Instant): Promise<GuardLook> {
  const { paused, senders } = await readGuard(deps, now);
  if (paused !== null) return { paused: null, isWary: false };
  const found = tooNear(senders, deps.settings);
  if (found === null) {
    return { paused: null, isWary: senders.some((counts) => nearestOf(counts, deps.settings) !== null) };
  }
  const guard: Guarded = { at: now, ...found };
  await deps.store.putValue(SENDING_GUARD, JSON.stringify(guard));
  return { paused: guard, isWary: false };
}

/** Resumes sending; what was counted so far is left out of what the guard looks at. Answers what had paused it. */
export async function resumeSending(
  { store, settings }: GuardDeps,
  { by, why }: { readonly by: string; readonly why: string },
  now: Instant,
): Promise<Guarded | null> {
  const { guard } = await loadSending(store);
  if (guard === null) return null;
  const before = bySender(await store.tallies(daysLookedAt(now, settings)));
  const kept: Resumption = { at: now, by, why, before };
  await store.putValue(RESUMED, JSON.stringify(kept));
  await store.putValue(SENDING_GUARD, 'null');
  return guard;
}
