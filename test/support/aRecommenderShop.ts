/** A small shop whose customers have clear tastes: who buys tea buys a pot, who buys coffee a grinder; beans and leaves run out. */
import type { Basket, PersonBaskets } from '../../core/recommend/baskets.ts';
import { customerId } from '../../core/ids.ts';
import { plainLinearAlgebra } from '../../core/linear/plainLinearAlgebra.ts';
import type { Catalogue } from '../../core/recommend/catalogue.ts';
import { factsOf } from '../../core/recommend/catalogue.ts';
import type { RecommendWith } from '../../core/recommend/recommendFor.ts';
import { collectPurchasesOf, trainShop } from '../../core/recommend/shopRecommender.ts';
import { DAY_MS } from '../../core/time.ts';

export const TODAY = 1_773_100_800_000;

export function aBasket(daysAgo: number, items: readonly string[], more: Partial<Basket> = {}): Basket {
  return {
    id: `order-${daysAgo}`,
    at: TODAY - daysAgo * DAY_MS,
    amountMinor: 100 * items.length,
    lines: items.map((item) => ({ item, quantity: 1, priceMinor: 100 })),
    ...more,
  };
}

/** What was given back. */
export function aRefund(daysAgo: number, items: readonly string[]): Basket {
  return aBasket(daysAgo, items, { id: `refund-${daysAgo}`, amountMinor: -100 });
}

function person(n: number): PersonBaskets {
  const isTea = n % 2 === 0;
  const [used, tool, cup] = isTea ? ['leaves', 'pot', 'tea-cup'] : ['beans', 'grinder', 'coffee-cup'];
  const id = customerId(`p${String(n).padStart(3, '0')}`);
  const baskets = [
    aBasket(100 + (n % 7), [used, tool], { id: `${id}-1` }),
    aBasket(70 + (n % 5), n % 3 === 0 ? [used] : [used, cup], { id: `${id}-2` }),
    aBasket(40 + (n % 3), n % 10 === 9 ? [used, 'towel'] : [used], { id: `${id}-3` }),
  ];
  return { customerId: id, baskets };
}

/** 80 people, half of them for tea. */
export const SHOPPERS: readonly PersonBaskets[] = Array.from({ length: 80 }, (_, n) => person(n));

export const CATALOGUE: Catalogue = {
  currency: 'USD',
  items: [
    {
      item: 'leaves',
      name: 'Tea leaves',
      nameZh: '茶叶',
      category: 'tea',
      priceMinor: 1_500,
      durable: false,
    },
    { item: 'pot', name: 'Tea pot', category: 'tea', priceMinor: 4_000, durable: true },
    { item: 'tea-cup', category: 'tea', priceMinor: 900, costMinor: 300 },
    { item: 'beans', category: 'coffee', priceMinor: 1_200, costMinor: 1_000, durable: false },
    { item: 'grinder', category: 'coffee', priceMinor: 9_000, durable: true },
    { item: 'coffee-cup', category: 'coffee', priceMinor: 1_000, stock: 0 },
  ],
};

async function* onePage() {
  yield SHOPPERS;
}

export async function aRecommenderShop(catalogue: Catalogue = CATALOGUE): Promise<RecommendWith> {
  const { byCustomer } = await collectPurchasesOf(onePage());
  const shop = await trainShop(byCustomer, { at: TODAY, linear: plainLinearAlgebra });
  const places = new Map(shop.itemIds.map((item, place) => [item, place]));
  return { shop, places, facts: factsOf(catalogue) };
}
