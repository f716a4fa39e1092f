/**
 * What a shop's recommendations are made with: fitted to everybody's baskets, free of anybody's name, and small enough to be kept as
 * one document. Up to `MOST_EASE_ITEMS` items what is bought together is told by EASE, a byte for every two items; above
 * by the neighbours of item-kNN. Beside it stand how many buy each item and how soon again.
 */
import type { Instant } from '../time.ts';
import type { PersonBaskets } from './baskets.ts';
import type { Blend } from './blend.ts';
import { type Choice, chooseBlend, type NeighboursBy } from './chooseBlend.ts';
import { easeTable, MOST_EASE_ITEMS, trainEase } from './ease.ts';
import type { RankingQuality } from './evaluateRankings.ts';
import { reorderGaps } from './frequency.ts';
import { collectPurchases, type Interactions } from './interactions.ts';
import { trainItemKnn } from './itemKnn.ts';
import type { NeighbourTable } from './neighbours.ts';
import type { LinearAlgebra } from '../linear/linearAlgebra.ts';
import { popularityOf } from './popularity.ts';
import { purchasesIn } from './owned.ts';

export interface ShopRecommender {
  /** Orders before it were learned from. */
  readonly at: Instant;
  readonly method: NeighboursBy;
  readonly customers: number;
  /** Pairs of a customer and an item they bought. */
  readonly interactions: number;
  /** Ascending by code points; an item's place here is its number everywhere else. */
  readonly itemIds: readonly string[];
  readonly table: NeighbourTable;
  /** By item: share of customers who bought it. */
  readonly popularity: Float64Array;
  /** By item: days until it is typically bought again; NaN where nobody did. */
  readonly gapDays: Float64Array;
  /** Of a slot that discovers, and of one that takes anything. */
  readonly discover: Blend;
  readonly anything: Blend;
  /** What the shop's own past said of them; null where it is too short to say anything. */
  readonly quality: { readonly discover: RankingQuality; readonly anything: RankingQuality } | null;
}

/** The ten best for each customer. */
const JUDGED_AT = 10;

export interface ShopPurchases {
  readonly byCustomer: Interactions;
  /** Orders in the place of customers. */
  readonly byOrder: Interactions;
}

/** Everyone's purchases as tables; what was given back does not count. */
export async function collectPurchasesOf(
  pages: AsyncIterable<readonly PersonBaskets[]>,
): Promise<ShopPurchases> {
  const [byCustomer, byOrder] = [collectPurchases(), collectPurchases()];
  for await (const page of pages)
    for (const { customerId, baskets } of page)
      for (const { id, at, lines } of purchasesIn(baskets))
        for (const item of new Set(lines.map((line) => line.item))) {
          byCustomer.add(customerId, item, at);
          byOrder.add(id, item, null);
        }
  return { byCustomer: byCustomer.finish(), byOrder: byOrder.finish() };
}

async function tableOf(
  interactions: Interactions,
  { neighboursBy, lambda }: Choice,
  linear: LinearAlgebra,
): Promise<NeighbourTable> {
  switch (neighboursBy) {
    case 'ease':
      return easeTable(await trainEase(interactions, { lambda, linear }));
    case 'item-knn':
      return trainItemKnn(interactions);
  }
}

/** How the blend that was chosen did. */
function qualityOf({ tried, blend }: Choice): RankingQuality | null {
  return tried.find((one) => one.blend === blend)?.quality ?? null;
}

/** Fits everything. Up to `MOST_EASE_ITEMS` items time is that of four inversions of their square; memory that of two squares. */
export async function trainShop(
  interactions: Interactions,
  { at, linear }: { readonly at: Instant; readonly linear: LinearAlgebra },
): Promise<ShopRecommender> {
  const { itemIds, customerIds, items } = interactions;
  const methods: readonly NeighboursBy[] = [itemIds.length <= MOST_EASE_ITEMS ? 'ease' : 'item-knn'];
  const judging = { linear, k: JUDGED_AT, methods };
  const discovering = await chooseBlend(interactions, { ...judging, excludeSeen: true });
  const { lambda } = discovering;
  const anything = await chooseBlend(interactions, { ...judging, lambda, excludeSeen: false });
  const [ofDiscovery, ofAnything] = [qualityOf(discovering), qualityOf(anything)];
  return {
    at,
    method: discovering.neighboursBy,
    customers: customerIds.length,
    interactions: items.length,
    itemIds,
    table: await tableOf(interactions, discovering, linear),
    popularity: popularityOf(interactions),
    gapDays: reorderGaps(interactions),
    discover: discovering.blend,
    anything: anything.blend,
    quality:
      ofDiscovery === null || ofAnything === null ? null : { discover: ofDiscovery, anything: ofAnything },
  };
}
