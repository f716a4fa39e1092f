/** Fills one basket: taste chooses the category, price leaning the product; used-up goods are bought again, durables not. */
import type { OrderLine } from '../../core/customer/order.ts';
import { CATEGORIES, type Product, productsOf } from './catalogue.ts';
import { type Random, weighted } from './random.ts';
import type { Shopper } from './shopper.ts';

const MOST_LINES = 6;
const REPEAT_SHARE = 0.45;

/** Weight of each product of a category: the popular first, then how the price suits. */
function weights(products: readonly Product[], leaning: number, owned: ReadonlySet<string>): number[] {
  const typical = Math.exp(
    products.reduce((sum, { priceMinor }) => sum + Math.log(priceMinor), 0) / products.length,
  );
  return products.map(({ sku, priceMinor, replenishDays }, rank) => {
    if (replenishDays === null && owned.has(sku)) return 0.02;
    const away = Math.log(priceMinor / typical) - leaning;
    return Math.exp(-away * away) / (rank + 2);
  });
}

function nextProduct(
  random: Random,
  shopper: Shopper,
  owned: ReadonlySet<string>,
  usedUp: readonly Product[],
): Product | undefined {
  if (usedUp.length > 0 && random.next() < REPEAT_SHARE) return usedUp[random.below(usedUp.length)];
  const category = CATEGORIES[weighted(random, shopper.taste)];
  const products = category === undefined ? [] : productsOf(category);
  return products[weighted(random, weights(products, shopper.priceLeaning, owned))];
}

function lineCount(random: Random, mean: number): number {
  let count = 1;
  for (let left = mean - random.exponential(); left > 0 && count < MOST_LINES; left -= random.exponential())
    count += 1;
  return count;
}

/** Lines of one order, each product once; `bought` is what this customer has bought before and is added to. */
export function fillBasket(random: Random, shopper: Shopper, bought: Map<string, Product>): OrderLine[] {
  const usedUp = [...bought.values()].filter(({ replenishDays }) => replenishDays !== null);
  const owned = new Set(bought.keys());
  const lines = new Map<string, OrderLine>();
  for (let i = lineCount(random, shopper.furtherLines); i > 0; i -= 1) {
    const product = nextProduct(random, shopper, owned, usedUp);
    if (product === undefined || lines.has(product.sku)) continue;
    const several = product.replenishDays !== null && random.next() < 0.25;
    const quantity = several ? 2 + random.below(2) : 1;
    lines.set(product.sku, { item: product.sku, quantity, priceMinor: product.priceMinor });
    bought.set(product.sku, product);
  }
  return [...lines.values()];
}

/** What the lines come to, in minor units; lines without a price count nothing. */
export function linesTotalMinor(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, { quantity, priceMinor }) => sum + quantity * (priceMinor ?? 0), 0);
}
