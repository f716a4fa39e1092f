/** Imports in bulk into a store file. */
import type { ImportStore } from '../../core/ports.ts';
import { nextCount } from './counters.ts';
import type { IdentityTable } from './identityTable.ts';
import { ImportedPeople } from './importedPeople.ts';
import { ImportTable } from './importTable.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { StoreTables } from './storeTables.ts';

/**
 * Most rows of one commit. Rows of a real file lie all over the indexes, and a commit writes every page it touched: the
 * more rows share one, the less is written. This many hold the file for about a tenth of a second.
 */
const COMMIT_ROWS = 20_000;

/** Calls `write` with slices of at most `size`, one after the other, and joins what they return. */
async function inSlices<T, R>(
  items: readonly T[],
  size: number,
  write: (slice: readonly T[]) => Promise<R[]>,
): Promise<R[]> {
  if (items.length <= size) return write(items);
  const results: R[] = [];
  for (let from = 0; from < items.length; from += size) {
    for (const result of await write(items.slice(from, from + size))) results.push(result);
  }
  return results;
}

export function sqliteImports(
  tables: StoreTables,
  people: PeopleTable,
  identities: IdentityTable,
): ImportStore {
  const { file } = tables;
  const rows = new ImportTable(file, people, identities);
  const importedPeople = new ImportedPeople(tables, people, identities);
  const count = nextCount(file);

  return {
    importOrders: (imported, importId) =>
      inSlices(imported, COMMIT_ROWS, (slice) =>
        file.write(() => {
          rows.begin();
          return slice.map((row) => rows.put(row, importId));
        }, slice.length),
      ),
    importPeople: (imported) =>
      inSlices(imported, COMMIT_ROWS, (slice) => file.write(() => importedPeople.put(slice), slice.length)),
    beginImport: () => file.write(() => count('imports')),
  };
}
