/**
 * What if the programme were another? Two programmes are run side by side over the orders that really were, by the same rules
 * that keep live accounts, each member's time passing from order to order: points earned, maturing and lapsing, tiers reached,
 * kept and left. Recorded orders do not react and nobody redeems, so it shows who would stand where and what the points would
 * cost at most, never what members would do. A refund that names no order takes back at the plain rate, from points and from
 * what counts toward a tier.
 */
import type { OrderAmount } from '../customer/order.ts';
import type { Order } from '../customer/order.ts';
import { customerId } from '../ids.ts';
import { DAY_MS, type Instant, isoDay, utcDay } from '../time.ts';
import { type Account, newAccount } from './account.ts';
import { dayIn } from './calendar.ts';
import { type Loyalty, type LoyaltyDefinition, worthMinor } from './definition.ts';
import { Ledger } from './ledger.ts';
import { earnOrder, reverseOrder } from './orderPoints.ts';
import { nextTimeOf, passTime } from './passTime.ts';
import { assessTier, countToward } from './tiers.ts';

/** One customer's orders; what is missing of an order (lines, id) earns as if there were none. */
export interface MemberOrders {
  readonly customer: string;
  readonly orders: readonly (OrderAmount & Partial<Pick<Order, 'id' | 'lines' | 'currency'>>)[];
}

export interface PointsFigures {
  readonly issued: number;
  readonly reversed: number;
  readonly expired: number;
  /** Not lapsed and not taken back at the end: nobody redeemed in between. */
  readonly outstanding: number;
  /** Of all issued that were not taken back: the most the programme costs. */
  readonly costMinor: number;
}

export interface MonthOfTiers {
  readonly month: string;
  /** Members by tier at its end. */
  readonly base: Readonly<Record<string, number>>;
  readonly changed: Readonly<Record<string, number>>;
}

export interface TierMove {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
  /** The first few, by id. */
  readonly examples: readonly string[];
}

export interface LoyaltySimulation {
  readonly customers: number;
  readonly orders: number;
  readonly from: string | null;
  readonly until: string;
  readonly months: readonly MonthOfTiers[];
  readonly points: { readonly base: PointsFigures; readonly changed: PointsFigures };
  /** Whose tier at the end differs between the two. */
  readonly moves: readonly TierMove[];
}

interface Sums {
  issued: number;
  reversed: number;
  expired: number;
  outstanding: number;
}

/** From `at` on the member is in the tier. */
interface Stay {
  readonly at: Instant;
  readonly tier: string;
}

class MemberReplay {
  readonly stays: Stay[] = [];
  private readonly loyalty: Loyalty;
  private readonly zone: string;
  private readonly sums: Sums;
  private account: Account | null = null;
  private version = 0;

  constructor(loyalty: Loyalty, zone: string, sums: Sums) {
    this.loyalty = loyalty;
    this.zone = zone;
    this.sums = sums;
  }

  private step(account: Account, now: Instant, work: (ledger: Ledger) => void): Account {
    const ledger = new Ledger(account, this.version, { loyalty: this.loyalty, zone: this.zone, now });
    passTime(ledger, this.version, null);
    work(ledger);
    this.version += 1;
    for (const { legs } of ledger.entries) {
      this.sums.issued -= legs.issued ?? 0;
      this.sums.reversed += legs.reversed ?? 0;
      this.sums.expired += legs.expired ?? 0;
      this.sums.outstanding += (legs.pending ?? 0) + (legs.available ?? 0);
    }
    const after = ledger.account;
    if (this.stays.at(-1)?.tier !== after.tier) this.stays.push({ at: now, tier: after.tier });
    return after;
  }

  /** Lives through every moment until then at which time alone changes something. */
  until(now: Instant): void {
    if (this.account === null) return;
    let { account } = this;
    let last = account.memberSince;
    for (;;) {
      const next = nextTimeOf(account, this.loyalty.definition, last, null);
      if (next === null || next > now) break;
      last = Math.max(next, last);
      account = this.step(account, last, () => {});
    }
    this.account = account;
  }

  order(order: Order): void {
    this.until(order.at);
    const first = this.loyalty.definition.tiers[0]?.id ?? '';
    this.account = this.step(this.account ?? newAccount(first, order.at), order.at, (ledger) => {
      if (order.amountMinor > 0) earnOrder(ledger, order, [], () => null);
      else {
        reverseOrder(ledger, order, null);
        if (this.loyalty.definition.qualify.by === 'spend')
          countToward(ledger, dayIn(this.zone, order.at), order.amountMinor);
      }
      assessTier(ledger);
    });
  }
}

function monthOf(at: Instant): string {
  return isoDay(utcDay(at)).slice(0, 7);
}

/** Members by tier at the end of every month, from the moves of each. */
class TiersByMonth {
  private readonly changes = new Map<string, Map<string, number>>();

  add(stays: readonly Stay[]): void {
    stays.forEach(({ at, tier }, place) => {
      this.count(monthOf(at), tier, 1);
      const before = stays[place - 1];
      if (before !== undefined) this.count(monthOf(at), before.tier, -1);
    });
  }

