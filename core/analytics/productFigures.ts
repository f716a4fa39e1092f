/** What orders with lines say of a shop's products. What was given back does not count. */
import { isReturned, type PersonBaskets } from '../recommend/baskets.ts';
import type { Instant } from '../time.ts';
import type { ProductFigures } from './sevenPAnswer.ts';

/** Collects baskets made at or after `since`. */
export class ProductCounter {
  private readonly quantities = new Map<string, number>();
  private orders = 0;
  private items = 0;
  private readonly since: Instant;

  constructor(since: Instant) {
    this.since = since;
  }

  add({ baskets }: PersonBaskets): void {
    for (const basket of baskets) {
      if (basket.at < this.since) continue;
      const bought = basket.lines.filter((line) => !isReturned(basket, line));
      if (bought.length === 0) continue;
      this.orders += 1;
      this.items += new Set(bought.map(({ item }) => item)).size;
      for (const { item, quantity } of bought)
        this.quantities.set(item, (this.quantities.get(item) ?? 0) + quantity);
    }
  }

  /** Null without an order that has lines. */
  figures(): ProductFigures | null {
    if (this.orders === 0) return null;
    const sold = [...this.quantities.values()].sort((a, b) => b - a);
    const total = sold.reduce((sum, one) => sum + one, 0);
    const best = sold.slice(0, Math.ceil(sold.length / 10)).reduce((sum, one) => sum + one, 0);
    return {
      items: sold.length,
      orders: this.orders,
      itemsPerOrder: this.items / this.orders,
      topTenthShare: total === 0 ? null : best / total,
    };
  }
}
