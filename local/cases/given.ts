/**
 * What a case gives: a memory store with its customers as they are at the start, evaluated, under a model that is the case's
 * own and never fitted anew. A stage or grade that is given is checked against what the engine makes of the orders.
 */
import { foldOrders, type Order } from '../../core/customer/order.ts';
import { newPerson, type Person } from '../../core/customer/person.ts';
import { minorDigits } from '../../core/currency.ts';
import type { Fact } from '../../core/fact.ts';
import { customerId } from '../../core/ids.ts';
import { evaluateCustomer } from '../../core/lifecycle/evaluateCustomer.ts';
import type { Grade, Stage } from '../../core/lifecycle/lifecycle.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import { type ConsentChange, newContact } from '../../core/message/contact.ts';
import { CONSENT_CHANNELS, type ConsentChannel } from '../../core/message/messageClass.ts';
import type { MemoryStore } from '../../adapters/memory/memoryStore.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { DAY_MS, type Instant, startOfDay, utcDay } from '../../core/time.ts';
import { simulatedKeyOf } from '../simulate/world.ts';
import type { GivenCustomer, GivenRhythm } from './caseFile.ts';
import { modelOf } from './caseModel.ts';
import type { GivenConsents, GivenOrder } from './givenParts.ts';
import { type MomentBase, momentAt } from './moment.ts';
import { CaseNotRunnable } from './notRunnable.ts';

const CASE = 'case';

export interface Subject {
  readonly id: string;
  readonly given: GivenCustomer;
  /** What times of theirs are counted from. */
  readonly base: MomentBase;
}

/** The instant of a text the schema accepted. */
export function instantOf(text: string, base: MomentBase): Instant {
  const at = momentAt(text, base);
  if (at === null) throw new CaseNotRunnable('at', `${text} is no time in ${base.zone}`);
  return at;
}

export function currencyOf({ shop }: Settings): string {
  return shop.currency ?? 'USD';
}

export function minorOf(amount: number, settings: Settings): number {
  return Math.round(amount * 10 ** minorDigits(currencyOf(settings)));
}

/** Days before the start on which somebody ordered whose orders come to a stage in a shop of the usual rhythm. */
const TYPICAL_ORDERS: Readonly<Record<Stage, readonly number[]>> = {
  identification: [],
  development: [40, 10],
  stability: [124, 94, 64, 34, 4],
  decline: [430, 400],
};
const TYPICAL_AMOUNT = 20;

function typicalOrders(stage: Stage): GivenOrder[] {
  return TYPICAL_ORDERS[stage].map((days) => ({ at: `-${days}d`, amount: TYPICAL_AMOUNT }));
}

function ordersOf({ id, given, base }: Subject, settings: Settings): Order[] {
  const orders = given.orders ?? typicalOrders(given.stage ?? 'identification');
  return orders.map((order, index) => ({
    id: order.id ?? `${id}-given-${index + 1}`,
    customerId: customerId(id),
    at: instantOf(order.at, base),
    amountMinor: minorOf(order.amount, settings),
    currency: currencyOf(settings),
    lines: (order.items ?? []).map((item) => ({ item, quantity: 1, priceMinor: null })),
  }));
}

const KNOWN_FOR_DAYS = 30;

function personOf({ id, given, base }: Subject, orders: readonly Order[]): Person {
  const since = given.since === undefined ? base.now - KNOWN_FOR_DAYS * DAY_MS : instantOf(given.since, base);
  return {
    ...newPerson(customerId(id), Math.min(since, ...orders.map((order) => order.at))),
    name: given.name ?? null,
    email: given.email ?? null,
    phone: given.phone ?? null,
    locale: given.locale ?? null,
    zone: given.zone ?? null,
    traits: given.traits ?? {},
  };
}

function isChannel(text: string): text is ConsentChannel {
  return CONSENT_CHANNELS.some((channel) => channel === text);
}

/** `offers` for every channel, `sms/offers` for one, each as a change of its own. */
export function consentChanges(consents: GivenConsents, at: Instant): ConsentChange[] {
  return consents.flatMap(({ topic: text, state }) => {
    const [first = '', second] = text.split('/');
    const topic = second ?? first;
    const channels = second !== undefined && isChannel(first) ? [first] : CONSENT_CHANNELS;
    return channels.map((channel) => ({ topic, channel, state, at, source: CASE, wording: null }));
  });
}

