/**
 * The leaky bucket: month by month how many customers came, came back, stayed and were lost, where new ones may hide the loss of
 * old ones while sales look unchanged. A customer is lost who passes into decline, and back who leaves it; whoever came and was
 * lost within one month counts in both. At the end = at the start + new + returned − lost.
 */
import { isoMonth, type Month } from './months.ts';
import type { MonthStep } from './monthWalk.ts';
import type { BucketMonth } from './sevenPAnswer.ts';

const FIGURES = ['start', 'new', 'returned', 'lost', 'lostOfStart', 'orders', 'revenueMinor'] as const;
type Counts = Record<(typeof FIGURES)[number], number>;

function noCounts(): Counts {
  return { start: 0, new: 0, returned: 0, lost: 0, lostOfStart: 0, orders: 0, revenueMinor: 0 };
}

export class LeakyBucket {
  private readonly byMonth = new Map<Month, Counts>();

  private countsOf(month: Month): Counts {
    const known = this.byMonth.get(month) ?? noCounts();
    this.byMonth.set(month, known);
    return known;
  }

  add({ month, from, to, orders, revenueMinor }: MonthStep): void {
    const counts = this.countsOf(month);
    const isGone = to === 'decline';
    counts.orders += orders;
    counts.revenueMinor += revenueMinor;
    if (from === null) {
      counts.new += 1;
      if (isGone) counts.lost += 1;
    } else if (from === 'decline') {
      if (!isGone) counts.returned += 1;
    } else {
      counts.start += 1;
      if (isGone) counts.lost += 1;
      if (isGone) counts.lostOfStart += 1;
    }
  }

  merge(other: LeakyBucket): void {
    for (const [month, theirs] of other.byMonth) {
      const ours = this.countsOf(month);
      for (const figure of FIGURES) ours[figure] += theirs[figure];
    }
  }

  /** The last `most` months up to `last`, oldest first. */
  months(last: Month, most: number): BucketMonth[] {
    const known = [...this.byMonth.keys()];
    const first = Math.max(Math.min(last + 1, ...known), last - most + 1);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
      const counts = this.byMonth.get(first + i) ?? noCounts();
      const { start, returned, lost, lostOfStart, orders, revenueMinor } = counts;
      return {
        month: isoMonth(first + i),
        start,
        new: counts.new,
        returned,
        lost,
        end: start + counts.new + returned - lost,
        retention: start === 0 ? null : 1 - lostOfStart / start,
        orders,
        revenueMinor,
      };
    });
  }
}
