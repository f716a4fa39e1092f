/**
 * Imported people put into a store file, many to a commit. A file mostly brings people who are all new or all known, so what
 * the last row was is tried first: somebody new costs one insert, somebody known one read. Profiles are written in the order
 * of their ids and contacts in that of their keys: a file has them in no order, and so each page is found and written once.
 */
import type { Person } from '../../core/customer/person.ts';
import type { AddressKey } from '../../core/ids.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { ImportedPerson, ImportOutcome } from '../../core/ports.ts';
import { foldedProfile, importedContacts, toldIdentity } from '../records/importedRow.ts';
import { compareText } from '../records/textOrder.ts';
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

  /** Within one transaction. What became of each, in the order given. */
  put(imported: readonly ImportedPerson[]): ImportOutcome[] {
    const outcomes = new Map<ImportedPerson, ImportOutcome>();
    for (const one of imported.toSorted((a, b) => compareText(a.person.id, b.person.id)))
      outcomes.set(one, this.putProfile(one));
    const consented = this.putContacts(imported);
    return imported.map((one) => {
      const outcome = outcomes.get(one) ?? 'unchanged';
      return outcome === 'unchanged' && consented.has(one) ? 'updated' : outcome;
    });
  }

  private putProfile(imported: ImportedPerson): ImportOutcome {
    const outcome = this.addOrFold(imported);
    this.lastWasNew = outcome === 'accepted';
    return outcome;
  }

  private addOrFold(imported: ImportedPerson): ImportOutcome {
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

  /** Those of whom a consent was told. */
  private putContacts(imported: readonly ImportedPerson[]): Set<ImportedPerson> {
    const contacts = this.contactsOf(imported);
    const changed = new Set<AddressKey>();
    const consented = new Set<ImportedPerson>();
    for (const one of imported) {
      const told = importedContacts(one, (key) => contacts.get(key) ?? null);
      if (told.consented) consented.add(one);
      for (const contact of told.changed) {
        contacts.set(contact.key, contact);
        changed.add(contact.key);
      }
    }
    for (const key of [...changed].sort()) {
      const contact = contacts.get(key);
      if (contact !== undefined) this.tables.putContact(contact);
    }
    return consented;
  }

  private contactsOf(imported: readonly ImportedPerson[]): Map<AddressKey, Contact> {
    const keys = new Set<AddressKey>();
    for (const { addresses = [], consents } of imported) {
      for (const { contactKey } of addresses) keys.add(contactKey);
      for (const { contactKey } of consents) keys.add(contactKey);
    }
    const contacts = new Map<AddressKey, Contact>();
    for (const key of [...keys].sort()) {
      const contact = this.tables.contact(key);
      if (contact !== null) contacts.set(key, contact);
    }
    return contacts;
  }
}
