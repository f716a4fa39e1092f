/**
 * The margin of one customer's own orders: what is counted, before anything is believed of it. Of purchases those that name
 * goods; each line by its cost, else the catalogue's, else its category's margin, else the stated one. Refunds are taken off; one
 * that names no goods gives back at the rate of everything bought, so that it makes the evidence smaller and not other.
 */
import type { Instant } from '../time.ts';
import type { CatalogueFacts } from '../recommend/catalogue.ts';
import { type MarginOrder, marginOfOrder, type MarginSettings } from '../value/margin.ts';
import type { OwnMargin } from './marginFound.ts';

export interface Costs {
  readonly facts: CatalogueFacts;
  readonly settings: MarginSettings;
}

/**
 * Of orders strictly before `before`, in any sequence; sums of integers, so that the sequence does not matter. Null without a
 * purchase that names goods, and where nothing was kept. O(lines).
 */
export function ownMargin(
  orders: readonly MarginOrder[],
  before: Instant,
  { facts, settings }: Costs,
): OwnMargin | null {
  const bought = { marginMinor: 0, revenueMinor: 0, orders: 0 };
  let [backMargin, backRevenue, unnamed] = [0, 0, 0];
  for (const order of orders) {
    const { at, amountMinor, lines } = order;
    if (at >= before) continue;
    if (lines.length === 0) {
      if (amountMinor < 0) unnamed += amountMinor;
      continue;
    }
    const { marginMinor } = marginOfOrder(order, facts, settings);
    if (amountMinor < 0) {
      backMargin += marginMinor;
      backRevenue += amountMinor;
      continue;
    }
    bought.marginMinor += marginMinor;
    bought.revenueMinor += amountMinor;
    bought.orders += 1;
  }
  const revenueMinor = bought.revenueMinor + backRevenue + unnamed;
  if (bought.orders === 0 || revenueMinor <= 0) return null;
  const atRate = Math.round((unnamed * bought.marginMinor) / bought.revenueMinor);
  const marginMinor = bought.marginMinor + backMargin + atRate;
  return { marginMinor: marginMinor + 0, revenueMinor, orders: bought.orders };
}
