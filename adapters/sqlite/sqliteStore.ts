/**
 * The store of one machine: one SQLite file that fills every port. A promise that resolves has been committed and
 * synced to disk. The file may be opened twice at once (a server and an import worker); each waits for the other's
 * commits, which are short.
 */
import type { Store } from '../../core/ports.ts';
import { sqliteBudgets } from './budgetPort.ts';
import { sqliteConfig } from './configPort.ts';
import { countOf, nextCount } from './counters.ts';
import { sqliteDirectory } from './directoryPort.ts';
import { sqliteDossiers } from './dossierTable.ts';
import { sqliteErasure } from './erasePort.ts';
import { sqliteEvaluation } from './evaluationPort.ts';
import { IdentityTable } from './identityTable.ts';
import { sqliteImports } from './importPort.ts';
import { sqlitePeople } from './peoplePort.ts';
import { PeopleTable } from './peopleTable.ts';
import { sqliteSend } from './sendPort.ts';
import { SliceTable } from './sliceTable.ts';
import { SqliteFile } from './sqliteFile.ts';
import { sqliteStandings } from './standingPort.ts';
import { storeSchema } from './storeSchema.ts';
import { StoreTables } from './storeTables.ts';
import { sqliteWork } from './workPort.ts';

export interface SqliteStoreOptions {
  readonly file: string;
  /** Answers from the file and changes nothing of it; every write is refused with `store-read-only`. */
  readonly readOnly?: boolean;
  /** True while a file is being made that is thrown away unless that succeeds: commits do not wait for the disk. */
  readonly unfinished?: boolean;
  /** Shards of a new file's lanes; a file keeps the number it was made with. Default 4. */
  readonly shards?: number;
}

const DEFAULT_SHARDS = 4;

/**
 * Opens the file, and makes it where there is none. Throws `StoreError`: `store-missing` (reading only),
 * `store-read-only`, `store-not-a-database`, `store-newer-version`, `store-older-version` (reading only), `store-busy`.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const { file: name, readOnly = false, unfinished = false, shards = DEFAULT_SHARDS } = options;
  const file = new SqliteFile({ file: name, readOnly, unfinished, schema: storeSchema(shards) });
  const tables = new StoreTables(file, countOf(file)('shards'));
  const people = new PeopleTable(file);
  const count = nextCount(file);
  const identities = new IdentityTable(file, () => count('merges'));
  const slices = new SliceTable(file);
  const peoplePort = sqlitePeople(tables, people, identities);
  return {
    ...peoplePort.port,
    ...sqliteWork(tables, people, slices),
    ...sqliteSend(tables, slices),
    ...sqliteBudgets(file, slices),
    ...sqliteEvaluation(tables, people),
    ...sqliteStandings(tables, people),
    ...sqliteImports(tables, people, identities),
    ...sqliteConfig(file),
    ...sqliteDirectory(file, (id) => peoplePort.port.loadPerson(id), peoplePort.idsOf),
    ...sqliteDossiers(file, tables.dossiers),
    ...sqliteErasure(tables, people, identities),
    close: () => file.close(),
  };
}
