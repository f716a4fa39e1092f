/**
 * The simulated world: a memory store holding everyone as they were at the start, and the orders still to come. Consents,
 * suppressions and open complaints are those on record. Nobody is in a journey and nobody has been evaluated: both begin
 * with the simulation.
 */
import { createMemoryStore, type MemoryStore } from '../../adapters/memory/memoryStore.ts';
import { LONGEST_LOOK_BACK_MS } from '../../core/journey/lookBack.ts';
import { isEarnOp, isTimeOp } from '../../core/loyalty/entry.ts';
import { ORDER_EVENTS, type TrackedEvent } from '../../core/customer/event.ts';
import type { Order } from '../../core/customer/order.ts';
import type { Dossier, DossierKind } from '../../core/dossier.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { RecentEvent } from '../../core/customer/recentEvent.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Person } from '../../core/customer/person.ts';
import type { Fact } from '../../core/fact.ts';
import { addressKey, type AddressKey, type CustomerId } from '../../core/ids.ts';
import { type ConsentChange, type Contact, consentKey, newContact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { AddressKeyOf, ImportedOrder, ImportedPerson } from '../../core/ports.ts';
import { utcDay } from '../../core/time.ts';
import { normalisedAddress } from '../../functions/shared/addressKeys.ts';
import type { Assumptions } from './assumptions.ts';
import { addressOf, type RecordedPerson } from './readSource.ts';
import type { SimulationRequest } from './request.ts';
import { withOneLine } from './margins.ts';
import type { SimulatedCosts } from './simulatedCosts.ts';

const ASSUMED_DOMAIN = 'assumed.invalid';
/** A country code nobody has. */
const ASSUMED_COUNTRY = '+999';

/** Within one process an address, as providers treat it, may be its own key: nothing of the simulation is stored. */
export const simulatedKeyOf: AddressKeyOf = (channel, address) =>
  addressKey(normalisedAddress(channel, address));

/** Read twice or three times in their lives. */
const PACKED: ReadonlySet<DossierKind> = new Set(['win-back', 'points-entry', 'picks']);

/** An address of one's own, also for ids that differ in nothing but case. */
function assumedEmail(id: CustomerId): string {
  return `${Buffer.from(id, 'utf8').toString('hex')}@${ASSUMED_DOMAIN}`;
}

/** The n-th of as many as E.164 has room for. */
function assumedPhone(n: number): string {
  return `${ASSUMED_COUNTRY}${String(n).padStart(11, '0')}`;
}

function asOfStart(person: Person, request: SimulationRequest, assumed: Assumptions): Person {
  const bare = { ...person, version: 0, lifecycle: null, members: [], consents: [] };
  const lacking = request.assumeReachable.filter((channel) => addressOf(person, channel) === null);
  if (lacking.length === 0) return bare;
  for (const channel of lacking) assumed.reach(person.id, channel);
  return {
    ...bare,
    email: lacking.includes('email') ? assumedEmail(person.id) : person.email,
    phone: lacking.includes('sms') ? assumedPhone(assumed.countReachableBy('sms')) : person.phone,
  };
}

function assumedConsents(
  person: Person,
  channel: ConsentChannel,
  contact: Contact | undefined,
  request: SimulationRequest,
  assumed: Assumptions,
): ConsentChange[] {
  return request.assumeConsent.flatMap((topic) => {
    if (contact?.consents[consentKey(channel, topic)] !== undefined) return [];
    assumed.consent(person.id, channel, topic);
    const at = person.knownSince;
    const how = { source: 'assumed', wording: null, basis: 'express-written', confirmed: true } as const;
    return [{ topic, channel, state: 'granted', at, ...how } as const];
  });
}

/** What stands in the way of every message to an address; consents are imported apart. */
function withoutConsents(contact: Contact, key: AddressKey): Contact | null {
  const { suppression, complaints, pausedUntil, pace, preferredAt } = contact;
  if (suppression === null && complaints.length === 0 && preferredAt === null) return null;
  return { ...newContact(key), version: 1, suppression, complaints, pausedUntil, pace, preferredAt };
}

type ImportedConsent = ImportedPerson['consents'][number];

function consentsOf(
  start: Person,
  channel: ConsentChannel,
  contact: Contact | undefined,
  request: SimulationRequest,
  assumed: Assumptions,
): ImportedConsent[] {
  const address = addressOf(start, channel);
  if (address === null) return [];
  const contactKey = simulatedKeyOf(channel, address);
  const recorded = Object.values(contact?.consents ?? {}).filter((change) => change.channel === channel);
  const changes = [...recorded, ...assumedConsents(start, channel, contact, request, assumed)];
  return changes.map((change) => ({ contactKey, change }));
}

/** A person who comes with an order within the period is not known before. */
function profileAt({ person, orders }: RecordedPerson, from: number): Person {
  const isKnown = person.knownSince < from || orders.some((order) => order.at < from);
  return isKnown ? person : { ...person, knownSince: Math.max(person.knownSince, from) };
}

/** Lines are left out: an order counts by its amount, which its lines already add up to, and where costs are known by what it left. */
function wholeOrder(order: Order): Order {
  return order.lines.length === 0 ? order : { ...order, lines: [] };
}

/** What happens within the period. */
export type Happening = Order | TrackedEvent;

function nameOf(one: Happening): string {
  return 'kind' in one ? one.messageId : one.id;
}

function compareHappenings(a: Happening, b: Happening): number {
  return a.at - b.at || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0);
}

