/** Dossiers on DynamoDB: read by their keys, listed by kind, and for reports found by a scan of `work`. */
import type { Dossier, DossierKey, DossierKind, DossierPage, DossierStore } from '../../../core/dossier.ts';
import type { CustomerId } from '../../../core/ids.ts';
import { keyText } from './itemKey.ts';
import { LIST_SHARDS, part } from './keys.ts';
import { mergedItems } from './merged.ts';
import { DOSSIER_PREFIX, dossierKey, dossiersOfPk, dossiersPk, readDossier } from './records/dossierItem.ts';
import type { Tables } from './tables.ts';

async function loadDossiers(tables: Tables, keys: readonly DossierKey[]): Promise<(Dossier | null)[]> {
  const places = keys.map(dossierKey);
  const found = await tables.get(places);
  return places.map((place) => {
    const item = found.get(keyText(place));
    return item === undefined ? null : readDossier(item);
  });
}

async function dossiersOf(
  tables: Tables,
  kind: DossierKind,
  customerId: CustomerId,
  { after, limit }: DossierPage,
): Promise<Dossier[]> {
  const items = await tables.allItems({
    table: 'work',
    pk: dossiersOfPk(kind, customerId),
    limit,
    ...(after === null ? {} : { after: `${DOSSIER_PREFIX}${part(after)}` }),
  });
  return items.map(readDossier);
}

async function listDossiers(
  tables: Tables,
  kind: DossierKind,
  { after, limit }: DossierPage,
): Promise<Dossier[]> {
  const ranges = Array.from({ length: LIST_SHARDS }, (_, shard) => ({
    table: 'work' as const,
    index: 'list' as const,
    pk: dossiersPk(kind, shard),
    ...(after === null ? {} : { after: part(after) }),
  }));
  const listed: Dossier[] = [];
  for await (const items of mergedItems(tables, ranges, limit)) {
    listed.push(...items.map(readDossier).slice(0, limit - listed.length));
    if (listed.length >= limit) break;
  }
  return listed;
}

/** A scan of `work`, consistent: O(items of `work`), whatever the kind. */
async function* scanDossiers(tables: Tables, kind: DossierKind): AsyncGenerator<readonly Dossier[]> {
  const whole = { table: 'work' as const, segment: 0, segments: 1, consistent: true };
  for await (const items of tables.scan({ ...whole, skPrefix: DOSSIER_PREFIX })) {
    const found = items.map(readDossier).filter((dossier) => dossier.kind === kind);
    if (found.length > 0) yield found;
  }
}

export function dynamoDossiers(tables: Tables): DossierStore {
  return {
    loadDossiers: (keys) => loadDossiers(tables, keys),
    dossiersOf: (kind, customerId, page) => dossiersOf(tables, kind, customerId, page),
    listDossiers: (kind, page) => listDossiers(tables, kind, page),
    scanDossiers: (kind) => scanDossiers(tables, kind),
  };
}
