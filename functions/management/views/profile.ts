/** What is known of a person, in the words an import of customers takes back: contact, traits, consents with their proof. */
import { type ConsentStore, contactInForce } from '../../../core/customer/consentsInForce.ts';
import type { Person } from '../../../core/customer/person.ts';
import type { AddressKey } from '../../../core/ids.ts';
import { type ConsentChange, type Contact, newContact } from '../../../core/message/contact.ts';
import { CONSENT_CHANNELS } from '../../../core/message/messageClass.ts';
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

/** With all of its proof: an import of it must change nothing. */
function consentView({ at, ...change }: ConsentChange) {
  return { ...change, at: isoInstant(at) };
}

/** Consents that hold at the person's addresses; those told without an address also where there is none yet. */
export async function consentsOf(
  store: ConsentStore,
  addressKeyOf: AddressKeyOf,
  person: Person,
  contacts: ReadonlyMap<AddressKey, Contact>,
): Promise<ConsentChange[]> {
  const found: ConsentChange[] = [];
  for (const channel of CONSENT_CHANNELS) {
    const address = channel === 'email' ? person.email : person.phone;
    if (address === null) {
      found.push(...person.consents.filter((change) => change.channel === channel));
      continue;
    }
    const key = addressKeyOf(channel, address);
    const contact = contacts.get(key) ?? newContact(key);
    const inForce = await contactInForce(store, addressKeyOf, person, channel, contact);
    found.push(...Object.values(inForce.consents));
  }
  return found;
}

export function profileView(person: Person, consents: readonly ConsentChange[]) {
  const { email, phone, locale, zone, knownSince, traits } = person;
  return {
    email,
    phone,
    locale,
    zone,
    knownSince: isoInstant(knownSince),
    traits,
    consents: consents.map(consentView),
  };
}