  private count(month: string, tier: string, by: number): void {
    const own = this.changes.get(month) ?? new Map<string, number>();
    this.changes.set(month, own.set(tier, (own.get(tier) ?? 0) + by));
  }

  at(months: readonly string[], { tiers }: LoyaltyDefinition): Record<string, number>[] {
    const standing = Object.fromEntries(tiers.map(({ id }) => [id, 0]));
    return months.map((month) => {
      for (const [tier, by] of this.changes.get(month) ?? []) standing[tier] = (standing[tier] ?? 0) + by;
      return { ...standing };
    });
  }
}

/** Months from the first to the last, both included. */
function monthsBetween(from: Instant, until: Instant): string[] {
  const months: string[] = [];
  for (let at = from; at <= until; at += DAY_MS) {
    const month = monthOf(at);
    if (months.at(-1) !== month) months.push(month);
  }
  const last = monthOf(until);
  return months.at(-1) === last ? months : [...months, last];
}

const MOST_EXAMPLES = 5;

class Moves {
  private readonly byPair = new Map<
    string,
    { from: string; to: string; customers: number; examples: string[] }
  >();

  add(customer: string, from: string | undefined, to: string | undefined): void {
    if (from === undefined || to === undefined || from === to) return;
    const own = this.byPair.get(`${from} ${to}`) ?? { from, to, customers: 0, examples: [] };
    own.customers += 1;
    if (own.examples.length < MOST_EXAMPLES) own.examples.push(customer);
    this.byPair.set(`${from} ${to}`, own);
  }

  all(): TierMove[] {
    return [...this.byPair.values()].sort((a, b) => b.customers - a.customers);
  }
}

const NOTHING_YET: Sums = { issued: 0, reversed: 0, expired: 0, outstanding: 0 };

/** One programme over history: nobody is told of anything, and birthdays are not known. */
function side(definition: LoyaltyDefinition) {
  const quiet = { ...definition, notices: [], backfillFrom: undefined };
  const sums = { ...NOTHING_YET };
  return { loyalty: { version: 0, definition: quiet }, sums, tiers: new TiersByMonth() };
}

function figuresOf(sums: Sums, definition: LoyaltyDefinition): PointsFigures {
  return { ...sums, costMinor: worthMinor(sums.issued - sums.reversed, definition) };
}

function wholeOrder(
  customer: string,
  place: number,
  one: MemberOrders['orders'][number],
  currency: string,
): Order {
  const { at, amountMinor, id = `${place}`, lines = [] } = one;
  return { id, customerId: customerId(customer), at, amountMinor, currency: one.currency ?? currency, lines };
}

/** Runs both over pages of members. `zone` is the shop's; time ends at `until`. O(orders × lots). */
export async function simulateLoyalty(
  pages: AsyncIterable<readonly MemberOrders[]>,
  programmes: { readonly base: LoyaltyDefinition; readonly changed: LoyaltyDefinition },
  { zone, until }: { readonly zone: string; readonly until: Instant },
): Promise<LoyaltySimulation> {
  const [base, changed] = [side(programmes.base), side(programmes.changed)];
  const moves = new Moves();
  let [customers, count, first] = [0, 0, Number.POSITIVE_INFINITY];
  for await (const page of pages) {
    for (const { customer, orders } of page) {
      const all = orders.filter(({ at }) => at < until).sort((a, b) => a.at - b.at);
      if (all.length === 0) continue;
      customers += 1;
      count += all.length;
      first = Math.min(first, all[0]?.at ?? first);
      const ends = [base, changed].map(({ loyalty, sums, tiers }) => {
        const member = new MemberReplay(loyalty, zone, sums);
        const currency = loyalty.definition.currency ?? '';
        all.forEach((one, place) => member.order(wholeOrder(customer, place, one, currency)));
        member.until(until);
        tiers.add(member.stays);
        return member.stays.at(-1)?.tier;
      });
      moves.add(customer, ends[0], ends[1]);
    }
  }
  const months = customers === 0 ? [] : monthsBetween(first, until - 1);
  const [before, after] = [
    base.tiers.at(months, programmes.base),
    changed.tiers.at(months, programmes.changed),
  ];
  return {
    customers,
    orders: count,
    from: customers === 0 ? null : isoDay(utcDay(first)),
    until: isoDay(utcDay(until)),
    months: months.map((month, place) => ({ month, base: before[place] ?? {}, changed: after[place] ?? {} })),
    points: {
      base: figuresOf(base.sums, programmes.base),
      changed: figuresOf(changed.sums, programmes.changed),
    },
    moves: moves.all(),
  };
}

/** The definition with other thresholds; null where a tier is unknown, or they are in no order then. */
export function withThresholds(
  definition: LoyaltyDefinition,
  thresholds: Readonly<Record<string, number>>,
): LoyaltyDefinition | null {
  const known = new Set(definition.tiers.map(({ id }) => id));
  if (Object.keys(thresholds).some((id) => !known.has(id))) return null;
  const tiers = definition.tiers.map((tier) => ({ ...tier, from: thresholds[tier.id] ?? tier.from }));
  const rising = tiers.every(({ from }, place) =>
    place === 0 ? from === 0 : from > (tiers[place - 1]?.from ?? 0),
  );
  return rising ? { ...definition, tiers } : null;
}
