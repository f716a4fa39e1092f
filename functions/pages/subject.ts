/**
 * Who a link is about, as far as its holder may know: the address it went to, what holds there, and of other channels only
 * while the address is still the person's own. An address is shown masked, and only where it is the one of the link.
 */
import { contactInForce } from '../../core/customer/consentsInForce.ts';
import type { Person } from '../../core/customer/person.ts';
import type { AddressKey } from '../../core/ids.ts';
import { type Contact, newContact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import { CONSENT_CHANNELS, type ConsentChannel } from '../../core/message/messageClass.ts';
import type { Container } from '../shared/container.ts';
import type { LinkClaims } from '../shared/linkToken.ts';
import { maskedAddress } from './maskedAddress.ts';

/** One address of the person. */
export interface Place {
  readonly channel: ConsentChannel;
  readonly key: AddressKey;
  /** As stored; new where nothing is. */
  readonly contact: Contact;
  /** With all the consents that hold there. */
  readonly inForce: Contact;
  /** Null where the person has another address now. */
  readonly masked: string | null;
}

export interface Subject {
  readonly claims: LinkClaims;
  /** Null where the person is not kept any more. */
  readonly person: Person | null;
  readonly decision: Decision | null;
  /** The address of the link. */
  readonly own: Place;
  /** `own`, and the person's other channels while `own` is theirs. */
  readonly places: readonly Place[];
  /** True where the owner had everything erased: nothing is to be told or changed. */
  readonly isErased: boolean;
}

type PageStore = Pick<Container, 'store' | 'addressKeyOf'>;

function addressOf(person: Person | null, channel: ConsentChannel): string | null {
  return (channel === 'email' ? person?.email : person?.phone) ?? null;
}

async function placeAt(
  { store, addressKeyOf }: PageStore,
  person: Person | null,
  channel: ConsentChannel,
  key: AddressKey,
  contact: Contact,
): Promise<Place> {
  const address = addressOf(person, channel);
  const isTheirs = address !== null && addressKeyOf(channel, address) === key;
  const inForce =
    person === null ? contact : await contactInForce(store, addressKeyOf, person, channel, contact);
  return { channel, key, contact, inForce, masked: isTheirs ? maskedAddress(channel, address) : null };
}

/** Everything a page needs of the one its link is about. Writes nothing. */
export async function subjectOf(deps: PageStore, claims: LinkClaims): Promise<Subject> {
  const { store, addressKeyOf } = deps;
  const [person, decision] = await Promise.all([
    store.loadProfile(claims.customerId),
    store.loadDecision(claims.decisionId),
  ]);
  const keys = new Map<ConsentChannel, AddressKey>([[claims.channel, claims.contactKey]]);
  const current = addressOf(person, claims.channel);
  if (current !== null && addressKeyOf(claims.channel, current) === claims.contactKey) {
    for (const channel of CONSENT_CHANNELS) {
      const address = addressOf(person, channel);
      if (address !== null && !keys.has(channel)) keys.set(channel, addressKeyOf(channel, address));
    }
  }
  const contacts = await store.loadContacts([...keys.values()]);
  const places = await Promise.all(
    [...keys].map(([channel, key]) =>
      placeAt(deps, person, channel, key, contacts.get(key) ?? newContact(key)),
    ),
  );
  const [own] = places;
  if (own === undefined) throw new Error('a link always names an address');
  const isErased = own.contact.suppression?.why === 'erased';
  return { claims, person, decision, own, places, isErased };
}
