/**
 * Margins in a simulation. The shop's, and how much customers' own tell, are those of the shop that is simulated: its parts have to
 * be of one. What an order cost is reckoned once, by the lines and the catalogue there are, and kept as one line in the place of
 * all; so own margins rest on what was bought before the period. A shop that knows no cost keeps no lines, unless products are chosen by
 * them.
 */
import type { Order } from '../../core/customer/order.ts';
import type { ShopMargin } from '../../core/lifecycle/marginFound.ts';
import type { CatalogueFacts } from '../../core/recommend/catalogue.ts';
import { type MarginSettings, marginOfOrder } from '../../core/value/margin.ts';
import { loadCatalogue } from '../../functions/shared/recommender.ts';
import type { Workspace } from '../workspace/openWorkspace.ts';

/** It travels between threads. */
export interface SimulatedMargins {
  readonly shop: ShopMargin;
  readonly facts: CatalogueFacts;
}

/** Of a workspace whose customers' own margins are told apart; null of every other. */
export async function marginsOf({ store, container }: Workspace): Promise<SimulatedMargins | null> {
  const shop = (await store.model())?.margin ?? null;
  if (shop?.credibility == null) return null;
  const { facts } = container.documents === undefined ? { facts: new Map() } : await loadCatalogue(container);
  return { shop, facts };
}

/** The order with one line that leaves the same margin. */
export function withOneLine(order: Order, { facts }: SimulatedMargins, settings: MarginSettings): Order {
  if (order.lines.length === 0) return order;
  const { marginMinor } = marginOfOrder(order, facts, settings);
  const costMinor = Math.abs(order.amountMinor - marginMinor);
  return { ...order, lines: [{ item: '', quantity: 1, priceMinor: null, costMinor }] };
}

/** A reckoned order with the lines it was reckoned of beside, which cost nothing there: products are chosen by them. */
export function withLinesOf({ lines }: Order, reckoned: Order): Order {
  return { ...reckoned, lines: [...lines.map((line) => ({ ...line, costMinor: 0 })), ...reckoned.lines] };
}
