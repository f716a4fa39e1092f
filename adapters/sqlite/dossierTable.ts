/** The dossiers of a store file, one by one, and as their port finds them. Conditions are the ports'. */
import type { StatementSync } from 'node:sqlite';
import {
  type Dossier,
  DOSSIER_KINDS,
  type DossierKey,
  type DossierKind,
  type DossierPage,
  type DossierStore,
  type DossierWrite,
  ownerOfDossier,
} from '../../core/dossier.ts';
import { type CustomerId, customerId } from '../../core/ids.ts';
import { isJsonObject, json, number, type Row, text, textOrNull, word } from './columns.ts';
import type { SqliteFile } from './sqliteFile.ts';

const PAGE = 1_000;

function prepareDossiers(file: SqliteFile) {
  return {
    one: file.prepare('SELECT * FROM dossiers WHERE kind = ? AND owner = ? AND id = ?'),
    version: file.prepare('SELECT version FROM dossiers WHERE kind = ? AND owner = ? AND id = ?'),
    put: file.prepare(
      `INSERT INTO dossiers (kind, owner, id, customer_id, version, body) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (kind, owner, id) DO UPDATE SET
      customer_id = excluded.customer_id, version = excluded.version, body = excluded.body`,
    ),
    page: file.prepare('SELECT * FROM dossiers WHERE kind = ? AND owner = ? AND id > ? ORDER BY id LIMIT ?'),
    scan: file.prepare(
      `SELECT * FROM dossiers WHERE kind = ? AND (owner, id) > (?, ?) ORDER BY owner, id LIMIT ${PAGE}`,
    ),
    erase: file.prepare(
      `DELETE FROM dossiers WHERE (kind, owner, id) IN (SELECT kind, owner, id FROM dossiers
      WHERE customer_id IN (SELECT value FROM json_each(?)) LIMIT ?)`,
    ),
  } satisfies Record<string, StatementSync>;
}

export function readDossier(row: Row): Dossier {
  const customer = textOrNull(row, 'customer_id');
  return {
    kind: word(row, 'kind', DOSSIER_KINDS),
    id: text(row, 'id'),
    customerId: customer === null ? null : customerId(customer),
    version: number(row, 'version'),
    body: json(row, 'body', isJsonObject),
  };
}

export class DossierTable {
  private readonly sql: ReturnType<typeof prepareDossiers>;

  constructor(file: SqliteFile) {
    this.sql = prepareDossiers(file);
  }

  dossier(key: DossierKey): Dossier | null {
    const row = this.sql.one.get(key.kind, ownerOfDossier(key) ?? '', key.id);
    return row === undefined ? null : readDossier(row);
  }

  isAsExpected({ dossier, expectedVersion }: DossierWrite): boolean {
    const row = this.sql.version.get(dossier.kind, ownerOfDossier(dossier) ?? '', dossier.id);
    return (row === undefined ? 0 : number(row, 'version')) === expectedVersion;
  }

  put(dossier: Dossier): void {
    const { kind, id, version, body } = dossier;
    this.sql.put.run(
      kind,
      ownerOfDossier(dossier) ?? '',
      id,
      dossier.customerId,
      version,
      JSON.stringify(body),
    );
  }

  page(kind: DossierKind, owner: string, { after, limit }: DossierPage): Dossier[] {
    return this.sql.page.all(kind, owner, after ?? '', limit).map(readDossier);
  }

  /** A page behind a place, in the order of owners and ids. */
  scanPage(kind: DossierKind, after: { readonly owner: string; readonly id: string }): Dossier[] {
    return this.sql.scan.all(kind, after.owner, after.id).map(readDossier);
  }

  /** Takes away up to `limit` that are of any of the customers; how many. */
  erase(ids: readonly CustomerId[], limit: number): number {
    return Number(this.sql.erase.run(JSON.stringify(ids), limit).changes);
  }
}

async function* scan(
  file: SqliteFile,
  table: DossierTable,
  kind: DossierKind,
): AsyncGenerator<readonly Dossier[]> {
  let after = { owner: '', id: '' };
  for (;;) {
    const from = after;
    const page = await file.read(() => table.scanPage(kind, from));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = { owner: ownerOfDossier(last) ?? '', id: last.id };
  }
}

export function sqliteDossiers(file: SqliteFile, table: DossierTable): DossierStore {
  return {
    loadDossiers: (keys) => file.read(() => keys.map((key) => table.dossier(key))),
    dossiersOf: (kind, customer, page) => file.read(() => table.page(kind, customer, page)),
    listDossiers: (kind, page) => file.read(() => table.page(kind, '', page)),
    scanDossiers: (kind) => scan(file, table, kind),
  };
}
