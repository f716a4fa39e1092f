/**
 * Published versions: immutable, numbered from 1, each in an item (or some) of its own. A row beside them names the newest;
 * a version is published in one transaction with that row, so of two who publish at once one is second and reads again.
 */
import type { ItemKey } from './itemKey.ts';
import { keyOf } from './keys.ts';
import { packed, type Piece, unpacked } from './packed.ts';
import type { ItemRead, Tables } from './tables.ts';
import { transact, type Transaction } from './transaction.ts';

export interface VersionsKeys {
  /** The row of the newest version. */
  readonly newest: (id: string) => ItemKey;
  readonly version: (id: string, version: number) => ItemKey;
}

/** The newest version as its row names it, with its text where that fits. */
interface Newest {
  readonly id: string;
  readonly version: number;
  readonly pieces: readonly Piece[];
}

/** Of a text in one item; others are read from the version's own items. */
const KEPT_WITH_NEWEST_CHARS = 100_000;

/** The place of a version's further pieces: behind its own. */
function pieceKey(key: ItemKey, place: number): ItemKey {
  return place === 0 ? key : { ...key, sk: `${key.sk}.${place}` };
}

export class Versions<Published extends { readonly version: number }> {
  private readonly tables: Tables;
  private readonly keys: VersionsKeys;
  private readonly read: (json: string) => Published;

  constructor(tables: Tables, keys: VersionsKeys, read: (json: string) => Published) {
    this.tables = tables;
    this.keys = keys;
    this.read = read;
  }

  async at(id: string, version: number): Promise<Published | null> {
    const key = this.keys.version(id, version);
    const head = await this.tables.one(key);
    if (head === null) return null;
    const first: Piece = JSON.parse(head.body);
    const others = Array.from({ length: first.of - 1 }, (_, place) => pieceKey(key, place + 1));
    const found = others.length === 0 ? null : await this.tables.get(others);
    const pieces = found === null ? [] : [...found.values()].sort(comparePlaces);
    const more = pieces.map(({ body }): Piece => JSON.parse(body));
    return this.read(unpacked([first, ...more]));
  }

  async newest(id: string): Promise<Published | null> {
    const row = await this.tables.one(this.keys.newest(id));
    return row === null ? null : this.ofRow(row);
  }

  private async ofRow({ body }: ItemRead): Promise<Published | null> {
    const { id, version, pieces }: Newest = JSON.parse(body);
    return pieces.length > 0 ? this.read(unpacked(pieces)) : this.at(id, version);
  }

  /** By id: one query, and one read more for each that is long. */
  async allNewest(): Promise<Published[]> {
    const rows = await this.rows();
    const found = await Promise.all(rows.map((row) => this.ofRow(row)));
    return found.filter((one) => one !== null);
  }

  async ids(): Promise<string[]> {
    return (await this.rows()).map(({ body }): string => {
      const { id }: Newest = JSON.parse(body);
      return id;
    });
  }

  private rows(): Promise<ItemRead[]> {
    const { table, pk } = this.keys.newest('');
    return this.tables.allItems({ table, pk });
  }

  /** Publishes what `next` makes of the newest, unless that says the same; the version in force, and whether it is new. */
  publish(
    id: string,
    saysTheSame: (newest: Published) => boolean,
    next: (version: number) => Published,
  ): Promise<{ version: number; changed: boolean }> {
    return transact(this.tables, async (tx) => {
      const key = this.keys.newest(id);
      const row = await tx.get(key);
      const newest = row === null ? null : await this.ofRow(row);
      if (newest !== null && saysTheSame(newest)) return { version: newest.version, changed: false };
      const published = next((newest?.version ?? 0) + 1);
      const { version } = published;
      const pieces = packed(published);
      for (const [place, body] of pieces.entries())
        tx.insert(pieceKey(this.keys.version(id, version), place), { body });
      const fits = pieces.length === 1 && pieces[0].text.length <= KEPT_WITH_NEWEST_CHARS;
      const body: Newest = { id, version, pieces: fits ? pieces : [] };
      tx.put(key, { body });
      configChanged(tx);
      return { version, changed: true };
    });
  }
}

function comparePlaces(a: ItemRead, b: ItemRead): number {
  return placeIn(a.key.sk) - placeIn(b.key.sk);
}

function placeIn(sk: string): number {
  return Number(sk.slice(sk.indexOf('.') + 1));
}

/** Readers are to look again. */
export function configChanged(tx: Transaction): void {
  tx.add(keyOf.version(), { version: 1 });
}
