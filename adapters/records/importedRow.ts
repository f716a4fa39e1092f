/**
 * What an imported row is identified by, and what it does to what is known. An order that came whole (with an event, or
 * as a row without a single line) is complete: a later row about it is a repeat. An order made of lines grows by each
 * line that is new.
 */
import type { OrderLine } from '../../core/customer/order.ts';
import { type Fields, fieldsOf, mergedFields, newFields } from '../../core/customer/fields.ts';
import type { Identity } from '../../core/customer/identityItem.ts';
import type { Person } from '../../core/customer/person.ts';
import type { Json } from '../../core/json.ts';
import { canonicalJson } from '../../core/canonicalJson.ts';
import { isAnonymous } from '../../core/customer/identity.ts';
import type { AddressKey, CustomerId } from '../../core/ids.ts';
import {
  type ConsentChange,
  type Contact,
  newContact,
  withConsent,
  withHolder,
} from '../../core/message/contact.ts';
import type { ImportedOrder, ImportedPerson, ImportOutcome } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';

export type RowIdentity =
  /** Its order id says all. */
  | { readonly kind: 'order' }
  /** Its id was made from its content: equal rows of one file are orders of their own. */
  | { readonly kind: 'content' }
  /** A line of an order: equal lines of one file are lines of their own. */
  | { readonly kind: 'line'; readonly line: OrderLine };

export function identityOf(row: ImportedOrder): RowIdentity {
  const [line, ...more] = row.order.lines;
  if (line !== undefined && more.length === 0) return { kind: 'line', line };
  return row.idFromContent ? { kind: 'content' } : { kind: 'order' };
}

/** Id of the n-th order (from 1) whose id was made from the same content. */
export function ordinalId(id: string, ordinal: number): string {
  return ordinal === 1 ? id : `${id}~${ordinal}`;
}

/** What an imported profile makes of the one on record; `person` is that very object where there is nothing to write. */
export interface FoldedProfile {
  readonly person: Person;
  readonly outcome: ImportOutcome;
}

const NAMED = ['name', 'email', 'phone', 'locale', 'zone'] as const;

function saysTheSame(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && canonicalJson(a) === canonicalJson(b));
}

/** What is told, without the fields that have no time of their own and say what is known already. */
function withoutRepeats(stored: Person, told: Person, undatedAt: Instant): Fields {
  const { name, email, phone, locale, zone } = told;
  const texts: Record<(typeof NAMED)[number], string | null> = { name, email, phone, locale, zone };
  const times = { ...told.fieldTimes };
  for (const field of NAMED) {
    if (times[field] !== undatedAt || told[field] !== stored[field]) continue;
    texts[field] = null;
    delete times[field];
  }
  const traits = Object.entries(told.traits).filter(([trait, value]) => {
    const key = `traits.${trait}`;
    const known = Object.hasOwn(stored.traits, trait) ? stored.traits[trait] : undefined;
    const repeats = known !== undefined && saysTheSame(value, known);
    if (times[key] !== undatedAt || !repeats) return true;
    delete times[key];
    return false;
  });
  return { ...fieldsOf(told), ...texts, traits: Object.fromEntries(traits), fieldTimes: times };
}

/** Whether what is told could change anything that is known. */
function tellsNothing(
  stored: Person,
  { fieldTimes, traits, consents, knownSince, ...rest }: Fields,
): boolean {
  return (
    Object.keys(fieldTimes).length === 0 &&
    Object.keys(traits).length === 0 &&
    consents.length === 0 &&
    NAMED.every((field) => rest[field] === null) &&
    knownSince >= stored.knownSince
  );
}

/** The profile as imported over what is stored: what the engine knows (version, lifecycle, ids) stays. */
export function foldedProfile(
  stored: Person | null,
  { person: told, undatedAt = Number.NaN }: ImportedPerson,
): FoldedProfile {
  if (stored === null)
    return { person: { ...told, consents: sorted(told), version: 1, lifecycle: null }, outcome: 'accepted' };
  const news = withoutRepeats(stored, told, undatedAt);
  if (tellsNothing(stored, news)) return { person: stored, outcome: 'unchanged' };
  const before = fieldsOf(stored);
  const { fieldTimes, ...values } = mergedFields(before, [news]);
  const { fieldTimes: timesBefore, ...valuesBefore } = before;
  const isSame = canonicalJson(values) === canonicalJson(valuesBefore);
  if (isSame && canonicalJson(fieldTimes) === canonicalJson(timesBefore))
    return { person: stored, outcome: 'unchanged' };
  const person = { ...stored, ...values, fieldTimes, version: stored.version + 1 };
  return { person, outcome: isSame ? 'unchanged' : 'updated' };
}

/** What an id of a person with several was told itself, an imported profile included. */
export function toldIdentity(identity: Identity, { person }: ImportedPerson): Identity {
  const before = identity.fields ?? newFields(person.knownSince);
  return {
    ...identity,
    version: identity.version + 1,
    fields: mergedFields(before, [fieldsOf(person)]),
  };
}

/** A person's own consents as folding leaves them, whatever order they were told in. */
function sorted({ consents, knownSince }: Person): Fields['consents'] {
  if (consents.length < 2) return consents;
  const empty = newFields(knownSince);
  return mergedFields(empty, [{ ...empty, consents }]).consents;
}

/**
 * The contact once `id` is known to have its address. One that a visitor gave before stays as it is, so that the customer's
 * next event with the address still finds out who the visitor was.
 */
function heldContact(contact: Contact, id: CustomerId, at: Instant): Contact {
  return contact.holders.some((holder) => isAnonymous(holder.id)) ? contact : withHolder(contact, id, at);
}

/** What a file says of an erased address does not bring it back, whatever it says: only its owner does. */
function importedConsent(contact: Contact, change: ConsentChange): Contact {
  if (contact.suppression?.why !== 'erased') return withConsent(contact, change);
  const { confirmed: _confirmed, ...said } = change;
  return withConsent(contact, said);
}

export interface ImportedContacts {
  /** Each at its next version; those that stay as they are left out. */
  readonly changed: readonly Contact[];
  readonly consented: boolean;
}

/** Contacts after an import told of consents and of who has the address. */
export function importedContacts(
  { person, consents, addresses = [] }: ImportedPerson,
  contactOf: (key: AddressKey) => Contact | null,
): ImportedContacts {
  const before = new Map<AddressKey, Contact>();
  const after = new Map<AddressKey, Contact>();
  const change = (key: AddressKey, move: (contact: Contact) => Contact): boolean => {
    const known = after.get(key) ?? contactOf(key) ?? newContact(key);
    if (!before.has(key)) before.set(key, known);
    const moved = move(known);
    after.set(key, moved);
    return moved !== known;
  };
  for (const { contactKey, at } of addresses)
    change(contactKey, (contact) => heldContact(contact, person.id, at));
  let consented = false;
  for (const told of consents)
    consented = change(told.contactKey, (contact) => importedConsent(contact, told.change)) || consented;
  const changed = [...after.values()].filter((contact) => contact !== before.get(contact.key));
  return { changed: changed.map((contact) => ({ ...contact, version: contact.version + 1 })), consented };
}
