/** Who a decision is for, as they are now: person, address in force, and the contact with every consent that holds there. */
import { contactInForce } from '../customer/consentsInForce.ts';
import type { Person } from '../customer/person.ts';
import type { AddressKeyOf, PeopleStore } from '../ports.ts';
import { type Contact, newContact } from './contact.ts';
import type { Decision } from './decision.ts';
import { e164 } from './phone.ts';

export interface SubjectDeps {
  readonly store: Pick<PeopleStore, 'loadProfile' | 'loadContacts' | 'loadIdentities'>;
  readonly addressKeyOf: AddressKeyOf;
}

export interface Subject {
  readonly decision: Decision;
  readonly person: Person | null;
  readonly address: string | null;
  /** Null without an address, and for a webhook. */
  readonly contact: Contact | null;
  /** The contact with all the consents that hold for the person there; what policy judges, and nobody writes. */
  readonly inForce: Contact | null;
}

const NO_CONTACT = { contact: null, inForce: null };

export async function subjectOf(deps: SubjectDeps, decision: Decision): Promise<Subject> {
  const person = await deps.store.loadProfile(decision.customerId);
  const { channel } = decision;
  if (person === null) return { decision, person, address: null, ...NO_CONTACT };
  if (channel === 'webhook') return { decision, person, address: decision.url, ...NO_CONTACT };
  const known = channel === 'email' ? person.email : person.phone;
  const address = channel === 'sms' && known !== null ? e164(known) : known;
  if (known === null || address === null) return { decision, person, address, ...NO_CONTACT };
  const key = deps.addressKeyOf(channel, known);
  const contact = (await deps.store.loadContacts([key])).get(key) ?? newContact(key);
  const inForce = await contactInForce(deps.store, deps.addressKeyOf, person, channel, contact);
  return { decision, person, address, contact, inForce };
}
