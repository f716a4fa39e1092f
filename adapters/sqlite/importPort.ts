/** Imports in bulk into a store file. */
import type { Person } from '../../core/customer/person.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { ImportedPerson, ImportOutcome, ImportStore } from '../../core/ports.ts';
import { foldedProfile, importedContacts, toldIdentity } from '../records/importedRow.ts';
import { nextCount } from './counters.ts';
import type { IdentityTable } from './identityTable.ts';
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
  const count = nextCount(file);

  /** Whom an id leads to that has no profile of its own; null for somebody new. */
  function ownerOf(id: CustomerId): Person | null {
    const owner = identities.ownerOf(id);
    return owner === id ? null : people.person(owner);
  }

  function importPerson(imported: ImportedPerson): ImportOutcome {
    const { id } = imported.person;
    const stored = people.person(id) ?? ownerOf(id);
    const { person, outcome } = foldedProfile(stored, imported);
    const identity = stored === null || stored.members.length === 0 ? null : identities.identity(id);
    if (identity !== null) identities.put(toldIdentity(identity, imported));
    if (stored === null) people.addPerson(person);
    else if (person !== stored) people.putPerson(person, people.place(person.id)?.versionsElsewhere ?? 0);
    const { changed, consented } = importedContacts(imported, (key) => tables.contact(key));
    for (const contact of changed) tables.putContact(contact);
    return consented && outcome === 'unchanged' ? 'updated' : outcome;
  }

  return {
    importOrders: (imported, importId) =>
      inSlices(imported, COMMIT_ROWS, (slice) =>
        file.write(() => {
          rows.begin();
          return slice.map((row) => rows.put(row, importId));
        }, slice.length),
      ),
    importPeople: (imported) =>
      inSlices(imported, COMMIT_ROWS, (slice) => file.write(() => slice.map(importPerson), slice.length)),
    beginImport: () => file.write(() => count('imports')),
  };
}
