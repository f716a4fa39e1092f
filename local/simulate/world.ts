/**
 * The simulated world: a memory store holding everyone as they were at the start, and the orders still to come. Consents,
 * suppressions and open complaints are those on record. Nobody is in a journey and nobody has been evaluated: both begin
 * with the simulation.
 */
import { createMemoryStore, type MemoryStore } from '../../adapters/memory/memoryStore.ts';
import type { Order } from '../../core/customer/order.ts';
import type { Person, PersonRecord } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import { addressKey, type AddressKey, type CustomerId } from '../../core/ids.ts';
import { type ConsentChange, type Contact, consentKey, newContact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { AddressKeyOf, ImportedOrder, ImportedPerson } from '../../core/ports.ts';
import { normalisedAddress } from '../workspace/addressKeys.ts';
import type { Assumptions } from './assumptions.ts';
import type { SimulationRequest, SimulationSource } from './request.ts';

export interface World {
  readonly store: MemoryStore;
  /** Orders within the period, by time, then id. */
  readonly toCome: readonly Order[];
  readonly people: number;
  readonly addressKeyOf: AddressKeyOf;
}

const ASSUMED_DOMAIN = 'assumed.invalid';

/** Within one process an address, as providers treat it, may be its own key: nothing of the simulation is stored. */
const simulatedKeyOf: AddressKeyOf = (channel, address) => addressKey(normalisedAddress(channel, address));

/** An address of one's own, also for ids that differ in nothing but case. */
function assumedAddress(id: CustomerId): string {
  return `${Buffer.from(id, 'utf8').toString('hex')}@${ASSUMED_DOMAIN}`;
}

function asOfStart(person: Person, request: SimulationRequest, assumed: Assumptions): Person {
  const bare = { ...person, version: 0, lifecycle: null };
  if (person.email !== null || !request.assumeReachable) return bare;
  assumed.reachable.add(person.id);
  return { ...bare, email: assumedAddress(person.id) };
}

function assumedConsents(
  person: Person,
  contact: Contact | null,
  request: SimulationRequest,
  assumed: Assumptions,
): ConsentChange[] {
  return request.assumeConsent.flatMap((topic) => {
    if (contact?.consents[consentKey('email', topic)] !== undefined) return [];
    assumed.consents.add(`${person.id}/${topic}`);
    return [
      {
        topic,
        channel: 'email',
        state: 'granted',
        at: person.knownSince,
        source: 'assumed',
        wording: null,
      } as const,
    ];
  });
}

/** What stands in the way of every message to an address; consents are imported apart. */
function withoutConsents(contact: Contact, key: AddressKey): Contact | null {
  const { suppression, complaintOpenSince } = contact;
  if (suppression === null && complaintOpenSince === null) return null;
  return { ...newContact(key), version: 1, suppression, complaintOpenSince };
}

function putContact(store: MemoryStore, { email }: Person, contact: Contact | null): void {
  if (email === null || contact === null) return;
  const start = withoutConsents(contact, simulatedKeyOf('email', email));
  if (start !== null) store.putContact(start);
}

function importedPerson(
  person: Person,
  contact: Contact | null,
  request: SimulationRequest,
  assumed: Assumptions,
): ImportedPerson {
  const start = asOfStart(person, request, assumed);
  if (start.email === null) return { person: start, consents: [] };
  const contactKey = simulatedKeyOf('email', start.email);
  const recorded = Object.values(contact?.consents ?? {}).filter((change) => change.channel === 'email');
  const changes = [...recorded, ...assumedConsents(person, contact, request, assumed)];
  return { person: start, consents: changes.map((change) => ({ contactKey, change })) };
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

/** First order before the end decides whether a person who came with an order is known yet. */
function isKnownAt(record: PersonRecord, from: number): boolean {
  return record.person.knownSince < from || record.orders.some((order) => order.at < from);
}

function compareOrders(a: Order, b: Order): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export interface WorldOptions {
  readonly request: SimulationRequest;
  readonly source: SimulationSource;
  /** How the source keys its contacts. */
  readonly sourceKeyOf: AddressKeyOf;
  /** Noted here as they are made. */
  readonly assumed: Assumptions;
  readonly onFact: (fact: Fact) => void;
  readonly onSettled: (decision: Decision) => void;
}

/** Reads the source once and sets the world up as of `request.from`. O(people + orders). */
export async function setUpWorld(options: WorldOptions): Promise<World> {
  const { request, source, sourceKeyOf, assumed, onFact, onSettled } = options;
  const store = createMemoryStore({ shards: 1, retainFacts: false, retainSettled: false, onFact, onSettled });
  const toCome: Order[] = [];
  let people = 0;
  const importId = await store.beginImport();
  for await (const page of source.exportPeople()) {
    const contactOf = await contactsOf(source, page, sourceKeyOf);
    const known: ImportedPerson[] = [];
    const past: ImportedOrder[] = [];
    for (const record of page) {
      people += 1;
      const profile = isKnownAt(record, request.from)
        ? record.person
        : { ...record.person, knownSince: Math.max(record.person.knownSince, request.from) };
      const contact = contactOf(record.person.email);
      putContact(store, profile, contact);
      known.push(importedPerson(profile, contact, request, assumed));
      for (const order of record.orders) {
        if (order.at < request.from) past.push({ line: 0, order: wholeOrder(order), idFromContent: false });
        else if (order.at < request.to) toCome.push(order);
      }
    }
    await store.importPeople(known);
    await store.importOrders(past, importId);
  }
  return {
    store,
    toCome: toCome.sort(compareOrders),
    people,
    addressKeyOf: simulatedKeyOf,
  };
}

/** Lines are left out: a recorded order counts by its amount, which its lines already add up to. */
function wholeOrder(order: Order): Order {
  return order.lines.length === 0 ? order : { ...order, lines: [] };
}
