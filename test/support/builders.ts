/**
 * Records of the domain for tests, each whole and plausible, with one-line overrides: `aPerson({ zone: 'Asia/Tokyo' })`.
 * Everything happens around `NOW`, a Tuesday at 11:00 UTC.
 */
import type * as z from 'zod';
import type { CustomerEvent, OrderEvent, TrackedEvent } from '../../core/customer/event.ts';
import { NO_ORDERS, type Order } from '../../core/customer/order.ts';
import { newPerson, type Person } from '../../core/customer/person.ts';
import { addressKey, customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import {
  type JourneyDefinition,
  journeySchema,
  type PublishedJourney,
} from '../../core/journey/definition.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import { evaluateCustomer } from '../../core/lifecycle/evaluateCustomer.ts';
import { coldModel } from '../../core/lifecycle/coldModel.ts';
import { rhythmFromLimits } from '../../core/lifecycle/gapQuantiles.ts';
import type { Lifecycle } from '../../core/lifecycle/lifecycle.ts';
import type { ShopRhythm } from '../../core/lifecycle/model.ts';
import { type ConsentChange, type Contact, consentKey, newContact } from '../../core/message/contact.ts';
import { type Decision, UNTOUCHED } from '../../core/message/decision.ts';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../core/settings/settings.ts';
import type { Task } from '../../core/task.ts';
import { DAY_MS, type Instant, parseIso } from '../../core/time.ts';

/** The instant of an ISO text. Throws where it is none, so that a typing error cannot pass for 1970. */
export function at(iso: string): Instant {
  const instant = parseIso(iso);
  if (instant === null) throw new Error(`"${iso}" is no ISO date`);
  return instant;
}

export const NOW = at('2026-03-10T11:00:00Z');
export const MAYA = customerId('maya');

export function aPerson(overrides: Partial<Person> = {}): Person {
  const id = overrides.id ?? MAYA;
  return {
    ...newPerson(id, NOW - 100 * DAY_MS),
    version: 1,
    name: 'Maya Lin',
    email: `${id}@example.org`,
    zone: 'Europe/Berlin',
    ...overrides,
  };
}

export function anOrder(overrides: Partial<Order> = {}): Order {
  return {
    id: 'order-1',
    customerId: MAYA,
    at: NOW,
    amountMinor: 2_500,
    currency: 'USD',
    lines: [],
    ...overrides,
  };
}

/** A task of Maya's, due now in lane `upkeep`. */
export function aTask(overrides: Partial<Task> = {}): Task {
  return {
    id: 'merge/maya',
    kind: 'merge',
    customerId: MAYA,
    lane: 'upkeep',
    dueAt: NOW,
    version: 1,
    attempts: 0,
    body: { moved: 0 },
    ...overrides,
  };
}

/** The lifecycle of somebody without an order, before any evaluation of the shop. */
export function aLifecycle(overrides: Partial<Lifecycle> = {}): Lifecycle {
  const input = { knownSince: NOW - 100 * DAY_MS, lifecycle: null, history: NO_ORDERS };
  return { ...evaluateCustomer(input, NOW, coldModel(DEFAULT_SETTINGS), DEFAULT_SETTINGS), ...overrides };
}

/** A shop late after 60 days, after 40 for the second order; P50 and P80 as follow from the limits. */
export function aRhythm(overrides: Partial<ShopRhythm> = {}): ShopRhythm {
  const { firstGapDays = 40, gapDays = 60, gaps = 100 } = overrides;
  const { lateQuantile } = DEFAULT_SETTINGS.lifecycle;
  return { ...rhythmFromLimits({ firstGapDays, gapDays, gaps }, lateQuantile), ...overrides };
}

export function anEnrolment(overrides: Partial<Enrolment> = {}): Enrolment {
  const owner = overrides.customerId ?? MAYA;
  const journeyId = overrides.journeyId ?? 'test';
  return {
    id: enrolmentId(`${owner}/${journeyId}//1`),
    customerId: owner,
    journeyId,
    journeyVersion: 1,
    key: '',
    entry: 1,
    version: 1,
    enteredAt: NOW,
    trigger: { event: 'Signed Up', properties: {} },
    status: 'active',
    endedAt: null,
    endReason: null,
    endDetail: null,
    nodeId: 'start',
    resting: false,
    dueAt: NOW,
    attempts: 0,
    arms: {},
    heldOut: false,
    gifts: {},
    round: 0,
    visits: {},
    openDecisions: [],
    ...overrides,
  };
}

export function aDecision(overrides: Partial<Decision> = {}): Decision {
  const owner = overrides.customerId ?? MAYA;
  return {
    id: decisionId(`${owner}/test//1/hello/1`),
    customerId: owner,
    enrolmentId: enrolmentId(`${owner}/test//1`),
    journeyId: 'test',
    journeyVersion: 1,
    nodeId: 'hello',
    class: 'promotional',
    channel: 'email',
    topic: 'offers',
    template: 'hello',
    url: null,
    event: null,
    given: null,
    priority: 50,
    onRefusal: 'wait',
    heldOut: false,
    decidedAt: NOW,
    expiresAt: NOW + 3 * DAY_MS,
    settingsVersion: 1,
    modelVersion: 1,
    lane: 'journey',
    dueAt: NOW,
    ...UNTOUCHED,
    ...overrides,
  };
}

export function granted(topic: string, overrides: Partial<ConsentChange> = {}): ConsentChange {
  return {
    topic,
    channel: 'email',
    state: 'granted',
    at: NOW - 30 * DAY_MS,
    source: 'checkout form',
    wording: null,
    ...overrides,
  };
}

export function denied(topic: string, overrides: Partial<ConsentChange> = {}): ConsentChange {
  return granted(topic, { state: 'denied', ...overrides });
}

/** A contact with these consents, whichever came last for a topic. */
export function aContact(
  consents: readonly ConsentChange[] = [granted('offers')],
  overrides: Partial<Contact> = {},
) {
  const byTopic = consents.map((change) => [consentKey(change.channel, change.topic), change] as const);
  const contact: Contact = {
    ...newContact(addressKey('email:maya@example.org')),
    version: 1,
    consents: Object.fromEntries(byTopic),
    ...overrides,
  };
  return contact;
}

/** A journey that greets and ends; `nodes` and whatever else may be given as a file would give it. */
export function aJourney(overrides: Partial<z.input<typeof journeySchema>> = {}): JourneyDefinition {
  return journeySchema.parse({
    id: 'test',
    name: { en: 'Test', 'zh-CN': '测试' },
    topic: 'offers',
    class: 'promotional',
    entry: [{ on: 'event', event: 'Signed Up' }],
    start: Object.keys(overrides.nodes ?? { start: 0 })[0] ?? 'start',
    nodes: { start: { type: 'send', template: 'hello', next: 'done' }, done: { type: 'end' } },
    ...overrides,
  });
}

export function published(definition: JourneyDefinition, version = 1): PublishedJourney {
  return { id: definition.id, version, publishedAt: NOW - 200 * DAY_MS, definition };
}

export function someSettings(overrides: z.input<typeof settingsSchema> = {}): Settings {
  return settingsSchema.parse(overrides);
}

let messages = 0;
function nextMessageId(): string {
  messages += 1;
  return `message-${messages}`;
}

export function anEvent(overrides: Partial<TrackedEvent> = {}): TrackedEvent {
  return {
    kind: 'tracked',
    source: 'test',
    messageId: nextMessageId(),
    customerId: MAYA,
    at: NOW,
    name: 'Signed Up',
    properties: {},
    ...overrides,
  };
}

export function anOrderEvent(overrides: Partial<Order> = {}): OrderEvent {
  const order = anOrder(overrides);
  const { customerId: owner, at: when } = order;
  return { kind: 'order', source: 'test', messageId: nextMessageId(), customerId: owner, at: when, order };
}

export function anIdentity(
  overrides: Partial<Extract<CustomerEvent, { kind: 'identified' }>> = {},
): Extract<CustomerEvent, { kind: 'identified' }> {
  const head = { source: 'test', messageId: nextMessageId(), customerId: MAYA, at: NOW };
  return { kind: 'identified', ...head, email: 'maya@example.org', ...overrides };
}
