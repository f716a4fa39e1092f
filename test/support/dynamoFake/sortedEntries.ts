/** Entries of one partition in the order of their keys. Finding is O(log n); a change moves what lies behind it. */
import { compareText } from '../../../adapters/records/textOrder.ts';

export interface Keyed {
  /** What entries are sorted by: the sort key, and in an index the item's own key behind it. */
  readonly order: readonly string[];
}

export function compareOrder(a: readonly string[], b: readonly string[]): number {
  for (let n = 0; n < a.length && n < b.length; n += 1) {
    const difference = compareText(a[n] ?? '', b[n] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export class SortedEntries<T extends Keyed> {
  private readonly entries: T[] = [];

  get size(): number {
    return this.entries.length;
  }

  at(place: number): T | undefined {
    return this.entries[place];
  }

  /** The first place at or behind an order; a shorter order lies before all it begins. */
  placeOf(order: readonly string[]): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareOrder(this.entries[middle]?.order ?? [], order) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  find(order: readonly string[]): T | undefined {
    const entry = this.entries[this.placeOf(order)];
    return entry !== undefined && compareOrder(entry.order, order) === 0 ? entry : undefined;
  }

  put(entry: T): void {
    const last = this.entries.at(-1);
    if (last === undefined || compareOrder(last.order, entry.order) < 0) {
      this.entries.push(entry);
      return;
    }
    const place = this.placeOf(entry.order);
    const known = this.entries[place];
    const isThere = known !== undefined && compareOrder(known.order, entry.order) === 0;
    this.entries.splice(place, isThere ? 1 : 0, entry);
  }

  remove(order: readonly string[]): void {
    const place = this.placeOf(order);
    const known = this.entries[place];
    if (known !== undefined && compareOrder(known.order, order) === 0) this.entries.splice(place, 1);
  }
}
