/**
 * One change of one account: entries are written one after the other, each moving points and lots alike, and the account after
 * them is committed with them. Amounts handed in are those that move: whether they may is decided before (`postPoints.ts`,
 * `orderPoints.ts`, `passTime.ts`). Points that become available pay a debt first.
 */
import type { JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';
import type { Account, Lot } from './account.ts';
import { expiryOf } from './calendar.ts';
import type { Loyalty, LoyaltyDefinition } from './definition.ts';
import { type Entry, type EntryKind, type Legs, legsSum, type Taken } from './entry.ts';
import { isSpendable, Lots, pointsOf } from './lots.ts';

/** What journeys and segments are told of: `Tier Changed`, `Tier Near`, `Points Expiring`. */
export interface LoyaltyEvent {
  readonly name: string;
  readonly properties: JsonObject;
}

export interface LedgerContext {
  readonly loyalty: Loyalty;
  /** The shop's. */
  readonly zone: string;
  readonly now: Instant;
}

/** What an entry says beside what moves. */
export type About = Pick<Entry, 'order' | 'reason' | 'by' | 'expiresAt'>;
type Further = Omit<Entry, 'op' | 'kind' | 'legs' | 'at' | 'seq' | 'programme' | 'balance'>;

/** Legs of the member on one side and of the programme on the other; what is 0 is left out. */
function legsOf(pending: number, available: number, programme: 'reversed' | 'transferred' | 'issued'): Legs {
  return {
    ...(pending === 0 ? {} : { pending }),
    ...(available === 0 ? {} : { available }),
    ...(pending + available === 0 ? {} : { [programme]: -(pending + available) }),
  };
}

export class Ledger {
  readonly context: LedgerContext;
  readonly entries: Entry[] = [];
  readonly events: LoyaltyEvent[] = [];
  private readonly before: Account;
  private readonly seq: number;
  private readonly lots: Lots;
  private kept: Account;
  /** What was last answered, until something changes. */
  private seen: Account | null = null;

  /** `version` is the one the account was read at; 0 for a new one. */
  constructor(before: Account, version: number, context: LedgerContext) {
    this.before = before;
    this.kept = before;
    this.lots = new Lots(before.lots);
    this.seq = version + 1;
    this.context = context;
  }

  get account(): Account {
    this.seen ??= { ...this.kept, lots: [...this.lots.all] };
    return this.seen;
  }

  get definition(): LoyaltyDefinition {
    return this.context.loyalty.definition;
  }

  get hasChanged(): boolean {
    return this.kept !== this.before;
  }

  private get debt(): number {
    return Math.max(0, -this.kept.available);
  }

  /** Changes what no points move with. */
  note(change: Partial<Omit<Account, 'pending' | 'available' | 'lots' | 'entries'>>): void {
    this.kept = { ...this.kept, ...change };
    this.seen = null;
  }

  tell(event: LoyaltyEvent): void {
    this.events.push(event);
  }

  /** Marks lots whose lapsing was told so many days before. */
  markTold(days: number, isTold: (lot: Lot) => boolean): void {
    this.lots.markTold(days, isTold);
    this.note({});
  }

  private write(op: string, kind: EntryKind, legs: Legs, further: Further): void {
    if (legsSum(legs) !== 0) throw new Error(`the legs of ${op} do not sum to 0`);
    const pending = this.kept.pending + (legs.pending ?? 0);
    const available = this.kept.available + (legs.available ?? 0);
    this.kept = { ...this.kept, pending, available, entries: this.kept.entries + 1 };
    this.seen = null;
    const { now, loyalty } = this.context;
    const head = { op, kind, at: now, seq: this.seq, programme: loyalty.version };
    this.entries.push({ ...head, legs, balance: { pending, available }, ...further });
  }

  /** Where lapsing waits for inactivity, earning and spending put it off for all. */
  private touch(): void {
    if (this.definition.expiry.kind !== 'inactivity') return;
    this.lots.lapseAt(expiryOf(this.context.zone, this.context.now, this.definition));
  }

  /** Points earned at `earnedAt`, pending until `maturesAt` where that is still to come. 0 points leave their entry too. */
  earn(op: string, points: number, when: Pick<Lot, 'earnedAt' | 'maturesAt'>, about: About): void {
    const { now, zone } = this.context;
    const { earnedAt, maturesAt } = when;
    if (points === 0) {
      this.write(op, 'earn', {}, about);
      return;
    }
    const expiresAt = expiryOf(zone, earnedAt, this.definition);
    const waits = maturesAt !== null && maturesAt > now;
    const lot: Lot = { op, points, earnedAt, maturesAt: waits ? maturesAt : null, expiresAt, told: null };
    if (waits) this.lots.put(lot);
    else this.lots.putSpendable(lot, this.debt);
    this.touch();
    this.write(op, 'earn', legsOf(waits ? points : 0, waits ? 0 : points, 'issued'), { ...about, expiresAt });
  }

  /** Moves what has waited long enough to what can be spent. */
  mature(op: string): void {
    const { now } = this.context;
    const isDue = ({ maturesAt }: Lot) => maturesAt !== null && maturesAt <= now;
    if (!this.lots.all.some(isDue)) return;
    const due = this.lots.all.filter(isDue);
    this.lots.take(Number.POSITIVE_INFINITY, isDue);
    let debt = this.debt;
    for (const lot of due) debt = this.lots.putSpendable(lot, debt);
    const points = pointsOf(due);
    this.write(op, 'mature', { available: points, pending: -points }, {});
  }

  expire(op: string): void {
    const { now } = this.context;
    const taken = this.lots.take(
      Number.POSITIVE_INFINITY,
      (lot) => isSpendable(lot) && lot.expiresAt !== null && lot.expiresAt <= now,
    );
    if (taken.length === 0) return;
    const points = pointsOf(taken);
    this.write(op, 'expire', { available: -points, expired: points }, { taken });
  }

  /** The caller has seen that so many can be spent. */
  redeem(op: string, points: number, about: About): void {
    const taken = this.lots.take(points, isSpendable);
    this.touch();
    this.write(op, 'redeem', { available: -points, redeemed: points }, { ...about, taken });
  }

  /** Gives back what a redemption took, each lot with the day it would have lapsed. */
  release(op: string, taken: readonly Taken[], about: About): void {
    let debt = this.debt;
    for (const one of taken) debt = this.lots.putSpendable({ ...one, maturesAt: null, told: null }, debt);
    const points = pointsOf(taken);
    this.write(op, 'release', { available: points, redeemed: -points }, about);
  }

  /**
   * Takes back what an operation earned: from its own lots, then from what can be spent. What neither holds becomes a debt,
   * or is let go where that is not allowed.
   */
  reverse(
    op: string,
    points: number,
    from: { readonly earned: string | null; readonly allowDebt: boolean },
    about: About,
  ): void {
    const isOwn = (lot: Lot) => lot.op === from.earned;
    const pending = pointsOf(this.lots.take(points, (lot) => isOwn(lot) && !isSpendable(lot)));
    const own = pointsOf(this.lots.take(points - pending, (lot) => isOwn(lot) && isSpendable(lot)));
    const others = pointsOf(this.lots.take(points - pending - own, isSpendable));
    const available = from.allowDebt ? points - pending : own + others;
    this.write(op, 'reverse', legsOf(-pending, -available, 'reversed'), about);
  }

  /** Gives points that can be spent at once, or takes some away: more than there are become a debt. */
  adjust(op: string, points: number, about: About): void {
    const { zone, now } = this.context;
    const expiresAt = points > 0 ? expiryOf(zone, now, this.definition) : null;
    if (points > 0) {
      this.lots.putSpendable(
        { op, points, earnedAt: now, maturesAt: null, expiresAt, told: null },
        this.debt,
      );
      this.touch();
    } else this.lots.take(-points, isSpendable);
    this.write(op, 'adjust', { available: points, adjusted: -points }, { ...about, expiresAt });
  }

  /** Everything goes out of the account, debts too. */
  transferOut(op: string, into: string): void {
    const { pending, available } = this.kept;
    this.lots.takeAll();
    this.write(op, 'transfer-out', legsOf(-pending, -available, 'transferred'), { reason: into });
    this.note({ mergedInto: into, qualifying: [], dueAt: null });
  }

  /** What another account held comes in, its lots as they are. */
  transferIn(op: string, from: string, held: Pick<Account, 'pending' | 'available' | 'lots'>): void {
    let { debt } = this;
    for (const lot of held.lots) {
      if (isSpendable(lot)) debt = this.lots.putSpendable(lot, debt);
      else this.lots.put(lot);
    }
    if (held.available < 0) this.lots.take(-held.available, isSpendable);
    this.write(op, 'transfer-in', legsOf(held.pending, held.available, 'transferred'), { reason: from });
  }
}
