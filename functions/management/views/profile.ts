/** What is known of a person, in the words an import of customers takes back: contact, traits, consents with their proof. */
import type { Person } from '../../../core/customer/person.ts';
import type { AddressKey } from '../../../core/ids.ts';
import type { ConsentChange, Contact } from '../../../core/message/contact.ts';
import type { AddressKeyOf } from '../../../core/ports.ts';
import { isoInstant } from '../../../core/time.ts';

/** Keys of the addresses a person has. */
export function addressKeysOf({ email, phone }: Person, addressKeyOf: AddressKeyOf): AddressKey[] {
  return [
    ...(email === null ? [] : [addressKeyOf('email', email)]),
    ...(phone === null ? [] : [addressKeyOf('sms', phone)]),
  ];
}

export function contactsAmong(
  contacts: ReadonlyMap<AddressKey, Contact>,
  keys: readonly AddressKey[],
): Contact[] {
  return keys.flatMap((key) => contacts.get(key) ?? []);
}

function consentView({ topic, channel, state, at, source, wording }: ConsentChange) {
  return { topic, channel, state, at: isoInstant(at), source, wording };
}

/** Consents of the addresses in force; those told without an address only where there is none. */
function consentsOf({ email, phone, consents }: Person, contacts: readonly Contact[]): ConsentChange[] {
  const own = consents.filter(({ channel }) => (channel === 'email' ? email : phone) === null);
  return [...contacts.flatMap((contact) => Object.values(contact.consents)), ...own];
}

export function profileView(person: Person, contacts: readonly Contact[]) {
  const { email, phone, locale, zone, knownSince, traits } = person;
  const consents = consentsOf(person, contacts).map(consentView);
  return { email, phone, locale, zone, knownSince: isoInstant(knownSince), traits, consents };
}