export interface WorldOptions {
  readonly request: SimulationRequest;
  /** Whose consents are taken along. */
  readonly channels: readonly ConsentChannel[];
  /** By which orders before the period are reckoned; null where no cost is known. */
  readonly costs: SimulatedCosts | null;
  readonly settings: Pick<Settings, 'value'>;
  /** Whether anybody asks what was bought before the period. Default: false. */
  readonly keepsLines?: boolean;
  /** Noted here as they are made. */
  readonly assumed: Assumptions;
  /** Names of the events that journeys look back on. */
  readonly rememberEvents: ReadonlySet<string>;
  readonly onFact: (fact: Fact) => void;
  readonly onSettled: (decision: Decision) => void;
  /** Whether cases of win-back keep the sum they rest on, for whoever reports of it. Default: they do not. */
  readonly keepsSums?: boolean;
}

export class World {
  readonly store: MemoryStore;
  readonly addressKeyOf: AddressKeyOf = simulatedKeyOf;
  people = 0;
  private readonly request: SimulationRequest;
  private readonly channels: readonly ConsentChannel[];
  private readonly assumed: Assumptions;
  private readonly options: Pick<WorldOptions, 'costs' | 'settings' | 'keepsSums' | 'keepsLines'>;
  /** What was said with an order, by its id, where something was. */
  readonly orderProperties = new Map<string, JsonObject>();
  /** Orders and events within the period by day, so that sorting looks at one day at a time. */
  private readonly toCome = new Map<number, Happening[]>();
  /** Who gives something back within the period. */
  private readonly givingBack = new Set<CustomerId>();

  constructor(options: WorldOptions) {
    const { request, channels, assumed, rememberEvents, onFact, onSettled } = options;
    this.options = options;
    this.request = request;
    this.channels = channels;
    this.assumed = assumed;
    this.store = createMemoryStore({
      shards: 1,
      retainFacts: false,
      retainSettled: false,
      rememberEvents,
      rememberForMs: LONGEST_LOOK_BACK_MS,
      keepsOf: (dossier) => this.keepsOf(dossier),
      packs: PACKED,
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
      known.push(this.arrive(profile, one.contacts));
      for (const order of one.orders) {
        if (order.at < this.request.from)
          past.push({ line: 0, order: this.pastOrder(order), idFromContent: false });
        else if (order.at < this.request.to) this.expect(order);
      }
      for (const [place, event] of one.events.entries()) this.expectEvent(one.person.id, event, place);
    }
    this.people += page.length;
    await this.store.importPeople(known);
    await this.store.importOrders(past, await this.store.beginImport());
  }

  private pastOrder(order: Order): Order {
    const { costs, settings, keepsLines = false } = this.options;
    if (keepsLines) return order;
    return costs === null ? wholeOrder(order) : withOneLine(order, costs, settings.value);
  }

  /** Orders and events within the period, by time, then id. */
  happeningsToCome(): Happening[] {
    const days = [...this.toCome].sort(([a], [b]) => a - b);
    return days.flatMap(([, happenings]) => happenings.sort(compareHappenings));
  }

  /**
   * Without what only an auditor reads: most entries of points, for what an order earned is looked up when something is given
   * back, and the sum behind a case of win-back.
   */
  private keepsOf(dossier: Dossier): Dossier | null {
    const { kind, id, customerId, body } = dossier;
    if (kind === 'win-back')
      return this.options.keepsSums === true ? dossier : { ...dossier, body: { ...body, sum: null } };
    if (kind !== 'points-entry' || customerId === null || this.givingBack.has(customerId)) return dossier;
    return isTimeOp(id) || isEarnOp(id) ? null : dossier;
  }

  private expect(happening: Happening): void {
    if (!('kind' in happening) && happening.amountMinor < 0) this.givingBack.add(happening.customerId);
    const day = utcDay(happening.at);
    const known = this.toCome.get(day);
    if (known === undefined) this.toCome.set(day, [happening]);
    else known.push(happening);
  }

  /** Of the event of an order only what was said with it is news: the order itself is on record. */
  private expectEvent(customerId: CustomerId, event: RecentEvent, place: number): void {
    const { name, at, properties } = event;
    if (ORDER_EVENTS.has(name)) {
      if (typeof properties.order_id === 'string') this.orderProperties.set(properties.order_id, properties);
      return;
    }
    if (at < this.request.from || at >= this.request.to) return;
    const messageId = `${customerId}/${at}/${name}/${place}`;
    this.expect({ kind: 'tracked', source: 'replay', messageId, customerId, at, name, properties });
  }

  /** The person as they start, with their consents; what blocks their addresses is put at once. */
  private arrive(profile: Person, contacts: RecordedPerson['contacts']): ImportedPerson {
    const person = asOfStart(profile, this.request, this.assumed);
    const consents = this.channels.flatMap((channel) => {
      const contact = contacts[channel];
      this.putContact(addressOf(profile, channel), channel, contact);
      return consentsOf(person, channel, contact, this.request, this.assumed);
    });
    return { person, consents };
  }

  private putContact(address: string | null, channel: ConsentChannel, contact: Contact | undefined): void {
    if (address === null || contact === undefined) return;
    const start = withoutConsents(contact, simulatedKeyOf(channel, address));
    if (start !== null) this.store.putContact(start);
  }
}
