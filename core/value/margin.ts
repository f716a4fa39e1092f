/**
 * What an order leaves the shop after the cost of its goods: its contribution margin. Value is margin, never revenue.
 *
 * The order's amount, as it was paid, is spread over its lines by their prices (the line's own, else the catalogue's; lines without
 * any share what the others leave, by quantity). Then of each line the first that is known counts: its own cost, its item's
 * cost in the catalogue, the margin of its item's category, the shop's stated margin. An order without lines has the stated
 * margin. A refund is the same sum below 0: what is given back comes back into stock. Refunds that name no goods give back at
 * the rate of what was bought before them.
 *
 * Money is in minor units; each order is rounded once, so sums over orders are sums of integers.
 */
import type { Order, OrderLine } from '../customer/order.ts';
import type { CatalogueFacts } from '../recommend/catalogue.ts';
import type { Instant } from '../time.ts';

export const MARGIN_SOURCES = ['line-cost', 'catalogue-cost', 'category', 'default'] as const;
export type MarginSource = (typeof MARGIN_SOURCES)[number];

/** What is stated where no cost is known: shares of revenue, 0 to 1. */
export interface MarginSettings {
  readonly margin: number;
  readonly categoryMargins: Readonly<Record<string, number>>;
}

/** How much of the revenue each source told the margin of; shares that sum to 1, all 0 where there is no revenue. */
export type MarginShares = Readonly<Record<MarginSource, number>>;

export interface OrderMargin {
  /** Below 0 for a refund, and for goods sold under their cost. */
  readonly marginMinor: number;
  /** The order's amount. */
  readonly revenueMinor: number;
  readonly from: MarginShares;
}

export type MarginOrder = Pick<Order, 'at' | 'amountMinor' | 'lines'>;

/** The orders that tell of margins: those that name goods, and every refund. */
export function ordersOfMargin(orders: readonly MarginOrder[], before: Instant): readonly MarginOrder[] {
  return orders.filter(({ at, amountMinor, lines }) => at < before && (lines.length > 0 || amountMinor < 0));
}

const NO_SHARES: MarginShares = { 'line-cost': 0, 'catalogue-cost': 0, category: 0, default: 0 };

/** A line with what of the amount fell to it. */
interface PaidLine extends OrderLine {
  readonly paid: number;
}

