/**
 * Who bought what, as compressed rows: a row a customer, a cell an item they bought, each pair once with how often, on how
 * many days, when first and when last. Customers and items stand in ascending order of code points, so that the same purchases
 * in any order give the same table. What is bought without a date counts, and says nothing about rhythm.
 */
import { compareText } from '../textOrder.ts';
import { type Instant, utcDay } from '../time.ts';

/** A customer's cells, items ascending; the arrays run in parallel. */
export interface HistoryRow {
  /** Places in the list of items. */
  readonly items: Int32Array;
  /** Times bought, 1 or more. */
  readonly counts: Int32Array;
  /** Distinct UTC days of the purchases with a date. */
  readonly days: Int32Array;
  /** NaN where no purchase has a date. */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
}

export interface Interactions extends HistoryRow {
  readonly customerIds: readonly string[];
  readonly itemIds: readonly string[];
  /** Where each customer's cells begin; one more than there are customers. */
  readonly starts: Int32Array;
}

export interface Purchases {
  /** A purchase; `at` is null where its date is not known. */
  add(customer: string, item: string, at: Instant | null): void;
  /** O(p log p) in the purchases. */
  finish(): Interactions;
}

/** Numbers texts in the sequence they come. */
class Numbering {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** The texts in order, and for each number its place there. */
  inOrder(): { ids: string[]; places: Int32Array } {
    const order = this.texts.map((_, i) => i);
    order.sort((a, b) => compareText(this.texts[a] ?? '', this.texts[b] ?? ''));
    const places = new Int32Array(order.length);
    for (const [place, number] of order.entries()) places[number] = place;
    return { ids: order.map((number) => this.texts[number] ?? ''), places };
  }
}

/** Places of the entries so that `keys` ascend, entries of one key in the sequence of `order`. */
function sortBy(keys: Int32Array, order: Int32Array, distinct: number): Int32Array {
  const next = new Int32Array(distinct + 1);
  for (const key of keys) next[key + 1] = (next[key + 1] ?? 0) + 1;
  for (let key = 0; key < distinct; key += 1) next[key + 1] = (next[key + 1] ?? 0) + (next[key] ?? 0);
  const sorted = new Int32Array(order.length);
  for (const entry of order) {
    const key = keys[entry] ?? 0;
    const place = next[key] ?? 0;
    sorted[place] = entry;
    next[key] = place + 1;
  }
  return sorted;
}

interface Cell {
  readonly count: number;
  readonly days: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

function cellOf(times: readonly number[]): Cell {
  const dated = times.filter((at) => !Number.isNaN(at));
  const days = new Set(dated.map(utcDay)).size;
  if (days === 0) return { count: times.length, days, firstAt: Number.NaN, lastAt: Number.NaN };
  const [firstAt, lastAt] = [Math.min(...dated), Math.max(...dated)];
  return { count: times.length, days, firstAt, lastAt };
}

interface Entries {
  readonly customers: Int32Array;
  readonly items: Int32Array;
  readonly times: readonly number[];
}

/** Folds entries sorted by customer and item into cells. */
function fold({ customers, items, times }: Entries, order: Int32Array, rows: number) {
  const cells: Cell[] = [];
  const cellItems: number[] = [];
  const starts = new Int32Array(rows + 1);
  let from = 0;
  while (from < order.length) {
    const [customer, item] = [customers[order[from] ?? 0] ?? 0, items[order[from] ?? 0] ?? 0];
    const of: number[] = [];
    let to = from;
    while (to < order.length && customers[order[to] ?? 0] === customer && items[order[to] ?? 0] === item) {
      of.push(times[order[to] ?? 0] ?? Number.NaN);
      to += 1;
    }
    cells.push(cellOf(of));
    cellItems.push(item);
    starts[customer + 1] = cells.length;
    from = to;
  }
  return { cells, cellItems, starts };
}

export function collectPurchases(): Purchases {
  const customers = new Numbering();
  const items = new Numbering();
  const customerOf: number[] = [];
  const itemOf: number[] = [];
  const times: number[] = [];
  return {
    add(customer, item, at) {
      customerOf.push(customers.of(customer));
      itemOf.push(items.of(item));
      times.push(at ?? Number.NaN);
    },
    finish() {
      const rows = customers.inOrder();
      const columns = items.inOrder();
      const entries = {
        customers: Int32Array.from(customerOf, (number) => rows.places[number] ?? 0),
        items: Int32Array.from(itemOf, (number) => columns.places[number] ?? 0),
        times,
      };
      const asTheyCame = Int32Array.from(times, (_, entry) => entry);
      const byItem = sortBy(entries.items, asTheyCame, columns.ids.length);
      const order = sortBy(entries.customers, byItem, rows.ids.length);
      const { cells, cellItems, starts } = fold(entries, order, rows.ids.length);
      return {
        customerIds: rows.ids,
        itemIds: columns.ids,
        starts,
        items: Int32Array.from(cellItems),
        counts: Int32Array.from(cells, ({ count }) => count),
        days: Int32Array.from(cells, ({ days }) => days),
        firstAt: Float64Array.from(cells, ({ firstAt }) => firstAt),
        lastAt: Float64Array.from(cells, ({ lastAt }) => lastAt),
      };
    },
  };
}

/** A customer's row, sharing the table's memory. */
export function rowOf(interactions: Interactions, customer: number): HistoryRow {
  const [from = 0, to = 0] = interactions.starts.subarray(customer, customer + 2);
  const { items, counts, days, firstAt, lastAt } = interactions;
  return {
    items: items.subarray(from, to),
    counts: counts.subarray(from, to),
    days: days.subarray(from, to),
    firstAt: firstAt.subarray(from, to),
    lastAt: lastAt.subarray(from, to),
  };
}

/** The latest date of any purchase; null where none has one. */
export function lastDate({ lastAt }: Interactions): Instant | null {
  let last: Instant | null = null;
  for (const at of lastAt) if (!Number.isNaN(at) && (last === null || at > last)) last = at;
  return last;
}

/** How many customers bought each item. */
export function buyersOf({ items, itemIds }: Interactions): Int32Array {
  const buyers = new Int32Array(itemIds.length);
  for (const item of items) buyers[item] = (buyers[item] ?? 0) + 1;
  return buyers;
}
