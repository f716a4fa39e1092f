/**
 * What the shop owes its members in points: by tier, and by the month in which they lapse, in points and in money at what they
 * are worth when redeemed. Debts are stated apart and lower nothing. Expected breakage is the share of past points that lapsed
 * unspent: of all points whose day to lapse has come, those that did (expired) over those that were earned and not taken back.
 * Where too few have come that far nothing is estimated, and all of it counts as owed.
 */
import type { DossierStore } from '../dossier.ts';
import { type Instant, isoDay, isoInstant, utcDay } from '../time.ts';
import { type Account, accountIn } from './account.ts';
import { type Loyalty, worthMinor } from './definition.ts';
import { type Entry, entryIn } from './entry.ts';

interface Owed {
  readonly members: number;
  readonly pending: number;
  readonly available: number;
  readonly worthMinor: number;
}

export interface Breakage {
  /** Null where too few points have come to their day. */
  readonly rate: number | null;
  /** Points whose day to lapse has come, less those taken back. */
  readonly basisPoints: number;
  readonly expiredPoints: number;
  readonly points: number;
  readonly worthMinor: number;
}

export interface Liability {
  readonly at: string;
  readonly version: number;
  readonly members: number;
  readonly pending: number;
  readonly available: number;
  /** Spent points whose order was given back; owed by members. */
  readonly debt: number;
  /** pending + available − debt: the sum of all accounts. */
  readonly outstanding: number;
  /** The same by all entries; differs where the books do not balance, or changed while they were read. */
  readonly outstandingByEntries: number;
  readonly worthMinor: number;
  readonly byTier: readonly ({ readonly tier: string } & Owed)[];
  readonly byExpiry: readonly {
    readonly month: string | null;
    readonly points: number;
    readonly worthMinor: number;
  }[];
  readonly breakage: Breakage;
}

/** Points that must have come to their day before a rate is told. */
export const LEAST_BASIS = 10_000;

/** What of the past tells of breakage. */
class PastPoints {
  private readonly now: Instant;
  private basis = 0;
  private expired = 0;
  /** What all entries together leave with members. */
  held = 0;

  constructor(now: Instant) {
    this.now = now;
  }

  add({ kind, legs, expiresAt }: Entry): void {
    this.held += (legs.pending ?? 0) + (legs.available ?? 0);
    if (kind === 'expire') this.expired += legs.expired ?? 0;
    if (expiresAt === undefined || expiresAt === null || expiresAt > this.now) return;
    this.basis += Math.max(0, (legs.pending ?? 0) + (legs.available ?? 0)) - (legs.reversed ?? 0);
  }

  breakage(outstanding: number, loyalty: Loyalty): Breakage {
    const rate = this.basis < LEAST_BASIS ? null : Math.min(1, this.expired / this.basis);
    const points = rate === null ? 0 : Math.floor(outstanding * rate);
    return {
      rate,
      basisPoints: this.basis,
      expiredPoints: this.expired,
      points,
      worthMinor: worthMinor(points, loyalty.definition),
    };
  }
}

class Owing {
  members = 0;
  pending = 0;
  available = 0;
  debt = 0;
  readonly tiers = new Map<string, { members: number; pending: number; available: number }>();
  readonly months = new Map<string | null, number>();

  add({ tier, pending, available, lots, mergedInto }: Account): void {
    if (mergedInto !== null) return;
    this.members += 1;
    this.pending += pending;
    this.available += Math.max(0, available);
    this.debt += Math.max(0, -available);
    const own = this.tiers.get(tier) ?? { members: 0, pending: 0, available: 0 };
    own.members += 1;
    own.pending += pending;
    own.available += Math.max(0, available);
    this.tiers.set(tier, own);
    for (const { points, expiresAt } of lots) {
      const month = expiresAt === null ? null : isoDay(utcDay(expiresAt - 1)).slice(0, 7);
      this.months.set(month, (this.months.get(month) ?? 0) + points);
    }
  }
}

function byMonth([a]: readonly [string | null, number], [b]: readonly [string | null, number]): number {
  return (a ?? '~') < (b ?? '~') ? -1 : 1;
}

/** Reads every account and entry. O(entries) in time. */
export async function liability(
  store: Pick<DossierStore, 'scanDossiers'>,
  loyalty: Loyalty,
  now: Instant,
): Promise<Liability> {
  const { definition, version } = loyalty;
  const owing = new Owing();
  for await (const page of store.scanDossiers('points')) for (const one of page) owing.add(accountIn(one));
  const past = new PastPoints(now);
  for await (const page of store.scanDossiers('points-entry')) for (const one of page) past.add(entryIn(one));
  const { members, pending, available, debt } = owing;
  const rank = new Map(definition.tiers.map(({ id }, place) => [id, place]));
  return {
    at: isoInstant(now),
    version,
    members,
    pending,
    available,
    debt,
    outstanding: pending + available - debt,
    outstandingByEntries: past.held,
    worthMinor: worthMinor(pending + available, definition),
    byTier: [...owing.tiers]
      .sort(([a], [b]) => (rank.get(a) ?? -1) - (rank.get(b) ?? -1))
      .map(([tier, own]) => ({
        tier,
        ...own,
        worthMinor: worthMinor(own.pending + own.available, definition),
      })),
    byExpiry: [...owing.months]
      .sort(byMonth)
      .map(([month, points]) => ({ month, points, worthMinor: worthMinor(points, definition) })),
    breakage: past.breakage(pending + available, loyalty),
  };
}