function priceOf({ item, priceMinor }: OrderLine, facts: CatalogueFacts): number | null {
  return priceMinor ?? facts.get(item)?.priceMinor ?? null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** The amount over the lines; null where nothing tells how. `amount` is 0 or more. */
function spread(lines: readonly OrderLine[], amount: number, facts: CatalogueFacts): PaidLine[] | null {
  const worth = lines.map((line) => {
    const price = priceOf(line, facts);
    return price === null ? null : price * line.quantity;
  });
  const priced = sum(worth.map((one) => one ?? 0));
  const unpriced = sum(lines.map(({ quantity }, n) => (worth[n] === null ? Math.max(0, quantity) : 0)));
  const left = Math.max(0, amount - priced);
  const weights = lines.map(
    ({ quantity }, n) => worth[n] ?? (unpriced === 0 ? 0 : (left * Math.max(0, quantity)) / unpriced),
  );
  const all = sum(weights);
  if (all > 0) return lines.map((line, n) => ({ ...line, paid: (amount * (weights[n] ?? 0)) / all }));
  return amount === 0 ? lines.map((line) => ({ ...line, paid: 0 })) : null;
}

function marginOfLine(
  { item, quantity, costMinor, paid }: PaidLine,
  facts: CatalogueFacts,
  { margin, categoryMargins }: MarginSettings,
): { readonly margin: number; readonly from: MarginSource } {
  if (costMinor !== undefined) return { margin: paid - costMinor * quantity, from: 'line-cost' };
  const { costMinor: cost, category } = facts.get(item) ?? { item };
  if (cost !== undefined) return { margin: paid - cost * quantity, from: 'catalogue-cost' };
  const ofCategory = category === undefined ? undefined : categoryMargins[category];
  if (ofCategory !== undefined) return { margin: paid * ofCategory, from: 'category' };
  return { margin: paid * margin, from: 'default' };
}

/** Without -0, which no ledger knows. */
function whole(minor: number): number {
  return Math.round(minor) + 0;
}

/** Margin of one order, its refunds being orders of their own. O(lines). */
export function marginOfOrder(
  { amountMinor, lines }: Omit<MarginOrder, 'at'>,
  facts: CatalogueFacts,
  settings: MarginSettings,
): OrderMargin {
  const sign = amountMinor < 0 ? -1 : 1;
  const amount = Math.abs(amountMinor);
  const moved = sign < 0 ? lines.map((line) => ({ ...line, quantity: Math.abs(line.quantity) })) : lines;
  const paid = spread(moved, amount, facts);
  if (paid === null || paid.length === 0)
    return {
      marginMinor: sign * whole(amount * settings.margin) + 0,
      revenueMinor: amountMinor,
      from: amount === 0 ? NO_SHARES : { ...NO_SHARES, default: 1 },
    };
  const shares: Record<MarginSource, number> = { ...NO_SHARES };
  let marginOfAll = 0;
  for (const line of paid) {
    const { margin, from } = marginOfLine(line, facts, settings);
    marginOfAll += margin;
    if (amount > 0) shares[from] += line.paid / amount;
  }
  return { marginMinor: sign * whole(marginOfAll) + 0, revenueMinor: amountMinor, from: shares };
}

export interface MarginSum {
  /** Net of what was given back. */
  readonly marginMinor: number;
  readonly revenueMinor: number;
  /** By amount, refunds included. */
  readonly from: MarginShares;
  /** Purchases; refunds are not counted. */
  readonly orders: number;
}

/** A refund that names no goods, at the rate of what was bought so far; null where it is none, or nothing was. */
function refundAtRate({ amountMinor, lines }: MarginOrder, bought: { margin: number; revenue: number }) {
  if (amountMinor >= 0 || lines.length > 0 || bought.revenue <= 0) return null;
  return whole((amountMinor * bought.margin) / bought.revenue);
}

/**
 * Margin net of returns of one person's orders in a window [from, until), whatever their sequence. Orders before the window are
 * looked at for the rate of refunds alone. O(n log n) in the orders.
 */
export function marginBetween(
  orders: readonly MarginOrder[],
  window: { readonly from: Instant; readonly until: Instant },
  facts: CatalogueFacts,
  settings: MarginSettings,
): MarginSum {
  const bought = { margin: 0, revenue: 0 };
  const told: Record<MarginSource, number> = { ...NO_SHARES };
  let [marginMinor, revenueMinor, amounts, count] = [0, 0, 0, 0];
  for (const order of orders.filter(({ at }) => at < window.until).sort((a, b) => a.at - b.at)) {
    const found = marginOfOrder(order, facts, settings);
    const margin = refundAtRate(order, bought) ?? found.marginMinor;
    if (order.amountMinor >= 0) {
      bought.margin += margin;
      bought.revenue += order.amountMinor;
    }
    if (order.at < window.from) continue;
    marginMinor += margin;
    revenueMinor += order.amountMinor;
    if (order.amountMinor >= 0) count += 1;
    const amount = Math.abs(order.amountMinor);
    amounts += amount;
    for (const source of MARGIN_SOURCES) told[source] += amount * found.from[source];
  }
  if (amounts > 0) for (const source of MARGIN_SOURCES) told[source] /= amounts;
  return { marginMinor, revenueMinor, from: told, orders: count };
}

/** Margin net of returns and of what offers cost in the same window: the money an experiment is judged by. */
export function netMargin(
  orders: readonly MarginOrder[],
  window: { readonly from: Instant; readonly until: Instant },
  by: {
    readonly facts: CatalogueFacts;
    readonly settings: MarginSettings;
    /** In minor units, 0 or more, within [from, until). A discount that lowered an order's amount is no cost beside it. */
    readonly offerCost: (window: { readonly from: Instant; readonly until: Instant }) => number;
  },
): MarginSum & { readonly offersMinor: number; readonly netMinor: number } {
  const margin = marginBetween(orders, window, by.facts, by.settings);
  const offersMinor = by.offerCost(window);
  return { ...margin, offersMinor, netMinor: margin.marginMinor - offersMinor };
}
