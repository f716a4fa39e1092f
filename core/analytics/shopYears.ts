/** The last year of a shop beside the year before: who bought, how often and for how much, and who came back. */
import type { OrderHistory } from '../customer/order.ts';
import type { UtcDay } from '../time.ts';
import type { YearFigures } from './sevenPAnswer.ts';

interface Year {
  customers: number;
  orders: number;
  revenueMinor: number;
}

function figuresOf({ customers, orders, revenueMinor }: Year): YearFigures {
  return {
    customers,
    orders,
    revenueMinor,
    orderMinor: orders === 0 ? null : Math.round(revenueMinor / orders),
  };
}

function addYear(into: Year, from: Year): void {
  into.customers += from.customers;
  into.orders += from.orders;
  into.revenueMinor += from.revenueMinor;
}

export class ShopYears {
  private readonly last: Year = { customers: 0, orders: 0, revenueMinor: 0 };
  private readonly before: Year = { customers: 0, orders: 0, revenueMinor: 0 };
  private kept = 0;
  private won = 0;
  private readonly lastFrom: UtcDay;
  private readonly beforeFrom: UtcDay;

  /** `endDay` is the first day that does not count. */
  constructor(endDay: UtcDay, yearDays: number) {
    this.lastFrom = endDay - yearDays;
    this.beforeFrom = endDay - 2 * yearDays;
  }

  add({ days, dayMinor }: OrderHistory): void {
    const last: Year = { customers: 0, orders: 0, revenueMinor: 0 };
    const before: Year = { customers: 0, orders: 0, revenueMinor: 0 };
    for (const [i, day] of days.entries()) {
      if (day < this.beforeFrom) continue;
      const year = day >= this.lastFrom ? last : before;
      year.customers = 1;
      year.orders += 1;
      year.revenueMinor += dayMinor[i] ?? 0;
    }
    addYear(this.last, last);
    addYear(this.before, before);
    if (last.customers === 1 && before.customers === 1) this.kept += 1;
    const [firstDay] = days;
    if (firstDay !== undefined && firstDay >= this.lastFrom) this.won += 1;
  }

  merge(other: ShopYears): void {
    addYear(this.last, other.last);
    addYear(this.before, other.before);
    this.kept += other.kept;
    this.won += other.won;
  }

  /** Of those who bought in the year before, who bought in the last; null where nobody did. */
  retention(): number | null {
    return this.before.customers === 0 ? null : this.kept / this.before.customers;
  }

  /** Whose first order was in the last year. */
  newcomers(): number {
    return this.won;
  }

  figures(): { lastYear: YearFigures; yearBefore: YearFigures } {
    return { lastYear: figuresOf(this.last), yearBefore: figuresOf(this.before) };
  }
}
