/**
 * A dossier as an item of `work`. A customer's lie in one partition a kind, by id; the shop's own each in one of its own, and are
 * listed by kind, spread over shards.
 */
import { shardOf } from '../../../../core/chance.ts';
import { type Dossier, type DossierKey, type DossierKind, ownerOfDossier } from '../../../../core/dossier.ts';
import type { CustomerId } from '../../../../core/ids.ts';
import type { ItemKey } from '../itemKey.ts';
import { LIST_SHARDS, part } from '../keys.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';

export const DOSSIER_PREFIX = 'dossier#';

/** The partition of what one kind keeps under a customer. */
export function dossiersOfPk(kind: DossierKind, customerId: CustomerId): string {
  return `x#${kind}#${part(customerId)}`;
}

export function dossierKey(key: DossierKey): ItemKey {
  const owner = ownerOfDossier(key);
  const pk = owner === null ? `x#${key.kind}#${part(key.id)}` : dossiersOfPk(key.kind, owner);
  return { table: 'work', pk, sk: `${DOSSIER_PREFIX}${part(key.id)}` };
}

/** Where the shop's own are listed, by id. */
export function dossiersPk(kind: DossierKind, shard: number): string {
  return `dossiers#${kind}#${shard}`;
}

export function readDossier({ body }: ItemRead): Dossier {
  const dossier: Dossier = JSON.parse(body);
  return dossier;
}

export function dossierWrite(dossier: Dossier): ItemWrite {
  const { kind, id } = dossier;
  const isListed = ownerOfDossier(dossier) === null;
  const list = { pk: dossiersPk(kind, shardOf(id, LIST_SHARDS)), sk: part(id) };
  return { body: dossier, kind: 'dossier', list: isListed ? list : null };
}
