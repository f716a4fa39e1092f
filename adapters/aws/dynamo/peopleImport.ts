/** Imported profiles folded into what is known, in one transaction: each in the light of those before it. */
import type { ImportedPerson, ImportOutcome } from '../../../core/ports.ts';
import type { AddressKey } from '../../../core/ids.ts';
import type { Contact } from '../../../core/message/contact.ts';
import { foldedProfile, importedContacts, toldIdentity } from '../../records/importedRow.ts';
import { keyText } from './itemKey.ts';
import { keyOf } from './keys.ts';
import { contactWrite, readContact } from './records/contactItem.ts';
import { identityWrite, readIdentity } from './records/identityItem.ts';
import { putProfile, readProfile } from './records/personItem.ts';
import { rootOf } from './roots.ts';
import type { Transaction } from './transaction.ts';

function addressesOf({ consents, addresses = [] }: ImportedPerson): AddressKey[] {
  return [...new Set([...consents, ...addresses].map(({ contactKey }) => contactKey))];
}

/** Items it may write: the profile, the identity and each contact. */
export function itemsOfPerson(imported: ImportedPerson): number {
  return 2 + addressesOf(imported).length;
}

async function putContacts(tx: Transaction, imported: ImportedPerson): Promise<boolean> {
  const keys = addressesOf(imported);
  const found = await tx.getAll(keys.map(keyOf.contact));
  const contactOf = (key: AddressKey): Contact | null => {
    const item = found.get(keyText(keyOf.contact(key)));
    return item === undefined ? null : readContact(item);
  };
  const { changed, consented } = importedContacts(imported, contactOf);
  for (const contact of changed) tx.put(keyOf.contact(contact.key), contactWrite(contact));
  return consented;
}

async function importPerson(tx: Transaction, imported: ImportedPerson): Promise<ImportOutcome> {
  const { id } = imported.person;
  const root = await rootOf(tx, id);
  const item = await tx.get(keyOf.profile(root));
  const stored = item === null ? null : readProfile(item).person;
  const { person, outcome } = foldedProfile(stored, imported);
  if (stored !== null && stored.members.length > 0) {
    const identity = await tx.get(keyOf.identity(id));
    if (identity !== null)
      tx.put(keyOf.identity(id), identityWrite(toldIdentity(readIdentity(identity), imported)));
  }
  if (person !== stored) putProfile(tx, { person: { ...person, id: root }, toldSince: person.knownSince });
  const consented = await putContacts(tx, imported);
  return consented && outcome === 'unchanged' ? 'updated' : outcome;
}

/** All of them, in their order. */
export async function importPeopleInto(
  tx: Transaction,
  people: readonly ImportedPerson[],
): Promise<ImportOutcome[]> {
  const keys = people.flatMap((imported) => {
    const { id } = imported.person;
    return [keyOf.profile(id), keyOf.identity(id), ...addressesOf(imported).map(keyOf.contact)];
  });
  await tx.getAll(keys);
  const outcomes: ImportOutcome[] = [];
  for (const imported of people) outcomes.push(await importPerson(tx, imported));
  return outcomes;
}
