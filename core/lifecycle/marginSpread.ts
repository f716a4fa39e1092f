/**
 * How far customers differ in their margin, and how far the orders of one customer do: what the weight of somebody's own margin
 * rests on. Order j of customer i leaves a share X of its revenue w; X has the customer's own mean and the variance σ²/w, and
 * the means vary by a between customers (Bühlmann & Straub 1970). Both are estimated without bias, as by Bühlmann & Gisler
 * (2005, § 4.8):
 *
 *   σ² = Σᵢ Σⱼ wᵢⱼ (Xᵢⱼ − Xᵢ)² / Σᵢ (nᵢ − 1)
 *   a  = (Σᵢ wᵢ (Xᵢ − X)² − (I − 1) σ²) / (w − Σᵢ wᵢ² / w)
 *
 * and K = σ² / a is the revenue at which own and shop's count alike. Everything is a sum, so that people may come in any order.
 */
import type { MarginCredibility } from './marginFound.ts';

/** One order: revenue above 0, and what it left, in minor units. */
export interface OrderShare {
  readonly revenueMinor: number;
  readonly marginMinor: number;
}

/** Fewer people tell nothing of how people differ. */
const LEAST_PEOPLE = 30;
/** So many degrees of freedom within customers, that is orders beyond everybody's first. */
const LEAST_REPEATS = 30;

/** An order loses at most as much as it brings, so that one mistaken cost does not hide everything else. */
function bounded({ revenueMinor, marginMinor }: OrderShare): number {
  return Math.max(-revenueMinor, Math.min(revenueMinor, marginMinor));
}

export class MarginSpread {
  private people = 0;
  private repeats = 0;
  private orders = 0;
  private within = 0;
  private revenue = 0;
  private squares = 0;
  private margin = 0;
  /** Σᵢ wᵢ Xᵢ². */
  private byPerson = 0;

  /** Purchases of one customer, in any order; those that brought nothing are left out. */
  add(purchases: readonly OrderShare[]): void {
    let [revenue, margin, ofOrders, orders] = [0, 0, 0, 0];
    for (const order of purchases) {
      if (order.revenueMinor <= 0) continue;
      const left = bounded(order);
      revenue += order.revenueMinor;
      margin += left;
      ofOrders += (left * left) / order.revenueMinor;
      orders += 1;
    }
    if (orders === 0) return;
    const own = (margin * margin) / revenue;
    this.people += 1;
    this.orders += orders;
    this.repeats += orders - 1;
    this.within += Math.max(0, ofOrders - own);
    this.revenue += revenue;
    this.squares += revenue * revenue;
    this.margin += margin;
    this.byPerson += own;
  }

  /**
   * Null where too few were seen, or they differ no more than chance makes them. The prior is never less than a usual order:
   * one purchase is believed half at most, however alike everybody's orders are.
   */
  credibility(): MarginCredibility | null {
    const { people, repeats, revenue } = this;
    if (people < LEAST_PEOPLE || repeats < LEAST_REPEATS) return null;
    const within = this.within / repeats;
    const between = this.byPerson - (this.margin * this.margin) / revenue - (people - 1) * within;
    const spread = between / (revenue - this.squares / revenue);
    if (!(spread > 0)) return null;
    const priorMinor = Math.max(within / spread, revenue / this.orders);
    return { priorMinor, spread: Math.sqrt(spread), people };
  }
}
