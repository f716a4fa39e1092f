/** People, events and facts of the memory store. */
import type { Identity } from '../../core/customer/identityItem.ts';
import type { AddressKey, CustomerId } from '../../core/ids.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { EventChange, EventResult, PeopleStore, RecentEvent } from '../../core/ports.ts';
import { moveItems } from './moveItems.ts';
import type { Fact } from '../../core/fact.ts';
import { requireSoundEvent } from '../records/soundChange.ts';
import type { MemoryState } from './memoryState.ts';

function isKnownEvent(state: MemoryState, { event }: EventChange): boolean {
  if (state.events.has(event.source, event.messageId)) return true;
  return event.kind === 'order' && state.orders.has(event.order.id);
}

/** A person who must not be there is no id that leads to another either, unless that is written too. */
function isAt(state: MemoryState, id: CustomerId, version: number, change: EventChange): boolean {
  if ((state.customers.get(id)?.person?.version ?? 0) !== version) return false;
  if (version > 0 || state.ownerOf(id) === id) return true;
  return change.identities?.some(({ identity }) => identity.id === id) ?? false;
}

function isAsExpected(state: MemoryState, change: EventChange): boolean {
  const { others = [], absorbed = [], identities = [], unchanged = [] } = change;
  const peopleStand =
    isAt(state, change.person.id, change.expectedVersion, change) &&
    others.every(({ person, expectedVersion }) => isAt(state, person.id, expectedVersion, change)) &&
    absorbed.every(({ id, expectedVersion }) => isAt(state, id, expectedVersion, change));
  if (!peopleStand) return false;
  const identitiesStand = identities.every(
    ({ identity, expectedVersion }) => (state.identities.get(identity.id)?.version ?? 0) === expectedVersion,
  );
  if (!identitiesStand) return false;
  if (!unchanged.every(({ id, version }) => (state.identities.get(id)?.version ?? 0) === version))
    return false;
  const contactsStand = change.contacts.every(
    ({ contact, expectedVersion }) => (state.contacts.get(contact.key)?.version ?? 0) === expectedVersion,
  );
  return contactsStand && state.isAsExpected(change);
}

function applyEvent(state: MemoryState, change: EventChange): EventResult {
  requireSoundEvent(change);
  if (isKnownEvent(state, change)) return 'duplicate';
  if (!isAsExpected(state, change)) return 'conflict';
  const { event, person } = change;
  state.events.add(event.source, event.messageId);
  const customer = state.customer(person.id);
  if (event.kind === 'order') {
    state.orders.addWhole(event.order.id);
    customer.addOrder(event.order);
  }
  state.putPerson(customer, person);
  for (const other of change.others ?? []) state.putPerson(state.customer(other.person.id), other.person);
  for (const { id } of change.absorbed ?? []) state.removePerson(state.customer(id));
  for (const { identity } of change.identities ?? []) state.identities.set(identity.id, identity);
  for (const { contact } of change.contacts) state.contacts.set(contact.key, contact);
  state.writeConsequences(change);
  return 'committed';
}

function loadContacts(state: MemoryState, keys: readonly AddressKey[]): ReadonlyMap<AddressKey, Contact> {
  const found = new Map<AddressKey, Contact>();
  for (const key of keys) {
    const contact = state.contacts.get(key);
    if (contact !== undefined) found.set(key, contact);
  }
  return found;
}

function loadIdentities(state: MemoryState, ids: readonly CustomerId[]): ReadonlyMap<CustomerId, Identity> {
  const found = new Map<CustomerId, Identity>();
  for (const id of ids) {
    const identity = state.identities.get(id);
    if (identity !== undefined) found.set(id, identity);
  }
  return found;
}

/** Newest instant first; of one instant the one written last. */
function newestFirst(facts: readonly Fact[], limit: number): Fact[] {
  return facts
    .toReversed()
    .sort((a, b) => b.at - a.at)
    .slice(0, limit);
}

function recentEvents(
  state: MemoryState,
  id: CustomerId,
  query: Parameters<PeopleStore['recentEvents']>[1],
): RecentEvent[] {
  const root = state.root(id);
  const found = root?.events?.find(query) ?? [];
  if (root === undefined || root.person === null || root.person.members.length === 0) return found;
  const more = state.family(id).filter((one) => one !== root);
  const all = [...found, ...more.flatMap((one) => one.events?.find(query) ?? [])];
  return all.sort((a, b) => b.at - a.at).slice(0, query.limit);
}

export function memoryPeople(state: MemoryState): PeopleStore {
  return {
    loadPerson: (id) => Promise.resolve(state.root(id)?.record() ?? null),
    loadProfile: (id) => Promise.resolve(state.root(id)?.person ?? null),
    loadIdentities: (ids) => Promise.resolve(loadIdentities(state, ids)),
    applyEvent: async (change) => applyEvent(state, change),
    loadContacts: (keys) => Promise.resolve(loadContacts(state, keys)),
    moveItems: async (move, limit, now) => moveItems(state, move, limit, now),
    factsOf: async (id, limit) =>
      newestFirst(
        state.family(id).flatMap(({ facts }) => facts),
        limit,
      ),
    recentEvents: async (id, query) => recentEvents(state, id, query),
  };
}
