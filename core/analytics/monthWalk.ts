/**
 * The stages of customers from month to month, by the stage on the first morning of each: what the transition matrix and the
 * leaky bucket are counted from. One rhythm of the shop holds throughout, the present one, so a change of stage is a change of
 * the customer and never of the yardstick.
 */
import type { OrderHistory } from '../customer/order.ts';
import type { Stage } from '../lifecycle/lifecycle.ts';
import { type UtcDay, utcDay } from '../time.ts';
import { firstDayOf, type Month, MonthCursor } from './months.ts';
import { stagesOn } from './stageWalk.ts';
import type { ViewContext } from './view.ts';

/** One month of one customer that began before its end. */
export interface MonthStep {
  readonly month: Month;
  /** On the first morning of the month; null where the first order came within it. */
  readonly from: Stage | null;
  /** On the first morning of the month after. */
  readonly to: Stage;
  /** Orders of one day count once. */
  readonly orders: number;
  /** Purchases within the month. */
  readonly revenueMinor: number;
}

/** Months that are over by the end, of anyone. */
export class MonthWalk {
  private readonly months = new MonthCursor();
  private readonly lastMorning: Month;
  private readonly context: ViewContext;

  constructor(context: ViewContext) {
    this.context = context;
    this.lastMorning = this.months.of(utcDay(context.until));
  }

  /** The last month that is over. */
  get lastMonth(): Month {
    return this.lastMorning - 1;
  }

  private bought(history: OrderHistory, from: UtcDay, to: UtcDay): { orders: number; revenueMinor: number } {
    let [orders, revenueMinor] = [0, 0];
    for (const [i, day] of history.days.entries()) {
      if (day < from || day >= to) continue;
      orders += 1;
      revenueMinor += history.dayMinor[i] ?? 0;
    }
    return { orders, revenueMinor };
  }

  /** From the month of the first order on. */
  steps(history: OrderHistory): MonthStep[] {
    const { model, settings } = this.context;
    const [firstDay] = history.days;
    if (firstDay === undefined) return [];
    const first = this.months.of(firstDay);
    const mornings = Array.from({ length: Math.max(0, this.lastMorning - first) + 1 }, (_, i) =>
      firstDayOf(first + i),
    );
    const stages = stagesOn(mornings, history.days, model.rhythm, settings.lifecycle);
    return mornings.slice(1).flatMap((morning, i) => {
      const to = stages[i + 1] ?? null;
      const from = mornings[i] ?? morning;
      if (to === null) return [];
      return [{ month: first + i, from: stages[i] ?? null, to, ...this.bought(history, from, morning) }];
    });
  }
}