function addressOf(person: Person, channel: ConsentChannel): string | null {
  return channel === 'email' ? person.email : person.phone;
}

function blockAddresses(store: MemoryStore, { given, base }: Subject, person: Person): void {
  if (given.suppressed === undefined && given.complaint === undefined) return;
  const openedAt = given.complaint === undefined ? null : instantOf(given.complaint, base);
  const complaints = openedAt === null ? [] : [{ id: 'given', openedAt, closedAt: null }];
  const why = given.suppressed;
  const suppression = why === undefined ? null : { why, at: base.now, source: 'given' };
  for (const channel of CONSENT_CHANNELS) {
    const address = addressOf(person, channel);
    if (address === null) continue;
    const contact = newContact(simulatedKeyOf(channel, address));
    store.putContact({ ...contact, version: 1, suppression, complaints });
  }
}

async function arrive(store: MemoryStore, subject: Subject, settings: Settings): Promise<void> {
  const orders = ordersOf(subject, settings);
  const late = orders.find((order) => order.at >= subject.base.now);
  if (late !== undefined)
    throw new CaseNotRunnable(
      'orders',
      'orders of a customer lie before the start; an order to come is an event',
    );
  const person = personOf(subject, orders);
  const consents = consentChanges(subject.given.consents ?? [], person.knownSince).flatMap((change) => {
    const address = addressOf(person, change.channel);
    return address === null ? [] : [{ contactKey: simulatedKeyOf(change.channel, address), change }];
  });
  blockAddresses(store, subject, person);
  await store.importPeople([{ person, consents }]);
  const rows = orders.map((order, index) => ({ line: index + 1, order, idFromContent: false }));
  await store.importOrders(rows, await store.beginImport());
}

function checkGiven({ given }: Subject, found: { readonly stage: Stage; readonly grade: Grade }): void {
  const remedy = 'leave it out, or mend orders and rhythm';
  if (given.stage !== undefined && given.stage !== found.stage)
    throw new CaseNotRunnable('stage', `the orders come to ${found.stage}, not ${given.stage}; ${remedy}`);
  if (given.grade !== undefined && given.grade !== found.grade)
    throw new CaseNotRunnable('grade', `the grade comes to ${found.grade}, not ${given.grade}; ${remedy}`);
}

async function evaluate(
  store: MemoryStore,
  subject: Subject,
  model: ShopModel,
  settings: Settings,
): Promise<void> {
  const record = await store.loadPerson(customerId(subject.id));
  if (record === null) return;
  const { person, orders } = record;
  const known = { knownSince: person.knownSince, lifecycle: null, history: foldOrders(orders) };
  const lifecycle = evaluateCustomer(known, startOfDay(utcDay(subject.base.now)), model, settings);
  checkGiven(subject, lifecycle);
  const fact: Fact = {
    customerId: person.id,
    at: subject.base.now,
    kind: 'stage-changed',
    journeyId: null,
    body: { from: null, to: lifecycle.stage, rule: lifecycle.evidence.rule },
  };
  const write = { customerId: person.id, expectedVersion: person.version, lifecycle };
  await store.commitLifecycles([{ ...write, enrolments: [], cancellations: [], facts: [fact] }]);
}

export interface Given {
  readonly subjects: readonly Subject[];
  readonly rhythm: GivenRhythm;
  readonly settings: Settings;
  readonly now: Instant;
  readonly until: Instant;
}

/** Puts the customers into an empty store. Throws `CaseNotRunnable` where what is given contradicts itself. */
export async function fillStore(
  store: MemoryStore,
  { subjects, rhythm, settings, now, until }: Given,
): Promise<void> {
  const grade = subjects.find(({ given }) => given.grade !== undefined)?.given.grade;
  const model = modelOf(rhythm, grade, settings, until);
  await store.saveModel(model);
  for (const subject of subjects) {
    if (subject.given.known === false) continue;
    await arrive(store, subject, settings);
    await evaluate(store, subject, model, settings);
  }
  const summary = await store.countLifecycles();
  await store.saveEvaluation({
    at: startOfDay(utcDay(now)),
    current: true,
    modelVersion: model.version,
    summary,
  });
}
