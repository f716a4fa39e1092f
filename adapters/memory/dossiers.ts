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
import { compareText } from '../records/textOrder.ts';

const PAGE = 1_000;

export interface DossierOptions {
  /** As much of a dossier as anybody will ever read; null of one that nobody does. Default: all of it. */
  readonly keepsOf?: (dossier: Dossier) => Dossier | null;
  /** Kinds of which there are many, seldom read: kept as text, in a fifth of the room. Default: none. */
  readonly packs?: ReadonlySet<DossierKind>;
}

/** As it is kept: a text where its kind is packed. */
type Kept = Dossier | string;

function unpacked(kept: Kept): Dossier {
  return typeof kept === 'string' ? JSON.parse(kept) : kept;
}

export class Dossiers {
  /** By kind, then by owner ('' for the shop's own), then by id. */
  private readonly kinds = new Map<DossierKind, Map<string, Map<string, Kept>>>();
  private readonly keepsOf: (dossier: Dossier) => Dossier | null;
  private readonly packs: ReadonlySet<DossierKind> | undefined;

  constructor({ keepsOf = (dossier) => dossier, packs }: DossierOptions = {}) {
    this.keepsOf = keepsOf;
    this.packs = packs;
  }

  get(key: DossierKey): Dossier | null {
    const kept = this.kept(key.kind, ownerOfDossier(key) ?? '')?.get(key.id);
    return kept === undefined ? null : unpacked(kept);
  }

  private kept(kind: DossierKind, owner: string): ReadonlyMap<string, Kept> | undefined {
    return this.kinds.get(kind)?.get(owner);
  }

  areAsExpected(writes: readonly DossierWrite[]): boolean {
    return writes.every(
      ({ dossier, expectedVersion }) => (this.get(dossier)?.version ?? 0) === expectedVersion,
    );
  }

  put(writes: readonly DossierWrite[]): void {
    for (const write of writes) {
      const dossier = this.keepsOf(write.dossier);
      if (dossier === null) continue;
      const owners = this.kinds.get(dossier.kind) ?? new Map<string, Map<string, Kept>>();
      const owner = ownerOfDossier(dossier) ?? '';
      const kept = owners.get(owner) ?? new Map<string, Kept>();
      this.kinds.set(
        dossier.kind,
        owners.set(
          owner,
          kept.set(dossier.id, this.packs?.has(dossier.kind) === true ? JSON.stringify(dossier) : dossier),
        ),
      );
    }
  }

  /** Takes away what is of any of the customers; how many. */
  erase(ids: readonly CustomerId[]): number {
    let erased = 0;
    for (const owners of this.kinds.values()) {
      for (const kept of owners.values()) {
        for (const { id, customerId } of [...kept.values()].map(unpacked)) {
          if (customerId === null || !ids.includes(customerId)) continue;
          kept.delete(id);
          erased += 1;
        }
      }
    }
    return erased;
  }

  under(kind: DossierKind, owner: string, { after, limit }: DossierPage): Dossier[] {
    const found: Dossier[] = [];
    for (const [id, kept] of this.kept(kind, owner) ?? [])
      if (after === null || compareText(id, after) > 0) found.push(unpacked(kept));
    return found.sort((a, b) => compareText(a.id, b.id)).slice(0, limit);
  }

  *scan(kind: DossierKind): Generator<readonly Dossier[]> {
    const all = [...(this.kinds.get(kind)?.entries() ?? [])]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([, kept]) => [...kept.values()].map(unpacked).sort((a, b) => compareText(a.id, b.id)));
    for (let from = 0; from < all.length; from += PAGE) yield all.slice(from, from + PAGE);
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
