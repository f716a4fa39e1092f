/** Reads the source once: everyone with what is known of their addresses, and their orders. */
import { contactInForce } from '../../core/customer/consentsInForce.ts';
import type { Order } from '../../core/customer/order.ts';
import type { RecentEvent } from '../../core/customer/recentEvent.ts';
import type { Instant } from '../../core/time.ts';
import type { Person, PersonRecord } from '../../core/customer/person.ts';
import type { AddressKey } from '../../core/ids.ts';
import { type Contact, newContact } from '../../core/message/contact.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import type { SimulationSource } from './request.ts';

/** One person as recorded. */
export interface RecordedPerson {
  readonly person: Person;
  /** What is known of their addresses and holds there, by channel. */
  readonly contacts: Readonly<Partial<Record<ConsentChannel, Contact>>>;
  readonly orders: readonly Order[];
  /** What they did within the period, of the events asked for, newest first. */
  readonly events: readonly RecentEvent[];
}

/** The address of a channel; null where there is none. */
export function addressOf(person: Pick<Person, 'email' | 'phone'>, channel: ConsentChannel): string | null {
  return channel === 'email' ? person.email : person.phone;
}

async function contactsOf(
  source: SimulationSource,
  page: readonly PersonRecord[],
  channels: readonly ConsentChannel[],
  keyOf: AddressKeyOf,
): Promise<(person: Person) => Promise<RecordedPerson['contacts']>> {
  const keys = new Map<string, AddressKey>();
  for (const { person } of page)
    for (const channel of channels) {
      const address = addressOf(person, channel);
      if (address !== null) keys.set(`${channel}:${address}`, keyOf(channel, address));
    }
  const known = await source.loadContacts([...keys.values()]);
  return async (person) => {
    const contacts: Partial<Record<ConsentChannel, Contact>> = {};
    for (const channel of channels) {
      const key = keys.get(`${channel}:${addressOf(person, channel)}`);
      if (key === undefined) continue;
      const stored = known.get(key);
      const isPlain = person.members.length === 0 && person.consents.length === 0;
      const contact = isPlain
        ? (stored ?? newContact(key))
        : await contactInForce(source, keyOf, person, channel, stored ?? newContact(key));
      if (stored !== undefined || Object.keys(contact.consents).length > 0) contacts[channel] = contact;
    }
    return contacts;
  };
}

/** As many of a person's newest events are replayed. */
const MOST_EVENTS = 500;

export interface Reading {
  readonly channels: readonly ConsentChannel[];
  /** Names of the events to read. */
  readonly events: readonly string[];
  readonly since: Instant;
}

/** `sourceKeyOf` is how the source keys its contacts. O(people + orders). */
export async function* readSource(
  source: SimulationSource,
  { channels, events: names, since }: Reading,
  sourceKeyOf: AddressKeyOf,
): AsyncGenerator<RecordedPerson[]> {
  for await (const page of source.exportPeople()) {
    const contactsOfPerson = await contactsOf(source, page, channels, sourceKeyOf);
    const recorded: RecordedPerson[] = [];
    for (const { person, orders } of page) {
      const events = await source.recentEvents(person.id, { names, since, limit: MOST_EVENTS });
      recorded.push({ person, orders, contacts: await contactsOfPerson(person), events });
    }
    yield recorded;
  }
}
