/**
 * Quantiles by linear interpolation between order statistics (Hyndman & Fan 1996, type 7): position (n − 1)·p.
 * Exact on counts too, so that segments can be summarised apart and merged.
 */

/** Quantile `p` in [0, 1] of ascending values; null when there are none. */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number | null {
  if (sorted.length === 0) return null;
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (high - low) * (position - below);
}

/** How often each whole number of days was seen; index = days. Merging two is adding them. */
export class DayCounts {
  private counts: number[] = [];
  total = 0;

  /** From a list as `list` gives it. */
  static of(list: readonly number[]): DayCounts {
    const counts = new DayCounts();
    list.forEach((times, days) => {
      if (times > 0) counts.add(days, times);
    });
    return counts;
  }

  /** Times seen by days. */
  list(): readonly number[] {
    return this.counts;
  }

  add(days: number, times = 1): void {
    while (this.counts.length <= days) this.counts.push(0);
    this.counts[days] = (this.counts[days] ?? 0) + times;
    this.total += times;
  }

  merge(other: DayCounts): void {
    other.counts.forEach((times, days) => {
      if (times > 0) this.add(days, times);
    });
  }

  /** The k-th smallest, 0-based; k must be below `total`. */
  private nth(k: number): number {
    let seen = 0;
    for (let days = 0; days < this.counts.length; days += 1) {
      seen += this.counts[days] ?? 0;
      if (seen > k) return days;
    }
    return Math.max(0, this.counts.length - 1);
  }

  /** Same rule as `quantileSorted`; null without counts. O(largest day). */
  quantile(p: number): number | null {
    if (this.total === 0) return null;
    const position = (this.total - 1) * p;
    const below = Math.floor(position);
    const low = this.nth(below);
    if (position === below) return low;
    return low + (this.nth(below + 1) - low) * (position - below);
  }
}
