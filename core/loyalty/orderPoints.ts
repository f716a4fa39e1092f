/**
 * What an order earns and what its refund takes back. Points are the amount's, each line multiplied by its category and all by
 * the tier the member has before the order, rounded down once. A refund takes back the share of the points that is the share of
 * the money, by the sum of all refunds of the order so far, so that however an order is given back, in parts, twice or before
 * it is known, no more is taken than it earned, and all of it once all is given back.
 */
import type { Order } from '../customer/order.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../journey/condition.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { dayIn, periodOf } from './calendar.ts';
import type { LoyaltyDefinition } from './definition.ts';
import { earnOp, type Entry, opPart, reversePrefix } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { countToward, rankOf, tierAt } from './tiers.ts';

/** The category of an item where it is known. */
export type CategoryOf = (item: string) => string | null;

const MILLI = 1_000;

function milli(times: number): bigint {
  return BigInt(Math.round(times * MILLI));
}

/** What of the amount earns at which multiple: lines of multiplied categories at theirs, the rest once. */
function weighted(
  { amountMinor, lines }: Pick<Order, 'amountMinor' | 'lines'>,
  { earn }: LoyaltyDefinition,
  categoryOf: CategoryOf,
): bigint {
  if (earn.order.categories.length === 0) return BigInt(amountMinor) * BigInt(MILLI);
  const times = new Map(earn.order.categories.map((one) => [one.category, one.times]));
  let left = amountMinor;
  let sum = 0n;
  for (const { item, quantity, priceMinor } of lines) {
    const factor = times.get(categoryOf(item) ?? '');
    if (factor === undefined || priceMinor === null) continue;
    const minor = Math.min(left, Math.max(0, Math.round(quantity * priceMinor)));
    left -= minor;
    sum += BigInt(minor) * milli(factor);
  }
  return sum + BigInt(left) * BigInt(MILLI);
}

/** Points of an amount under the order rule and a tier's multiple, rounded down. */
export function pointsOfOrder(
  order: Pick<Order, 'amountMinor' | 'lines'>,
  definition: LoyaltyDefinition,
  tierTimes: number,
  categoryOf: CategoryOf,
): number {
  const { points, perMinor } = definition.earn.order;
  const amount = weighted(order, definition, categoryOf) * BigInt(points) * milli(tierTimes);
  return Number(amount / (BigInt(perMinor) * BigInt(MILLI * MILLI)));
}

/** As much of the points as the cap leaves in the period of `at`, counted in the account. */
export function withinCap(ledger: Ledger, points: number, at: Instant): number {
  const { cap } = ledger.definition.earn;
  if (cap === undefined) return points;
  const period = periodOf(ledger.context.zone, at, cap.per);
  const { counts } = ledger.account;
  const counted = counts['cap'];
  const before = counted?.period === period ? counted.count : 0;
  const given = Math.max(0, Math.min(points, cap.points - before));
  if (given > 0 && (counted === undefined || counted.period <= period))
    ledger.note({ counts: { ...counts, cap: { period, count: before + given } } });
  return given;
}

/** What refunds have given back of an order: money, and points of them. */
interface GivenBack {
  readonly minor: number;
  readonly points: number;
}

function givenBack(reversals: readonly Entry[]): GivenBack {
  let minor = 0;
  let points = 0;
  for (const { order, legs } of reversals) {
    minor += order?.amountMinor ?? 0;
    points += legs.reversed ?? 0;
  }
  return { minor, points };
}

/** Points taken back once so much of the order's money is: the same share, rounded down, all where all is. */
export function reversedShare(earned: number, amountMinor: number, refundedMinor: number): number {
  if (amountMinor <= 0) return 0;
  const refunded = BigInt(Math.min(refundedMinor, amountMinor));
  return Number((BigInt(earned) * refunded) / BigInt(amountMinor));
}

