/**
 * The consents that hold for a person at an address of theirs. First those of the address itself. Then the person's own,
 * told without an address: they go with the person, to whichever address is in force. And where a person has several ids
 * the strictest holds: what was refused at an address that another of the ids gave counts as refused here, from the moment
 * the ids became one at the earliest. All of it is read when it is asked for, so that an id that turns out to be somebody
 * else's takes its consents along. A complaint is the person's: it holds at an address they give while it is open, too.
 */
import { withComplaints } from '../care/complaint.ts';
import type { CustomerId } from '../ids.ts';
import { type Contact, type ConsentChange, withConsent } from '../message/contact.ts';
import type { ConsentChannel } from '../message/messageClass.ts';
import type { AddressKeyOf, PeopleStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Person } from './person.ts';

export type ConsentStore = Pick<PeopleStore, 'loadContacts' | 'loadIdentities'>;

const NEVER = Number.NEGATIVE_INFINITY;

/** Refusals at addresses the person's other ids gave, as of when they count here. */
async function refusedElsewhere(
  store: ConsentStore,
  addressKeyOf: AddressKeyOf,
  person: Person,
  channel: ConsentChannel,
  here: Contact,
): Promise<ConsentChange[]> {
  const ids: CustomerId[] = [person.id, ...person.members];
  const identities = await store.loadIdentities(ids);
  const since = new Map<Contact['key'], Instant>();
  for (const identity of identities.values()) {
    const address = channel === 'email' ? identity.fields?.email : identity.fields?.phone;
    if (address === null || address === undefined) continue;
    const key = addressKeyOf(channel, address);
    const known = since.get(key) ?? Number.POSITIVE_INFINITY;
    if (key !== here.key) since.set(key, Math.min(known, identity.since ?? NEVER));
  }
  if (since.size === 0) return [];
  const contacts = await store.loadContacts([...since.keys()]);
  return [...contacts.values()].flatMap((contact) =>
    Object.values(contact.consents)
      .filter((change) => change.channel === channel && change.state === 'denied')
      .map((change) => ({ ...change, at: Math.max(change.at, since.get(contact.key) ?? NEVER) })),
  );
}

/** True where the contact of an address says all there is to say of its person. */
export function isPlain({ members, consents, complaints }: Person): boolean {
  return members.length === 0 && consents.length === 0 && complaints.length === 0;
}

/** The contact of the person's address with all the consents and complaints that hold there; the same object where it says it all. */
export async function contactInForce(
  store: ConsentStore,
  addressKeyOf: AddressKeyOf,
  person: Person,
  channel: ConsentChannel,
  contact: Contact,
): Promise<Contact> {
  if (isPlain(person)) return contact;
  const own = person.consents.filter((change) => change.channel === channel);
  const elsewhere =
    person.members.length === 0 ? [] : await refusedElsewhere(store, addressKeyOf, person, channel, contact);
  return withComplaints([...own, ...elsewhere].reduce(withConsent, contact), person.complaints);
}
