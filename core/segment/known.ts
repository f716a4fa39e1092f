/** Reads what the rules in force need of a person, and nothing else. */
import type { OrderAmount } from '../customer/order.ts';
import type { Person } from '../customer/person.ts';
import type { Dossier } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import { accountIn, accountKey, loyaltyFacts } from '../loyalty/account.ts';
import type { Contact } from '../message/contact.ts';
import type { AddressKeyOf, DossierStore, PeopleStore, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type Segments, segmentsOf } from './definition.ts';
import { type MemberFacts, type SegmentFacts, type ShopFacts } from './facts.ts';
import { type Standing, standingKey, talliesOf } from './standing.ts';

export interface SegmentDeps {
  readonly store: Pick<DossierStore & PeopleStore & WorkStore, 'loadDossiers' | 'loadContacts' | 'loadTask'>;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Settings;
  readonly model: ShopModel;
}

/** The segments of a book, and what is the same for everyone judged by them. */
export interface Judging {
  readonly segments: Segments;
  readonly shop: ShopFacts;
}

export function judgingOf(deps: Pick<SegmentDeps, 'settings' | 'model'>, book: JourneyBook): Judging {
  const segments = segmentsOf(book.programme);
  return { segments, shop: { model: deps.model, settings: deps.settings, segments: segments.byId } };
}

/** What an account says; null of nobody's, and of one that went over to another person. */
export function memberFacts(account: Dossier | null): MemberFacts | null {
  return account === null ? null : loyaltyFacts(accountIn(account));
}

/** The dossiers of people, in their order: standings, and accounts where rules ask for points. */
export interface Kept {
  readonly dossier: Dossier | null;
  readonly loyalty: MemberFacts | null;
}

export async function loadKept(
  { store }: Pick<SegmentDeps, 'store'>,
  { needs }: Segments,
  id: CustomerId,
): Promise<Kept> {
  const keys = needs.loyalty ? [standingKey(id), accountKey(id)] : [standingKey(id)];
  const [dossier = null, account = null] = await store.loadDossiers(keys);
  return { dossier, loyalty: memberFacts(account) };
}

/** Of many people at once, as far as rules ask for points. */
export async function loadLoyalty(
  { store }: Pick<SegmentDeps, 'store'>,
  { needs }: Segments,
  ids: readonly CustomerId[],
): Promise<readonly (MemberFacts | null)[]> {
  if (!needs.loyalty) return [];
  const accounts = await store.loadDossiers(ids.map(accountKey));
  return accounts.map(memberFacts);
}

export type Contacts = SegmentFacts['contacts'];

export const NO_CONTACTS: Contacts = { email: null, sms: null };

/**
 * The contacts of each person's addresses, as far as rules ask for consent. What an event is about to write goes before what
 * is stored.
 */
export async function loadContactsOf(
  { store, addressKeyOf }: Pick<SegmentDeps, 'store' | 'addressKeyOf'>,
  { needs }: Segments,
  people: readonly Pick<Person, 'email' | 'phone'>[],
  changed: readonly Contact[] = [],
): Promise<readonly Contacts[]> {
  if (!needs.consents) return people.map(() => NO_CONTACTS);
  const keysOf = people.map(({ email, phone }) => ({
    email: email === null ? null : addressKeyOf('email', email),
    sms: phone === null ? null : addressKeyOf('sms', phone),
  }));
  const keys = keysOf.flatMap(({ email, sms }) => [email, sms]).filter((key) => key !== null);
  const stored = keys.length === 0 ? null : await store.loadContacts([...new Set(keys)]);
  const byKey = new Map(changed.map((contact) => [contact.key, contact]));
  const contactOf = (key: (typeof keys)[number] | null) =>
    key === null ? null : (byKey.get(key) ?? stored?.get(key) ?? null);
  return keysOf.map(({ email, sms }) => ({ email: contactOf(email), sms: contactOf(sms) }));
}

/** What is known of one person. */
export interface KnownPerson {
  readonly person: Person;
  readonly orders: readonly OrderAmount[];
  readonly standing: Standing;
  readonly contacts: Contacts;
  readonly loyalty: MemberFacts | null;
}

export function factsOf(known: KnownPerson, shop: ShopFacts): SegmentFacts {
  const { person, orders, standing, contacts, loyalty } = known;
  return { person, orders, tallies: talliesOf(standing), lists: standing.lists, contacts, loyalty, shop };
}
