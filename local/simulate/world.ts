/**
 * The simulated world: a memory store holding everyone as they were at the start, and the orders still to come. Consents,
 * suppressions and open complaints are those on record. Nobody is in a journey and nobody has been evaluated: both begin
 * with the simulation.
 */
import { createMemoryStore, type MemoryStore } from '../../adapters/memory/memoryStore.ts';
import type { Order } from '../../core/customer/order.ts';
import type { Person } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import { addressKey, type AddressKey, type CustomerId } from '../../core/ids.ts';
import { type ConsentChange, type Contact, consentKey, newContact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { AddressKeyOf, ImportedOrder, ImportedPerson } from '../../core/ports.ts';
import { utcDay } from '../../core/time.ts';
import { normalisedAddress } from '../workspace/addressKeys.ts';
import type { Assumptions } from './assumptions.ts';
import type { RecordedPerson } from './readSource.ts';
import type { SimulationRequest } from './request.ts';

const ASSUMED_DOMAIN = 'assumed.invalid';

/** Within one process an address, as providers treat it, may be its own key: nothing of the simulation is stored. */
export const simulatedKeyOf: AddressKeyOf = (channel, address) =>
  addressKey(normalisedAddress(channel, address));

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

/** A person who comes with an order within the period is not known before. */
function profileAt({ person, orders }: RecordedPerson, from: number): Person {
  const isKnown = person.knownSince < from || orders.some((order) => order.at < from);
  return isKnown ? person : { ...person, knownSince: Math.max(person.knownSince, from) };
}

/** Lines are left out: a recorded order counts by its amount, which its lines already add up to. */
function wholeOrder(order: Order): Order {
  return order.lines.length === 0 ? order : { ...order, lines: [] };
}

function compareOrders(a: Order, b: Order): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export interface WorldOptions {
  readonly request: SimulationRequest;
  /** Noted here as they are made. */
  readonly assumed: Assumptions;
  readonly onFact: (fact: Fact) => void;
  readonly onSettled: (decision: Decision) => void;
}

export class World {
  readonly store: MemoryStore;
  readonly addressKeyOf: AddressKeyOf = simulatedKeyOf;
  people = 0;
  private readonly request: SimulationRequest;
  private readonly assumed: Assumptions;
  /** Orders within the period by day, so that sorting looks at one day at a time. */
  private readonly toCome = new Map<number, Order[]>();

  constructor({ request, assumed, onFact, onSettled }: WorldOptions) {
    this.request = request;
    this.assumed = assumed;
    this.store = createMemoryStore({
      shards: 1,
      retainFacts: false,
      retainSettled: false,
      onFact,
      onSettled,
    });
  }

  /** Puts people in as they were at the start of the period. O(people + orders). */
  async take(page: readonly RecordedPerson[]): Promise<void> {
    const known: ImportedPerson[] = [];
    const past: ImportedOrder[] = [];
    for (const one of page) {
      const profile = profileAt(one, this.request.from);
      this.putContact(profile, one.contact);
      known.push(importedPerson(profile, one.contact, this.request, this.assumed));
      for (const order of one.orders) {
        if (order.at < this.request.from)
          past.push({ line: 0, order: wholeOrder(order), idFromContent: false });
        else if (order.at < this.request.to) this.expect(order);
      }
    }
    this.people += page.length;
    await this.store.importPeople(known);
    await this.store.importOrders(past, await this.store.beginImport());
  }

  /** Orders within the period, by time, then id. */
  ordersToCome(): Order[] {
    const days = [...this.toCome].sort(([a], [b]) => a - b);
    return days.flatMap(([, orders]) => orders.sort(compareOrders));
  }

  private expect(order: Order): void {
    const day = utcDay(order.at);
    const known = this.toCome.get(day);
    if (known === undefined) this.toCome.set(day, [order]);
    else known.push(order);
  }

  private putContact({ email }: Person, contact: Contact | null): void {
    if (email === null || contact === null) return;
    const start = withoutConsents(contact, simulatedKeyOf('email', email));
    if (start !== null) this.store.putContact(start);
  }
}
