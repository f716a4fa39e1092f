/** People, events and facts of a store file. */
import type { AddressKey, CustomerId } from '../../core/ids.ts';
import { foldOrders } from '../../core/customer/order.ts';
import type { Identity } from '../../core/customer/identityItem.ts';
import type { Person, PersonRecord } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { EventChange, EventResult, PeopleStore, RecentEvent } from '../../core/ports.ts';
import { MOST_EVENTS_EXAMINED, recentEventOf } from '../records/recentEvents.ts';
import { requireSoundEvent } from '../records/soundChange.ts';
import { isJsonObject, json, number } from './columns.ts';
import { readEnrolment } from './enrolmentRows.ts';
import { readFact } from './factRows.ts';
import type { IdentityTable } from './identityTable.ts';
import { sqliteMoves } from './moveItems.ts';
import type { PeopleTable, PersonPlace } from './peopleTable.ts';
import type { StoreTables } from './storeTables.ts';

type EventsQuery = Parameters<PeopleStore['recentEvents']>[1];

export interface SqlitePeople {
  readonly port: PeopleStore;
  /** Every id of the person an id leads to, the root first; to be read inside a read. */
  readonly idsOf: (id: CustomerId) => readonly CustomerId[];
}

export function sqlitePeople(
  tables: StoreTables,
  people: PeopleTable,
  identities: IdentityTable,
): SqlitePeople {
  const { file } = tables;
  const move = sqliteMoves(tables, identities);
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

  /** The person an id leads to. */
  function profile(id: CustomerId): Person | null {
    const person = people.person(id);
    if (person !== null) return person;
    const owner = identities.ownerOf(id);
    return owner === id ? null : people.person(owner);
  }

  function idsOf(id: CustomerId): readonly CustomerId[] {
    const person = profile(id);
    return person === null ? [id] : [person.id, ...person.members];
  }

  function record(id: CustomerId): PersonRecord | null {
    let found = people.personWithOrders(id);
    const owner = found === null ? identities.ownerOf(id) : id;
    if (owner !== id) found = people.personWithOrders(owner);
    if (found === null) return null;
    const { person, orders } = found;
    const enrolments = sql.enrolments.all(person.id).map(readEnrolment);
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

  /** A person who must not be there is no id that leads to another either, unless that is written too. */
  function isAt(id: CustomerId, place: PersonPlace | null, version: number, change: EventChange): boolean {
    if ((place?.version ?? 0) !== version) return false;
    if (version > 0 || identities.ownerOf(id) === id) return true;
    return change.identities?.some(({ identity }) => identity.id === id) ?? false;
  }

  function othersAsExpected(change: EventChange): boolean {
    const { others = [], absorbed = [], unchanged = [] } = change;
    return (
      unchanged.every(({ id, version }) => identities.versionOf(id) === version) &&
      others.every(({ person: { id }, expectedVersion }) =>
        isAt(id, people.place(id), expectedVersion, change),
      ) &&
      absorbed.every(({ id, expectedVersion }) => isAt(id, people.place(id), expectedVersion, change)) &&
      (change.identities ?? []).every(
        ({ identity, expectedVersion }) => identities.versionOf(identity.id) === expectedVersion,
      )
    );
  }

  function writeOthers({ others = [], absorbed = [], identities: written = [] }: EventChange): void {
    for (const { person } of others) {
      people.putPerson(person, people.place(person.id)?.versionsElsewhere ?? 0);
    }
    for (const { id } of absorbed) identities.absorb(id);
    for (const { identity } of written) identities.put(identity);
  }

  function applyEvent(change: EventChange): EventResult {
    requireSoundEvent(change);
    if (isKnown(change)) return 'duplicate';
    const { event, person } = change;
    const place = people.place(person.id);
    if (!isAt(person.id, place, change.expectedVersion, change)) return 'conflict';
    if (!othersAsExpected(change)) return 'conflict';
    if (!contactsAsExpected(change) || !tables.isAsExpected(change)) return 'conflict';
    sql.addEvent.run(event.source, event.messageId, event.at);
    people.putPerson(person, (place?.versionsElsewhere ?? 0) + (event.kind === 'order' ? 1 : 0));
    if (event.kind === 'order') {
      const no = place?.no ?? people.place(person.id)?.no ?? 0;
      people.addWholeOrder(no, event.order, event.order.id);
    }
    writeOthers(change);
    for (const { contact } of change.contacts) tables.putContact(contact);
    tables.writeConsequences(change);
    return 'committed';
  }

  /** Names are compared here: for the few events of most people that is three times as fast as JSON functions of SQL. */
  function eventsUnder(id: CustomerId, { names, since, limit }: EventsQuery): RecentEvent[] {
    const found: RecentEvent[] = [];
    for (const row of sql.events.all(id, since)) {
      if (found.length >= limit) break;
      const event = recentEventOf(number(row, 'at'), json(row, 'body', isJsonObject));
      if (event !== null && names.includes(event.name)) found.push(event);
    }
    return found;
  }

  function recentEvents(id: CustomerId, query: EventsQuery): RecentEvent[] {
    const [root = id, ...members] = idsOf(id);
    const found = eventsUnder(root, query);
    if (members.length === 0) return found;
    const all = [...found, ...members.flatMap((one) => eventsUnder(one, query))];
    return all.sort((a, b) => b.at - a.at).slice(0, query.limit);
  }

  function factsOf(id: CustomerId, limit: number): Fact[] {
    const rows = idsOf(id).flatMap((one) => sql.facts.all(one, limit));
    return rows
      .sort((a, b) => number(b, 'at') - number(a, 'at') || number(b, 'seq') - number(a, 'seq'))
      .slice(0, limit)
      .map(readFact);
  }

  function findIdentities(ids: readonly CustomerId[]): ReadonlyMap<CustomerId, Identity> {
    const found = new Map<CustomerId, Identity>();
    for (const id of ids) {
      const identity = identities.identity(id);
      if (identity !== null) found.set(id, identity);
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

  const port: PeopleStore = {
    loadPerson: (id) => file.read(() => record(id)),
    loadProfile: (id) => file.read(() => profile(id)),
    loadIdentities: (ids) => file.read(() => findIdentities(ids)),
    applyEvent: (change) => file.write(() => applyEvent(change)),
    loadContacts: (keys) => file.read(() => findContacts(keys)),
    moveItems: (what, limit, now) => file.write(() => move(what, limit, now), limit),
    factsOf: (id, limit) => file.read(() => factsOf(id, limit)),
    recentEvents: (id, query) => file.read(() => recentEvents(id, query)),
  };
  return { port, idsOf };
}
