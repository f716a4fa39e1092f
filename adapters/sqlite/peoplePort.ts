/** People, events and facts of a store file. */
import type { AddressKey, CustomerId } from '../../core/ids.ts';
import { foldOrders } from '../../core/customer/order.ts';
import type { PersonRecord } from '../../core/customer/person.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { EventChange, EventResult, PeopleStore, RecentEvent } from '../../core/ports.ts';
import { recentEventOf } from '../records/recentEvents.ts';
import { requireSoundEvent } from '../records/soundChange.ts';
import { isJsonObject, json, number } from './columns.ts';
import { readEnrolment } from './enrolmentRows.ts';
import { readFact } from './factRows.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { StoreTables } from './storeTables.ts';

type EventsQuery = Parameters<PeopleStore['recentEvents']>[1];

/** Bounds what a person with a long history costs. */
const MOST_EVENTS_EXAMINED = 500;

export function sqlitePeople(tables: StoreTables, people: PeopleTable): PeopleStore {
  const { file } = tables;
  const sql = {
    enrolments: file.prepare('SELECT * FROM enrolments WHERE customer_id = ? ORDER BY journey_id, event_key'),
    hasEvent: file.prepare('SELECT 1 FROM events WHERE source = ? AND message_id = ?'),
    addEvent: file.prepare('INSERT INTO events (source, message_id, at) VALUES (?, ?, ?)'),
    events: file.prepare(
      `SELECT at, body FROM facts WHERE customer_id = ? AND at >= ? AND kind = 'event'
      ORDER BY at DESC, seq DESC LIMIT ${MOST_EVENTS_EXAMINED}`,
    ),
    facts: file.prepare('SELECT * FROM facts WHERE customer_id = ? ORDER BY at DESC, seq DESC LIMIT ?'),
  };

  function record(id: CustomerId): PersonRecord | null {
    const person = people.person(id);
    if (person === null) return null;
    const orders = people.orders(id);
    const enrolments = sql.enrolments.all(id).map(readEnrolment);
    return { person, orders, enrolments, history: foldOrders(orders) };
  }

  function isKnown({ event }: EventChange): boolean {
    if (sql.hasEvent.get(event.source, event.messageId) !== undefined) return true;
    return event.kind === 'order' && people.hasOrder(event.order.id);
  }

  function contactsAsExpected({ contacts }: EventChange): boolean {
    return contacts.every(
      ({ contact, expectedVersion }) => tables.contactVersion(contact.key) === expectedVersion,
    );
  }

  function applyEvent(change: EventChange): EventResult {
    requireSoundEvent(change);
    if (isKnown(change)) return 'duplicate';
    const { event, person } = change;
    const place = people.place(person.id);
    if ((place?.version ?? 0) !== change.expectedVersion) return 'conflict';
    if (!contactsAsExpected(change) || !tables.isAsExpected(change)) return 'conflict';
    sql.addEvent.run(event.source, event.messageId, event.at);
    people.putPerson(person, (place?.versionsElsewhere ?? 0) + (event.kind === 'order' ? 1 : 0));
    if (event.kind === 'order') {
      const no = place?.no ?? people.place(person.id)?.no ?? 0;
      people.addWholeOrder(no, event.order, event.order.id);
    }
    for (const { contact } of change.contacts) tables.putContact(contact);
    tables.writeConsequences(change);
    return 'committed';
  }

  /** Names are compared here: for the few events of most people that is three times as fast as JSON functions of SQL. */
  function recentEvents(id: CustomerId, { names, since, limit }: EventsQuery): RecentEvent[] {
    const found: RecentEvent[] = [];
    for (const row of sql.events.all(id, since)) {
      if (found.length >= limit) break;
      const event = recentEventOf(number(row, 'at'), json(row, 'body', isJsonObject));
      if (event !== null && names.includes(event.name)) found.push(event);
    }
    return found;
  }

  function findContacts(keys: readonly AddressKey[]): ReadonlyMap<AddressKey, Contact> {
    const found = new Map<AddressKey, Contact>();
    for (const key of keys) {
      const contact = tables.contact(key);
      if (contact !== null) found.set(key, contact);
    }
    return found;
  }

  return {
    loadPerson: (id) => file.read(() => record(id)),
    loadProfile: (id) => file.read(() => people.person(id)),
    applyEvent: (change) => file.write(() => applyEvent(change)),
    loadContacts: (keys) => file.read(() => findContacts(keys)),
    factsOf: (id, limit) => file.read(() => sql.facts.all(id, limit).map(readFact)),
    recentEvents: (id, query) => file.read(() => recentEvents(id, query)),
  };
}
