/**
 * Everything that is kept about one person, as one document they can read: what was told of them, what they ordered and did,
 * what was decided and on what evidence, what was sent, what they agreed to and how that is known, what they hold and were
 * promised, what is still to be done. Instants are ISO texts in UTC, money is as it is kept: integers in minor units with their currency.
 *
 * Records go out as they are kept, so what a record gains later is in the export too.
 */
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import type { DossierStore } from '../dossier.ts';
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
import { type BusinessRecords, businessRecords } from './businessRecords.ts';
import { readable } from './readable.ts';

export interface ExportDeps {
  readonly store: Pick<PeopleStore, 'loadPerson' | 'loadIdentities' | 'loadContacts' | 'factsOf'> &
    Pick<DirectoryStore, 'decisionsOf'> &
    Pick<ErasureStore, 'tasksOf'> &
    Pick<DossierStore, 'dossiersOf' | 'loadDossiers'>;
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
  segments: 'Segments and lists this person is in and since when, and the counts of events they rest on',
  points: 'Accounts of points, and every entry that was ever made in them',
  offers: 'Offers given: what was promised, its code, each use; and how often an offer was given',
  winBack: 'Cases of win-back: the verdict, the sum it rests on, and what became of it',
  recommendations: 'Items that were recommended, how each was chosen, and what came of it',
  tasks: 'What is still to be done about this person',
  elsewhere: 'What other places keep: messages as they were handed over, events that could not be applied',
} as const;

export type PersonExport = JsonObject;

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
  readonly business: BusinessRecords;
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
    business: await businessRecords(store, ids),
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
    ...found.business,
    tasks: readable(found.tasks),
    elsewhere: found.elsewhere,
  };
}