/** Earns an order. `reversals`: refunds of it that were told before it. */
export function earnOrder(
  ledger: Ledger,
  order: Order,
  reversals: readonly Entry[],
  categoryOf: CategoryOf,
): void {
  const { definition, context } = ledger;
  const { qualify, pendingDays, currency } = definition;
  if (order.amountMinor <= 0 || (currency !== undefined && currency !== order.currency)) return;
  const tier = tierAt(definition, rankOf(ledger.account, definition));
  const points = withinCap(ledger, pointsOfOrder(order, definition, tier.times, categoryOf), order.at);
  const day = dayIn(context.zone, order.at);
  const qualifying = qualify.by === 'spend' ? order.amountMinor : points;
  const about = { id: order.id, amountMinor: order.amountMinor, qualifying, day };
  const when = { earnedAt: order.at, maturesAt: order.at + pendingDays * DAY_MS };
  ledger.earn(earnOp(order.id), points, when, { order: about });
  countToward(ledger, day, qualifying);
  const { minor } = givenBack(reversals);
  if (minor === 0) return;
  const late = { op: `${reversePrefix(order.id)}!late`, refundMinor: minor, notedMinor: 0, expiresAt: null };
  takeBack(ledger, about, points, { minor: 0, points: 0 }, late);
}

type EarnedOrder = NonNullable<Entry['order']>;

interface Refund {
  readonly op: string;
  readonly refundMinor: number;
  /** What its entry says was given back: 0 where other entries say so already. */
  readonly notedMinor: number;
  /** When what the order earned lapses, as its entry says. */
  readonly expiresAt: number | null;
}

function takeBack(
  ledger: Ledger,
  order: EarnedOrder,
  earned: number,
  before: GivenBack,
  refund: Refund,
): void {
  const after = before.minor + refund.refundMinor;
  const points = Math.max(0, reversedShare(earned, order.amountMinor, after) - before.points);
  const counted = (minor: number) => reversedShare(order.qualifying, order.amountMinor, minor);
  const qualifying = counted(before.minor) - counted(after);
  const about = { id: order.id, amountMinor: refund.notedMinor, qualifying, day: order.day };
  const { expiresAt } = refund;
  ledger.reverse(
    refund.op,
    points,
    { earned: earnOp(order.id), allowDebt: true },
    { order: about, expiresAt },
  );
  countToward(ledger, order.day, qualifying);
}

/** The order a refund gives back, as it was told; null where it names none. */
export function refundedOrder(properties: JsonObject | undefined): string | null {
  return properties === undefined ? null : textAt(properties, 'order_id');
}

/**
 * Takes back what a refund's order earned. Of an order that earned nothing so far only the refund is noted. One that names no
 * order takes back at the plain rate, what the member has and no more.
 */
export function reverseOrder(
  ledger: Ledger,
  refund: Order,
  of: { readonly order: string; readonly earned: Entry | null; readonly reversals: readonly Entry[] } | null,
): void {
  const refundMinor = -refund.amountMinor;
  const { definition, context } = ledger;
  if (of === null) {
    const points = pointsOfOrder({ amountMinor: refundMinor, lines: [] }, definition, 1, () => null);
    const about = {
      id: refund.id,
      amountMinor: refundMinor,
      qualifying: 0,
      day: dayIn(context.zone, refund.at),
    };
    const reason = 'refund of no named order';
    ledger.reverse(
      `refund:${opPart(refund.id)}`,
      points,
      { earned: null, allowDebt: false },
      { order: about, reason },
    );
    return;
  }
  const op = `${reversePrefix(of.order)}${opPart(refund.id)}`;
  if (of.reversals.some((one) => one.op === op)) return;
  if (of.earned?.order === undefined) {
    const order = {
      id: of.order,
      amountMinor: refundMinor,
      qualifying: 0,
      day: dayIn(context.zone, refund.at),
    };
    ledger.reverse(op, 0, { earned: null, allowDebt: false }, { order });
    return;
  }
  const earned = Math.abs(of.earned.legs.issued ?? 0);
  takeBack(ledger, of.earned.order, earned, givenBack(of.reversals), {
    op,
    refundMinor,
    notedMinor: refundMinor,
    expiresAt: of.earned.expiresAt ?? null,
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Categories as an order's own properties tell them, product by product (`products[].category`), else as `known` does. */
export function categoriesTold(properties: JsonObject | undefined, known: CategoryOf): CategoryOf {
  const products = properties?.['products'];
  if (!Array.isArray(products)) return known;
  const told = new Map<string, string>();
  for (const product of products.filter(isObject)) {
    const item = textAt(product, 'product_id') ?? textAt(product, 'sku') ?? textAt(product, 'name');
    const category = textAt(product, 'category');
    if (item !== null && category !== null) told.set(item, category);
  }
  return (item) => told.get(item) ?? known(item);
}
