/**
 * Everything that is kept about one person, as one document they can read: what was told of them, what they ordered and did,
 * what was decided and on what evidence, what was sent, what they agreed to and how that is known, what is still to be
 * done. Instants are ISO texts in UTC, money is as it is kept: integers in minor units with their currency.
 *
 * Records go out as they are kept, so what a record gains later is in the export too.
 */
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Contact } from '../message/contact.ts';
import type { Decision } from '../message/decision.ts';
import type { AddressKeyOf, DirectoryStore, PeopleStore } from '../ports.ts';
import type { Task } from '../task.ts';
import { type Instant, isoInstant } from '../time.ts';
import type { ErasureStore, PersonalPlace, Traces } from './erasure.ts';
import { bareAddressId } from './erasureTask.ts';
import type { Identity } from './identityItem.ts';
import type { Order } from './order.ts';
import type { Person } from './person.ts';

export interface ExportDeps {
  readonly store: Pick<PeopleStore, 'loadPerson' | 'loadIdentities' | 'loadContacts' | 'factsOf'> &
    Pick<DirectoryStore, 'decisionsOf'> &
    Pick<ErasureStore, 'tasksOf'>;
  readonly addressKeyOf: AddressKeyOf;
  readonly places: readonly PersonalPlace[];
}

/** Sections in the order they stand in the document, each in plain words. */
const SECTIONS = {
  person: 'What the shop was told of this person, and when each field was told',
  lifecycle: 'How the shop sees the relationship, and on what evidence',
  ids: 'Ids this person is known by, how they were linked, and what was told under each',
  addresses:
    'Each address with the consents given and withdrawn, their proof, suppression, complaints and recent sends',
  orders: 'Orders and refunds',
  journeys: 'Passages through journeys',
  decisions: 'Messages that were decided on, what became of each, and why',
  history: 'What happened, the newest first: events, changes of stage, consents, messages',
  tasks: 'What is still to be done about this person',
  elsewhere: 'What other places keep: messages as they were handed over, events that could not be applied',
} as const;

export type PersonExport = JsonObject;

/** Milliseconds of the year 1973: what is greater and stands where an instant does is one. */
const EARLIEST_MS = 100_000_000_000;
const IS_INSTANT = /^(?:at|since|until)$|(?:At|Since|Until)$/;

function isInstant(key: string, value: unknown): value is Instant {
  return typeof value === 'number' && Math.abs(value) >= EARLIEST_MS && IS_INSTANT.test(key);
}

/** A record as JSON a person can read: instants as texts, what is undefined left out. */
export function readable(value: unknown, key = ''): Json {
  if (isInstant(key, value)) return isoInstant(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one) => readable(one));
  if (typeof value !== 'object' || value === null) return null;
  return readableRecord(value, key);
}

/** The same of an object. */
export function readableRecord(value: object, key = ''): JsonObject {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const isTimes = key === 'fieldTimes';
  return Object.fromEntries(entries.map(([name, one]) => [name, readable(one, isTimes ? 'at' : name)]));
}

function personView(person: Person | null): Json {
  if (person === null) return null;
  const { version: _version, lifecycle: _lifecycle, ...told } = person;
  return readable(told);
}

function addressView(
  contact: Contact,
  { addresses }: Traces,
  ids: readonly CustomerId[],
  addressKeyOf: AddressKeyOf,
): Json {
  const address = addresses.find((one) => addressKeyOf(one.channel, one.address) === contact.key);
  const { version: _version, holders, ...known } = contact;
  const own = holders.filter(({ id }) => ids.includes(id));
  return readable({
    address: address?.address ?? null,
    channel: address?.channel ?? null,
    ...known,
    holders: own,
  });
}

interface Records {
  readonly person: Person | null;
  readonly identities: readonly Identity[];
  readonly contacts: readonly Contact[];
  readonly orders: readonly Order[];
  readonly enrolments: readonly unknown[];
  readonly decisions: readonly Decision[];
  readonly facts: readonly Fact[];
  readonly tasks: readonly Task[];
  readonly elsewhere: JsonObject;
}

/** Decisions and facts of the person, and of what went to an address of theirs alone. */
async function happened(
  store: ExportDeps['store'],
  { ids: [root], keys }: Traces,
): Promise<Pick<Records, 'decisions' | 'facts'>> {
  const names = new Set([...(root === undefined ? [] : [root]), ...keys.map(bareAddressId)]);
  const decisions: Decision[] = [];
  const facts: Fact[] = [];
  for (const id of names) {
    decisions.push(...(await store.decisionsOf(id)));
    facts.push(...(await store.factsOf(id, Number.MAX_SAFE_INTEGER)));
  }
  return { decisions, facts: facts.sort((a, b) => b.at - a.at) };
}

async function recordsOf({ store, places }: ExportDeps, traces: Traces): Promise<Records> {
  const { ids, keys } = traces;
  const [root] = ids;
  const [record, identities, contacts, tasks] = await Promise.all([
    root === undefined ? null : store.loadPerson(root),
    store.loadIdentities(ids),
    store.loadContacts(keys),
    store.tasksOf(ids),
  ]);
  const elsewhere: Record<string, Json> = {};
  for (const place of places) elsewhere[place.name] = (await place.find(traces)).map((one) => readable(one));
  return {
    person: record?.person ?? null,
    orders: record?.orders ?? [],
    enrolments: record?.enrolments ?? [],
    identities: [...identities.values()],
    contacts: [...contacts.values()],
    ...(await happened(store, traces)),
    tasks,
    elsewhere,
  };
}

/** Without the names that messages to a bare address go under. */
function ownIds({ ids, keys }: Traces): readonly CustomerId[] {
  const bare = new Set(keys.map(bareAddressId));
  return ids.filter((id) => !bare.has(id));
}

/** Everything kept under the traces. */
export async function personExport(deps: ExportDeps, traces: Traces, now: Instant): Promise<PersonExport> {
  const found = await recordsOf(deps, traces);
  const { addressKeyOf } = deps;
  return {
    format: 'perennial-person/1',
    exportedAt: isoInstant(now),
    customer: ownIds(traces)[0] ?? traces.addresses[0]?.address ?? null,
    contents: { ...SECTIONS },
    person: personView(found.person),
    lifecycle: readable(found.person?.lifecycle ?? null),
    ids: ownIds(traces).map((id) => {
      const identity = found.identities.find((one) => one.id === id);
      return identity === undefined ? { id } : readable(identity);
    }),
    addresses: found.contacts.map((one) => addressView(one, traces, traces.ids, addressKeyOf)),
    orders: readable(found.orders),
    journeys: readable(found.enrolments),
    decisions: readable(found.decisions),
    history: readable(found.facts),
    tasks: readable(found.tasks),
    elsewhere: found.elsewhere,
  };
}
