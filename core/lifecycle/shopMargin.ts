/**
 * The shop's margin as its orders tell it: what was left of the revenue of the last year, by the costs of lines and catalogue, net
 * of what was given back. It is measured when the shop is fitted, over the same number of people of each segment so that it costs
 * the same for any shop, and frozen with the model: value, and the cuts of the grades, are of one margin until the next fit. How
 * far customers differ in it is estimated from the same people, of all their orders. Where no cost and no category says anything,
 * the settings' margin stays in force.
 */
import type { EvaluationStore } from '../ports.ts';
import { DAY_MS, type Instant } from '../time.ts';
import {
  MARGIN_SOURCES,
  marginBetween,
  type MarginOrder,
  marginOfOrder,
  type MarginShares,
} from '../value/margin.ts';
import type { ShopMargin } from './marginFound.ts';
import { MarginSpread, type OrderShare } from './marginSpread.ts';
import type { Costs } from './ownMargin.ts';

const YEAR_MS = 365 * DAY_MS;
/** People with lines that are looked at, shared out among the segments. */
export const MOST_MEASURED = 5_000;

export interface MarginSource extends Costs {
  readonly store: Pick<EvaluationStore, 'scanBaskets'>;
}

function purchasesOf(orders: readonly MarginOrder[], { facts, settings }: Costs): OrderShare[] {
  return orders
    .filter(({ amountMinor }) => amountMinor > 0)
    .map((order) => marginOfOrder(order, facts, settings));
}

/** Null where nothing but the stated margin is known, or nothing was bought. */
export async function measureMargin(
  { store, facts, settings }: MarginSource,
  { at, segments }: { readonly at: Instant; readonly segments: readonly number[] },
): Promise<ShopMargin | null> {
  const window = { from: at - YEAR_MS, until: at };
  const amounts = Object.fromEntries(MARGIN_SOURCES.map((source) => [source, 0]));
  const mostOfSegment = Math.ceil(MOST_MEASURED / Math.max(1, segments.length));
  const spread = new MarginSpread();
  let [marginMinor, revenueMinor, weighed] = [0, 0, 0];
  for (const segment of segments) {
    let people = 0;
    for await (const page of store.scanBaskets({ segment, before: at })) {
      for (const { baskets } of page) {
        spread.add(purchasesOf(baskets, { facts, settings }));
        const found = marginBetween(baskets, window, facts, settings);
        marginMinor += found.marginMinor;
        revenueMinor += found.revenueMinor;
        const weight = Math.abs(found.revenueMinor);
        weighed += weight;
        for (const source of MARGIN_SOURCES)
          amounts[source] = (amounts[source] ?? 0) + weight * found.from[source];
      }
      people += page.length;
      if (people >= mostOfSegment) break;
    }
  }
  const of = (source: keyof MarginShares) => (weighed === 0 ? 0 : (amounts[source] ?? 0) / weighed);
  const from = {
    'line-cost': of('line-cost'),
    'catalogue-cost': of('catalogue-cost'),
    category: of('category'),
    default: of('default'),
  };
  if (revenueMinor <= 0 || from['line-cost'] + from['catalogue-cost'] + from.category === 0) return null;
  const share = Math.min(1, marginMinor / revenueMinor);
  return { share, revenueMinor, from, credibility: spread.credibility() };
}
