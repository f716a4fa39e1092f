/** People, events and facts of the memory store. */
import type { AddressKey } from '../../core/ids.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { EventChange, EventResult, PeopleStore } from '../../core/ports.ts';
import type { Fact } from '../../core/fact.ts';
import { requireSoundEvent } from '../records/soundChange.ts';
import type { MemoryState } from './memoryState.ts';

function isKnownEvent(state: MemoryState, { event }: EventChange): boolean {
  if (state.events.has(event.source, event.messageId)) return true;
  return event.kind === 'order' && state.orders.has(event.order.id);
}

function isAsExpected(state: MemoryState, change: EventChange): boolean {
  const person = state.customers.get(change.person.id)?.person ?? null;
  if ((person?.version ?? 0) !== change.expectedVersion) return false;
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

/** Newest instant first; of one instant the one written last. */
function newestFirst(facts: readonly Fact[], limit: number): Fact[] {
  return facts
    .toReversed()
    .sort((a, b) => b.at - a.at)
    .slice(0, limit);
}

export function memoryPeople(state: MemoryState): PeopleStore {
  return {
    loadPerson: (id) => Promise.resolve(state.customers.get(id)?.record() ?? null),
    loadProfile: (id) => Promise.resolve(state.customers.get(id)?.person ?? null),
    applyEvent: async (change) => applyEvent(state, change),
    loadContacts: (keys) => Promise.resolve(loadContacts(state, keys)),
    factsOf: async (id, limit) => newestFirst(state.customers.get(id)?.facts ?? [], limit),
    recentEvents: async (id, query) => state.customers.get(id)?.events?.find(query) ?? [],
  };
}
