/**
 * Applies one event to one person: state recomputed from the order list, consent put under the address, journeys entered
 * and left, all in one commit. A lost race reads again; a duplicate changes nothing.
 */
import type { Fact } from '../fact.ts';
import type { AddressKey } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { follow } from '../journey/follow.ts';
import { NO_CONSEQUENCES, type Trigger } from '../journey/occasion.ts';
import { evaluateCustomer } from '../lifecycle/evaluateCustomer.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import { type ConsentChange, type Contact, newContact, withConsent } from '../message/contact.ts';
import type { AddressKeyOf, EventChange, PeopleStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import { type CustomerEvent, eventName, eventProperties, isHistorical } from './event.ts';
import { NO_ORDERS, type OrderHistory, withOrder } from './order.ts';
import { newPerson, type Person } from './person.ts';

export interface EventDeps {
  readonly store: Pick<PeopleStore, 'loadPerson' | 'loadContacts' | 'applyEvent' | 'recentEvents'>;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Settings;
  readonly model: ShopModel;
}

export class EventConflict extends Error {
  readonly code = 'event-conflict';
  constructor(customer: string) {
    super(`customer ${customer} changed ${MOST_TRIES} times while an event was being applied; send it again`);
    this.name = 'EventConflict';
  }
}

const MOST_TRIES = 8;

function personAfter(event: CustomerEvent, before: Person): Person {
  const knownSince = Math.min(before.knownSince, event.at);
  const next = { ...before, version: before.version + 1, knownSince };
  if (event.kind !== 'identified') return next;
  return {
    ...next,
    name: event.name ?? before.name,
    email: event.email ?? before.email,
    phone: event.phone ?? before.phone,
    locale: event.locale ?? before.locale,
    zone: event.zone ?? before.zone,
    traits: { ...before.traits, ...event.traits },
  };
}

/** An order that is among them already makes the event a duplicate, of which the store writes nothing. */
function historyAfter(event: CustomerEvent, before: OrderHistory): OrderHistory {
  return event.kind === 'order' ? withOrder(before, event.order) : before;
}

/** A consent and the address it belongs to. */
interface AddressedConsent {
  readonly key: AddressKey;
  readonly change: ConsentChange;
}

/** Consents of the event by address; one for a channel on which the person has no address belongs to nobody. */
function consentsOf(deps: EventDeps, event: CustomerEvent, person: Person): AddressedConsent[] {
  const changes = event.kind === 'identified' ? (event.consents ?? []) : [];
  return changes.flatMap((change) => {
    const address = change.channel === 'email' ? person.email : person.phone;
    return address === null ? [] : [{ key: deps.addressKeyOf(change.channel, address), change }];
  });
}

async function contactsAfter(
  deps: EventDeps,
  consents: readonly AddressedConsent[],
): Promise<EventChange['contacts']> {
  const keys = new Set(consents.map(({ key }) => key));
  const stored = await deps.store.loadContacts([...keys]);
  return [...keys].map((key) => {
    const before = stored.get(key) ?? newContact(key);
    const mine = consents.filter((consent) => consent.key === key).map(({ change }) => change);
    const after: Contact = mine.reduce(withConsent, before);
    return { contact: { ...after, version: before.version + 1 }, expectedVersion: before.version };
  });
}

function consentFacts(event: CustomerEvent, consents: readonly AddressedConsent[]): Fact[] {
  return consents.map(({ change }) => ({
    customerId: event.customerId,
    at: change.at,
    kind: 'consent-changed',
    journeyId: null,
    body: { ...change },
  }));
}

async function changeOf(
  deps: EventDeps,
  book: JourneyBook,
  event: CustomerEvent,
  now: Instant,
): Promise<EventChange> {
  const record = await deps.store.loadPerson(event.customerId);
  const before = record?.person ?? newPerson(event.customerId, event.at);
  const moved = personAfter(event, before);
  const history = historyAfter(event, record?.history ?? NO_ORDERS);
  const lifecycle = evaluateCustomer({ ...moved, history }, now, deps.model, deps.settings);
  const person: Person = { ...moved, lifecycle };
  const properties = eventProperties(event);
  const consents = consentsOf(deps, event, person);
  const facts: Fact[] = [
    {
      customerId: person.id,
      at: event.at,
      kind: 'event',
      journeyId: null,
      body: { name: eventName(event), properties, ...(isHistorical(event, now) ? { historical: true } : {}) },
    },
    ...consentFacts(event, consents),
  ];
  const triggers: Trigger[] = [{ kind: 'event', name: eventName(event), properties, at: event.at }];
  const from = before.lifecycle?.stage ?? null;
  if (from !== lifecycle.stage) {
    triggers.push({ kind: 'stage', from, to: lifecycle.stage });
    facts.push({
      customerId: person.id,
      at: now,
      kind: 'stage-changed',
      journeyId: null,
      body: { from, to: lifecycle.stage, rule: lifecycle.evidence.rule, model: lifecycle.modelVersion },
    });
  }
  const followed = isHistorical(event, now)
    ? NO_CONSEQUENCES
    : await follow(deps.store, book, {
        person,
        enrolments: record?.enrolments ?? [],
        triggers,
        now,
        settings: deps.settings,
      });
  return {
    event,
    person,
    expectedVersion: before.version,
    contacts: consents.length === 0 ? [] : await contactsAfter(deps, consents),
    enrolments: followed.enrolments,
    cancellations: followed.cancellations,
    facts: [...facts, ...followed.facts],
  };
}

/** Applies an event; `applied` once, `duplicate` ever after. Throws `EventConflict` after eight lost races. */
export async function applyEvent(
  deps: EventDeps,
  book: JourneyBook,
  event: CustomerEvent,
  now: Instant,
): Promise<'applied' | 'duplicate'> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const result = await deps.store.applyEvent(await changeOf(deps, book, event, now));
    if (result !== 'conflict') return result === 'duplicate' ? 'duplicate' : 'applied';
  }
  throw new EventConflict(event.customerId);
}
