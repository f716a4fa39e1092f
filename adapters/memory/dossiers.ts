/** Dossiers of the memory store, by kind, owner and id. */
import {
  type Dossier,
  type DossierKey,
  type DossierKind,
  type DossierPage,
  type DossierStore,
  type DossierWrite,
  ownerOfDossier,
} from '../../core/dossier.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { compareText } from '../records/textOrder.ts';

const PAGE = 1_000;

export interface DossierOptions {
  /** As much of a dossier as anybody will ever read; null of one that nobody does. Default: all of it. */
  readonly keepsOf?: (dossier: Dossier) => Dossier | null;
  /** Kinds of which there are many, seldom read: kept as text, in a fifth of the room. Default: none. */
  readonly packs?: ReadonlySet<DossierKind>;
}

/** A dossier with its body as text: its values, and the names they have, which many bodies share. */
interface Packed extends Omit<Dossier, 'body'> {
  readonly names: readonly string[];
  readonly text: string;
}

/** As it is kept: a text where its kind is packed. */
type Kept = Dossier | Packed;

/** What an owner has of a kind: mostly one, which needs no map around it. */
type Owned = Kept | Map<string, Kept>;

/** Bodies are of few shapes; a kind whose names are made as it goes has its own beyond that many. */
const MOST_SHAPES = 100;
const shapes = new Map<string, readonly string[]>();

function shapeOf(body: JsonObject): readonly string[] {
  const names = Object.keys(body);
  const written = JSON.stringify(names);
  const known = shapes.get(written);
  if (known === undefined && shapes.size < MOST_SHAPES) shapes.set(written, names);
  return known ?? names;
}

function packed({ body, ...head }: Dossier): Packed {
  return { ...head, names: shapeOf(body), text: JSON.stringify(Object.values(body)) };
}

function unpacked(kept: Kept): Dossier {
  if ('body' in kept) return kept;
  const { names, text, ...head } = kept;
  const values: readonly Json[] = JSON.parse(text);
  return { ...head, body: Object.fromEntries(names.map((name, place) => [name, values[place] ?? null])) };
}

const NOTHING: readonly Kept[] = [];

/** In the order they first came. */
function all(owned: Owned | undefined): Iterable<Kept> {
  if (owned === undefined) return NOTHING;
  return owned instanceof Map ? owned.values() : [owned];
}

export class Dossiers {
  /** By kind, then by owner ('' for the shop's own), then by id. */
  private readonly kinds = new Map<DossierKind, Map<string, Owned>>();
  private readonly keepsOf: (dossier: Dossier) => Dossier | null;
  private readonly packs: ReadonlySet<DossierKind> | undefined;

  constructor({ keepsOf = (dossier) => dossier, packs }: DossierOptions = {}) {
    this.keepsOf = keepsOf;
    this.packs = packs;
  }

  get(key: DossierKey): Dossier | null {
    const kept = this.kept(key);
    return kept === undefined ? null : unpacked(kept);
  }

  private owned(kind: DossierKind, owner: string): Owned | undefined {
    return this.kinds.get(kind)?.get(owner);
  }

  private kept(key: DossierKey): Kept | undefined {
    const owned = this.owned(key.kind, ownerOfDossier(key) ?? '');
    if (owned instanceof Map) return owned.get(key.id);
    return owned?.id === key.id ? owned : undefined;
  }

  areAsExpected(writes: readonly DossierWrite[]): boolean {
    return writes.every(
      ({ dossier, expectedVersion }) => (this.kept(dossier)?.version ?? 0) === expectedVersion,
    );
  }

  put(writes: readonly DossierWrite[]): void {
    for (const write of writes) {
      const dossier = this.keepsOf(write.dossier);
      if (dossier !== null) this.keep(dossier);
    }
  }

  private keep(dossier: Dossier): void {
    const { kind, id } = dossier;
    const kept = this.packs?.has(kind) === true ? packed(dossier) : dossier;
    const owner = ownerOfDossier(dossier) ?? '';
    const owners = this.kinds.get(kind);
    const owned = owners?.get(owner);
    if (owners === undefined) this.kinds.set(kind, new Map([[owner, kept]]));
    else if (owned instanceof Map) owned.set(id, kept);
    else if (owned === undefined || owned.id === id) owners.set(owner, kept);
    else
      owners.set(
        owner,
        new Map([
          [owned.id, owned],
          [id, kept],
        ]),
      );
  }

  /** Takes away what is of any of the customers; how many. */
  erase(ids: readonly CustomerId[]): number {
    let erased = 0;
    for (const owners of this.kinds.values()) {
      for (const [owner, owned] of owners) {
        for (const { id, customerId } of [...all(owned)].map(unpacked)) {
          if (customerId === null || !ids.includes(customerId)) continue;
          if (owned instanceof Map) owned.delete(id);
          else owners.delete(owner);
          erased += 1;
        }
      }
    }
    return erased;
  }

  under(kind: DossierKind, owner: string, { after, limit }: DossierPage): Dossier[] {
    const owned = this.owned(kind, owner);
    if (owned === undefined) return [];
    const found: Kept[] = [];
    for (const kept of all(owned)) if (after === null || compareText(kept.id, after) > 0) found.push(kept);
    return found
      .sort((a, b) => compareText(a.id, b.id))
      .slice(0, limit)
      .map(unpacked);
  }

  *scan(kind: DossierKind): Generator<readonly Dossier[]> {
    const found = [...(this.kinds.get(kind)?.entries() ?? [])]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([, owned]) => [...all(owned)].sort((a, b) => compareText(a.id, b.id)).map(unpacked));
    for (let from = 0; from < found.length; from += PAGE) yield found.slice(from, from + PAGE);
  }
}

async function* scan(dossiers: Dossiers, kind: DossierKind): AsyncGenerator<readonly Dossier[]> {
  yield* dossiers.scan(kind);
}

export function memoryDossiers(dossiers: Dossiers): DossierStore {
  return {
    loadDossiers: async (keys) => keys.map((key) => dossiers.get(key)),
    dossiersOf: async (kind, customerId, page) => dossiers.under(kind, customerId, page),
    listDossiers: async (kind, page) => dossiers.under(kind, '', page),
    scanDossiers: (kind) => scan(dossiers, kind),
  };
}
