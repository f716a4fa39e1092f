/** Reads the source once: everyone with what is known of their address, and their orders. */
import type { Order } from '../../core/customer/order.ts';
import type { Person, PersonRecord } from '../../core/customer/person.ts';
import type { AddressKey } from '../../core/ids.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import type { SimulationSource } from './request.ts';

/** One person as recorded. */
export interface RecordedPerson {
  readonly person: Person;
  /** Of the email address; null where nothing is known of it. */
  readonly contact: Contact | null;
  readonly orders: readonly Order[];
}

async function contactsOf(
  source: SimulationSource,
  page: readonly PersonRecord[],
  keyOf: AddressKeyOf,
): Promise<(email: string | null) => Contact | null> {
  const keys = new Map<string, AddressKey>();
  for (const { person } of page)
    if (person.email !== null) keys.set(person.email, keyOf('email', person.email));
  const contacts = await source.loadContacts([...keys.values()]);
  return (email) => {
    const key = email === null ? undefined : keys.get(email);
    return (key === undefined ? undefined : contacts.get(key)) ?? null;
  };
}

/** `sourceKeyOf` is how the source keys its contacts. O(people + orders). */
export async function* readSource(
  source: SimulationSource,
  sourceKeyOf: AddressKeyOf,
): AsyncGenerator<RecordedPerson[]> {
  for await (const page of source.exportPeople()) {
    const contactOf = await contactsOf(source, page, sourceKeyOf);
    yield page.map(({ person, orders }) => ({ person, orders, contact: contactOf(person.email) }));
  }
}
