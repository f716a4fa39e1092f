/**
 * One table of the fake: partitions of sorted items, the two sparse indexes of keys, and a scan in the order of the partitions'
 * hashes. An index follows its table at once, or as many writes later as `indexLag` says.
 */
import { hash32 } from '../../../core/chance.ts';
import { compareText } from '../../../adapters/records/textOrder.ts';
import { type Item, keyText } from './item.ts';
import { type Keyed, SortedEntries } from './sortedEntries.ts';

export const INDEXES = ['due', 'list'] as const;
export type IndexName = (typeof INDEXES)[number];

export interface Entry extends Keyed {
  readonly item: Item;
}

interface Partition {
  readonly pk: string;
  readonly place: number;
  readonly entries: SortedEntries<Entry>;
}

/** Where a scan goes on, and how far its segment reaches. */
export interface ScanRange {
  readonly segment: number;
  readonly segments: number;
  readonly after: { readonly pk: string; readonly sk: string } | null;
}

const HASHES = 2 ** 32;
const SEED = 77;

function comparePlaces(a: Pick<Partition, 'place' | 'pk'>, b: Pick<Partition, 'place' | 'pk'>): number {
  return a.place - b.place || compareText(a.pk, b.pk);
}

/** The keys of an item as an index holds them; null where the item is not in it. Throws where one of the two is no text. */
function indexEntry(index: IndexName, item: Item | undefined): { pk: string; entry: Entry } | null {
  const [pkName, skName] = [`${index}Pk`, `${index}Sk`];
  if (item === undefined || item[pkName] === undefined || item[skName] === undefined) return null;
  const [pk, sk] = [keyText(item, pkName, false), keyText(item, skName, true)];
  const own = { pk: keyText(item, 'pk', false), sk: keyText(item, 'sk', true) };
  const keys = { ...own, [pkName]: pk, [skName]: sk };
  return { pk, entry: { order: [sk, own.pk, own.sk], item: keys } };
}

export class FakeTable {
  private readonly partitions = new Map<string, Partition>();
  private inOrder: Partition[] | null = null;
  private readonly indexes: Readonly<Record<IndexName, Map<string, SortedEntries<Entry>>>> = {
    due: new Map(),
    list: new Map(),
  };
  private readonly behind: (() => void)[] = [];
  /** Writes the indexes are behind by. */
  indexLag = 0;

  get(pk: string, sk: string): Item | undefined {
    return this.partitions.get(pk)?.entries.find([sk])?.item;
  }

  partition(pk: string): SortedEntries<Entry> | undefined {
    return this.partitions.get(pk)?.entries;
  }

  index(index: IndexName, pk: string): SortedEntries<Entry> | undefined {
    return this.indexes[index].get(pk);
  }

  /** The fake has checked the item already. */
  put(item: Item): void {
    const [pk, sk] = [keyText(item, 'pk', false), keyText(item, 'sk', true)];
    const before = this.get(pk, sk);
    let known = this.partitions.get(pk);
    if (known === undefined) {
      known = { pk, place: hash32(SEED, pk), entries: new SortedEntries() };
      this.partitions.set(pk, known);
      this.inOrder = null;
    }
    known.entries.put({ order: [sk], item });
    this.follow(before, item);
  }

  remove(pk: string, sk: string): void {
    const known = this.partitions.get(pk);
    const before = known?.entries.find([sk])?.item;
    if (known === undefined || before === undefined) return;
    known.entries.remove([sk]);
    if (known.entries.size === 0) {
      this.partitions.delete(pk);
      this.inOrder = null;
    }
    this.follow(before, undefined);
  }

  /** Checks what `put` rests on. */
  static check(item: Item): void {
    keyText(item, 'pk', false);
    keyText(item, 'sk', true);
    for (const index of INDEXES) indexEntry(index, item);
  }

  /** The indexes catch up, whatever the lag. */
  catchUp(): void {
    for (const move of this.behind.splice(0)) move();
  }

  private follow(before: Item | undefined, after: Item | undefined): void {
    this.behind.push(() => {
      for (const index of INDEXES) this.move(index, before, after);
    });
    while (this.behind.length > this.indexLag) this.behind.shift()?.();
  }

  private move(index: IndexName, before: Item | undefined, after: Item | undefined): void {
    const [from, to] = [indexEntry(index, before), indexEntry(index, after)];
    const entries = this.indexes[index];
    if (from !== null) {
      const left = entries.get(from.pk);
      left?.remove(from.entry.order);
      if (left?.size === 0) entries.delete(from.pk);
    }
    if (to === null) return;
    const known = entries.get(to.pk);
    if (known !== undefined) known.put(to.entry);
    else {
      const made = new SortedEntries<Entry>();
      made.put(to.entry);
      entries.set(to.pk, made);
    }
  }

  /** Items of a segment, from a place on. */
  *scan({ segment, segments, after }: ScanRange): Generator<Item> {
    this.inOrder ??= [...this.partitions.values()].sort(comparePlaces);
    const all = this.inOrder;
    const from = after === null ? null : { pk: after.pk, place: hash32(SEED, after.pk) };
    for (let n = from === null ? 0 : firstFrom(all, from); n < all.length; n += 1) {
      const partition = all[n];
      if (partition === undefined) return;
      if (Math.floor((partition.place / HASHES) * segments) !== segment) continue;
      const { entries } = partition;
      const isSame = after !== null && partition.pk === after.pk;
      let place = isSame ? entries.placeOf([after.sk, '']) : 0;
      for (; place < entries.size; place += 1) {
        const entry = entries.at(place);
        if (entry !== undefined) yield entry.item;
      }
    }
  }

  /** Everything there is, for a test that looks at the whole. */
  *all(): Generator<Item> {
    yield* this.scan({ segment: 0, segments: 1, after: null });
  }
}

function firstFrom(all: readonly Partition[], from: Pick<Partition, 'place' | 'pk'>): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = all[middle];
    if (there !== undefined && comparePlaces(there, from) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
