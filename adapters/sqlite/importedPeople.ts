/**
 * Imported people put one by one into a store file. A file mostly brings people who are all new or all known, so what the
 * last row was is tried first: somebody new costs one insert, somebody known one read.
 */
import type { Person } from '../../core/customer/person.ts';
import type { AddressKey } from '../../core/ids.ts';
import type { ImportedPerson, ImportOutcome } from '../../core/ports.ts';
import { foldedProfile, importedContacts, toldIdentity } from '../records/importedRow.ts';
import type { IdentityTable } from './identityTable.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { StoreTables } from './storeTables.ts';

export class ImportedPeople {
  private readonly tables: StoreTables;
  private readonly people: PeopleTable;
  private readonly identities: IdentityTable;
  private lastWasNew = false;

  constructor(tables: StoreTables, people: PeopleTable, identities: IdentityTable) {
    this.tables = tables;
    this.people = people;
    this.identities = identities;
  }

  put(imported: ImportedPerson): ImportOutcome {
    const outcome = this.putProfile(imported);
    this.lastWasNew = outcome === 'accepted';
    const consented = this.lastWasNew ? this.addContacts(imported) : this.foldContacts(imported);
    return consented && outcome === 'unchanged' ? 'updated' : outcome;
  }

  private putProfile(imported: ImportedPerson): ImportOutcome {
    const { id } = imported.person;
    const owner = this.identities.ownerOf(id);
    if (this.lastWasNew && owner === id && this.addNew(imported)) return 'accepted';
    const stored = this.people.person(owner);
    return stored === null ? this.addOrFail(imported) : this.fold(stored, imported);
  }

  /** False where the person is known. */
  private addNew(imported: ImportedPerson): boolean {
    return this.people.addPersonIfNew(foldedProfile(null, imported).person);
  }

  private addOrFail(imported: ImportedPerson): ImportOutcome {
    this.people.addPerson(foldedProfile(null, imported).person);
    return 'accepted';
  }

  private fold(stored: Person, imported: ImportedPerson): ImportOutcome {
    const { person, outcome } = foldedProfile(stored, imported);
    const identity = stored.members.length === 0 ? null : this.identities.identity(imported.person.id);
    if (identity !== null) this.identities.put(toldIdentity(identity, imported));
    if (person !== stored)
      this.people.putPerson(person, this.people.place(person.id)?.versionsElsewhere ?? 0);
    return outcome;
  }

  /** Contacts of somebody new, nearly always new themselves; whether a consent was told. */
  private addContacts(imported: ImportedPerson): boolean {
    const { changed, consented } = importedContacts(imported, () => null);
    const known = new Set<AddressKey>();
    for (const contact of changed) if (!this.tables.addContact(contact)) known.add(contact.key);
    if (known.size === 0) return consented;
    const isKnown = ({ contactKey }: { readonly contactKey: AddressKey }) => known.has(contactKey);
    const { addresses = [], consents } = imported;
    const rest = { ...imported, addresses: addresses.filter(isKnown), consents: consents.filter(isKnown) };
    return this.foldContacts(rest);
  }

  private foldContacts(imported: ImportedPerson): boolean {
    const { changed, consented } = importedContacts(imported, (key) => this.tables.contact(key));
    for (const contact of changed) this.tables.putContact(contact);
    return consented;
  }
}
