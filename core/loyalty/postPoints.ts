/**
 * One operation on a member's points, asked for by the API, a journey or an offer. Its id makes it happen once, however often
 * it is asked; what cannot be is refused and writes nothing. Account and entry are committed together under the account's
 * version: of two that spend the same points at once one reads again, and finds them gone.
 */
import type { Person } from '../customer/person.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { follow } from '../journey/follow.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { Consequences, PeopleStore, WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { changeOf, datesOf, ledgerOver, type LoyaltyDeps, type PointsChange, readAccount } from './change.ts';
import { type Loyalty, loyaltyIn } from './definition.ts';
import { entryIn, entryKey, type Entry, opPart } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { passTime } from './passTime.ts';
import { assessTier } from './tiers.ts';
import { wakeSegments } from './wakeSegments.ts';

export interface PostDeps extends LoyaltyDeps {
  readonly store: LoyaltyDeps['store'] &
    Pick<PeopleStore & WorkStore, 'loadPerson' | 'loadProfile' | 'recentEvents' | 'commitStep'>;
  readonly book: JourneyBook;
}

export const POSTING_KINDS = ['award', 'adjust', 'redeem', 'release'] as const;
export type PostingKind = (typeof POSTING_KINDS)[number];

export interface Posting {
  readonly customerId: CustomerId;
  /** Names the operation among those of this kind: the same again is a duplicate. */
  readonly operation: string;
  /** `award` and `redeem` take points above 0; `adjust` gives or takes away; `release` undoes the redemption `operation`. */
  readonly kind: PostingKind;
  /** Not looked at by `release`. */
  readonly points: number;
  readonly at: Instant;
  readonly reason?: string;
  /** Who asked, for the record. */
  readonly by?: string;
}

export type PostRefusal =
  | 'no-programme'
  | 'unknown-customer'
  | 'not-whole'
  | 'insufficient'
  | 'below-minimum'
  | 'not-a-step'
  | 'not-redeemed'
  | 'released';

export type Posted =
  | { readonly kind: 'posted'; readonly entry: Entry; readonly customerId: CustomerId }
  | { readonly kind: 'duplicate'; readonly entry: Entry; readonly customerId: CustomerId }
  | { readonly kind: 'refused'; readonly reason: PostRefusal; readonly available: number };

/** Somebody else changes the account again and again. */
export class PointsBusy extends Error {
  readonly code = 'points-busy';
  constructor(id: CustomerId) {
    super(
      `the points of ${id} changed ${MOST_TRIES} times while an operation was being applied; send it again`,
    );
    this.name = 'PointsBusy';
  }
}

const MOST_TRIES = 20;
const LARGEST_POINTS = 1_000_000_000;

const redeemOp = (operation: string): string => `redeem:${opPart(operation)}`;

/** The name an operation's entry is kept under. */
export function opOf({ kind, operation }: Pick<Posting, 'kind' | 'operation'>): string {
  return kind === 'redeem' ? redeemOp(operation) : `${kind}:${opPart(operation)}`;
}

function refusedPoints({ kind, points }: Posting, { definition }: Loyalty): PostRefusal | null {
  if (kind === 'release') return null;
  if (!Number.isInteger(points) || points === 0 || Math.abs(points) > LARGEST_POINTS) return 'not-whole';
  if (kind !== 'adjust' && points < 0) return 'not-whole';
  if (kind !== 'redeem') return null;
  if (points < definition.redemption.minimum) return 'below-minimum';
  return points % definition.redemption.step === 0 ? null : 'not-a-step';
}

function apply(ledger: Ledger, posting: Posting, redeemed: Entry | null): PostRefusal | null {
  const { kind, points, reason, by, at } = posting;
  const about = { ...(reason === undefined ? {} : { reason }), ...(by === undefined ? {} : { by }) };
  const op = opOf(posting);
  switch (kind) {
    case 'award':
      ledger.earn(op, points, { earnedAt: at, maturesAt: null }, about);
      return null;
    case 'adjust':
      ledger.adjust(op, points, about);
      return null;
    case 'redeem':
      if (points > ledger.account.available) return 'insufficient';
      ledger.redeem(op, points, about);
      return null;
    case 'release':
      if (redeemed?.taken === undefined) return 'not-redeemed';
      ledger.release(op, redeemed.taken, about);
      return null;
  }
}

/** What journeys and segments make of a change, beside the change itself. */
export async function followedBy(
  deps: PostDeps,
  id: CustomerId,
  { triggers, facts }: Pick<PointsChange, 'triggers' | 'facts'>,
  now: Instant,
): Promise<Consequences> {
  const { store, book, settings } = deps;
  const tasks = await wakeSegments(store, book.programme, id, now);
  const record = triggers.length === 0 ? null : await store.loadPerson(id);
  if (record === null) return { ...NO_CONSEQUENCES, facts, tasks };
  const { person, enrolments } = record;
  const followed = await follow(store, book, { person, enrolments, triggers, now, settings });
  return { ...followed, facts: [...facts, ...followed.facts], tasks: [...tasks, ...(followed.tasks ?? [])] };
}

/** The profile an operation is about: whoever the id leads to. */
async function rootOf({ store }: PostDeps, id: CustomerId): Promise<Person | null> {
  return store.loadProfile(id);
}

/** What an operation left, under whichever id of the person it came: one told again after a merge is still the same. */
async function entryOf(store: PostDeps['store'], { id, members }: Person, op: string): Promise<Entry | null> {
  const found = await store.loadDossiers([id, ...members].map((one) => entryKey(one, op)));
  const entry = found.find((dossier) => dossier !== null);
  return entry === undefined || entry === null ? null : entryIn(entry);
}

type Tried = Posted | 'again';

async function post(deps: PostDeps, loyalty: Loyalty, posting: Posting): Promise<Tried> {
  const { store, settings } = deps;
  const person = await rootOf(deps, posting.customerId);
  if (person === null) return { kind: 'refused', reason: 'unknown-customer', available: 0 };
  const { id } = person;
  const [read, posted, redeemed] = await Promise.all([
    readAccount(store, id),
    entryOf(store, person, opOf(posting)),
    entryOf(store, person, redeemOp(posting.operation)),
  ]);
  if (posted !== null) {
    const undone = posting.kind === 'redeem' ? opOf({ ...posting, kind: 'release' }) : null;
    return undone !== null && (await entryOf(store, person, undone)) !== null
      ? { kind: 'refused', reason: 'released', available: Math.max(0, read.account?.available ?? 0) }
      : { kind: 'duplicate', entry: posted, customerId: id };
  }
  if (read.account !== null && read.account.mergedInto !== null) {
    if ((await rootOf(deps, posting.customerId))?.id !== id) return 'again';
  }
  const ledger = ledgerOver(read, loyalty, settings, posting.at);
  const dates = datesOf(person, settings);
  passTime(ledger, read.version, dates);
  const refusal = refusedPoints(posting, loyalty) ?? apply(ledger, posting, redeemed);
  if (refusal !== null)
    return { kind: 'refused', reason: refusal, available: Math.max(0, ledger.account.available) };
  assessTier(ledger);
  const entry = ledger.entries.find(({ op }) => op === opOf(posting));
  const change = await changeOf(store, id, ledger, read.version, dates);
  if (change === null || entry === undefined) throw new Error(`${opOf(posting)} left no entry`);
  const followed = await followedBy(deps, id, change, posting.at);
  const { dossiers, tasks } = change;
  const committed = await store.commitStep({
    ...followed,
    decisions: [],
    dossiers,
    tasks: [...tasks, ...(followed.tasks ?? [])],
  });
  return committed === 'conflict' ? 'again' : { kind: 'posted', entry, customerId: id };
}

/**
 * Posts once; `duplicate` ever after, with the entry it made; a redemption that was released is over, and refused. Throws
 * `PointsBusy` after 20 lost races.
 */
export async function postPoints(deps: PostDeps, posting: Posting): Promise<Posted> {
  const loyalty = loyaltyIn(deps.book.programme);
  if (loyalty === null) return { kind: 'refused', reason: 'no-programme', available: 0 };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const tried = await post(deps, loyalty, posting);
    if (tried !== 'again') return tried;
  }
  throw new PointsBusy(posting.customerId);
}
