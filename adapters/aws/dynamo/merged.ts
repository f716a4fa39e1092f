/**
 * One list out of several: the entries of many ranges of an index merged by their sort keys, read on as they are used up, and
 * the items behind them. An index is a moment old: an item may be gone, or stand in two ranges at once; each comes once.
 */
import { compareText } from '../../records/textOrder.ts';
import { keyText } from './itemKey.ts';
import type { IndexEntry, IndexRange, ItemRead, Tables } from './tables.ts';

/** Reads one range in small pieces. */
class Cursor {
  isDone = false;
  private readonly tables: Tables;
  private readonly range: IndexRange;
  private readonly piece: number;
  private entries: readonly IndexEntry[] = [];
  private place = 0;
  private after: string | null = null;

  constructor(tables: Tables, range: IndexRange, piece: number) {
    this.tables = tables;
    this.range = range;
    this.piece = piece;
  }

  get head(): IndexEntry | undefined {
    return this.entries[this.place];
  }

  get isEmpty(): boolean {
    return !this.isDone && this.place >= this.entries.length;
  }

  step(): void {
    this.place += 1;
  }

  async refill(): Promise<void> {
    const from = this.after === null ? {} : { after: this.after };
    this.entries = await this.tables.allEntries({ ...this.range, ...from, limit: this.piece });
    this.place = 0;
    this.after = this.entries.at(-1)?.sort ?? this.after;
    this.isDone = this.entries.length < this.piece;
  }
}

function lowest(cursors: readonly Cursor[]): Cursor | null {
  let found: { cursor: Cursor; sort: string } | null = null;
  for (const cursor of cursors) {
    const sort = cursor.head?.sort;
    if (sort !== undefined && (found === null || compareText(sort, found.sort) < 0)) found = { cursor, sort };
  }
  return found?.cursor ?? null;
}

/** Entries of all ranges in the order of their sort keys, in batches. */
export async function* mergedEntries(
  tables: Tables,
  ranges: readonly IndexRange[],
  batch: number,
): AsyncGenerator<readonly IndexEntry[]> {
  const piece = Math.max(1, Math.ceil((2 * batch) / Math.max(1, ranges.length)));
  const cursors = ranges.map((range) => new Cursor(tables, range, piece));
  let open: IndexEntry[] = [];
  let before = '';
  for (;;) {
    await Promise.all(cursors.filter(({ isEmpty }) => isEmpty).map((cursor) => cursor.refill()));
    const cursor = lowest(cursors);
    const entry = cursor?.head;
    if (cursor === null || entry === undefined) break;
    cursor.step();
    const text = keyText(entry.key);
    if (text !== before) open.push(entry);
    before = text;
    if (open.length < batch) continue;
    yield open;
    open = [];
  }
  if (open.length > 0) yield open;
}

/** The items themselves, those that are still there. */
export async function* mergedItems(
  tables: Tables,
  ranges: readonly IndexRange[],
  batch: number,
): AsyncGenerator<readonly ItemRead[]> {
  for await (const entries of mergedEntries(tables, ranges, batch)) {
    const found = await tables.get(entries.map(({ key }) => key));
    yield entries.flatMap(({ key }) => found.get(keyText(key)) ?? []);
  }
}
