/** `POST /v1/journeys/{id}/entries`: asks for one person to be let into one journey, under its own rules. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { TrackedEvent } from '../../../core/customer/event.ts';
import type { PersonRecord } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { textAt } from '../../../core/journey/condition.ts';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import { JOURNEY_REQUESTED } from '../../../core/journey/triggers.ts';
import type { Instant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, notFound, Problem } from '../../shared/problem.ts';
import { publishedJourney } from './journeys.ts';
import { bodyAs, type Route, type RouteRequest } from './route.ts';

export const entryBody = z.object({
  customer: z.string().min(1),
  key: z.string().min(1).max(200).optional(),
  properties: z.record(z.string(), z.json()).default({}),
});

const LONGEST_REQUEST_KEY = 200;
/** As much as an event may say. */
const LARGEST_PROPERTIES_BYTES = 32 * 1024;

/** Throws a `Problem` of status 400 for a key nobody can keep. */
function requestKeyOf({ headers }: RouteRequest): string {
  const key = headers['idempotency-key'];
  if (key === undefined) return randomUUID();
  if (key.length > 0 && key.length <= LONGEST_REQUEST_KEY) return key;
  const detail = `an idempotency key has 1 to ${LONGEST_REQUEST_KEY} characters; this one has ${key.length}`;
  throw misuse('idempotency-key', detail, 'use a UUID');
}

function checkSize(properties: JsonObject): void {
  const bytes = Buffer.byteLength(JSON.stringify(properties));
  if (bytes <= LARGEST_PROPERTIES_BYTES) return;
  const detail = `the properties have ${bytes} bytes; at most ${LARGEST_PROPERTIES_BYTES} are taken`;
  throw misuse('properties', detail, 'send what the journey reads, and keep the rest');
}

/** What asking came to. */
interface Entry {
  readonly journey: string;
  readonly customer: string;
  readonly key: string;
  readonly outcome: 'entered' | 'refused' | 'repeated';
  /** Why they were not let in: as facts say it, or `filter` where the entry's filter did not let them in. */
  readonly reason: string | null;
}

/** Paths at which the journey's entries by API read their key; null for one that has none. */
function keyPaths({ id, definition }: PublishedJourney): (string | null)[] {
  const entries = definition.entry.filter((entry) => entry.on === 'api');
  if (entries.length > 0) return entries.map((entry) => entry.key ?? null);
  throw new Problem({
    status: 409,
    code: 'no-api-entry',
    title: 'Nobody can be let in by request',
    detail: `journey "${id}" has no entry of kind api`,
    remedy: 'add "- on: api" to its entry and publish it',
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object with a value at a dotted path. */
function withValueAt(root: JsonObject, [name = '', ...rest]: readonly string[], value: string): JsonObject {
  if (rest.length === 0) return { ...root, [name]: value };
  const inner = root[name];
  return { ...root, [name]: withValueAt(isObject(inner) ? inner : {}, rest, value) };
}

/** The properties of the request, the key where the journey reads it. */
function keyed(journey: PublishedJourney, given: JsonObject, key: string | undefined): [JsonObject, string] {
  const paths = keyPaths(journey);
  const [path] = paths.filter((one) => one !== null);
  if (path === undefined) {
    if (key === undefined) return [given, ''];
    throw misuse('key', `the entry of "${journey.id}" takes no key`, 'leave the key out');
  }
  const properties = key === undefined ? given : withValueAt(given, path.split('.'), key);
  const read = textAt(properties, path);
  if (read !== null) return [properties, read];
  if (paths.includes(null)) return [properties, ''];
  throw misuse('key', `"${journey.id}" is entered once for each ${path}`, 'give a key');
}

function passageOf(record: PersonRecord | null, { journey, key }: Pick<Entry, 'journey' | 'key'>) {
  return record?.enrolments.find((one) => one.journeyId === journey && one.key === key);
}

/** A passage that was not there before is the one asked for; without one a fact says why, or the filter held them back. */
async function outcomeOf(
  { store }: Container,
  before: PersonRecord,
  asked: Pick<Entry, 'journey' | 'key'>,
  at: Instant,
): Promise<Pick<Entry, 'outcome' | 'reason'>> {
  const after = await store.loadPerson(before.person.id);
  if (passageOf(after, asked)?.id !== passageOf(before, asked)?.id)
    return { outcome: 'entered', reason: null };
  const facts = await store.factsOf(before.person.id, 20);
  const refusal = facts.find(
    (fact) => fact.kind === 'journey-refused' && fact.journeyId === asked.journey && fact.at === at,
  );
  const reason = refusal?.body['reason'];
  return { outcome: 'refused', reason: typeof reason === 'string' ? reason : 'filter' };
}

/** The header `idempotency-key` names the request: the same one again is answered `repeated`, and does nothing. */
export function enterJourney(container: Container): Route {
  return async (request): Promise<Entry> => {
    const { customer, key: asked, properties } = bodyAs(request, entryBody);
    checkSize(properties);
    const journey = await publishedJourney(container, request.params.id ?? '');
    const [own, key] = keyed(journey, properties, asked);
    const id = customerId(customer);
    const before = await container.store.loadPerson(id);
    if (before === null) {
      const remedy = 'tell of the customer first, by POST /v1/identify or an import';
      throw notFound('unknown-customer', `there is no customer "${customer}"`, remedy);
    }
    const now = container.now();
    const event: TrackedEvent = {
      kind: 'tracked',
      source: 'api',
      messageId: requestKeyOf(request),
      customerId: id,
      at: now,
      name: JOURNEY_REQUESTED,
      properties: { ...own, journey: journey.id },
    };
    const { book, model } = await container.inForce();
    const { store, addressKeyOf, settings } = container;
    const applied = await applyEvent({ store, addressKeyOf, settings, model }, book, event, now);
    const head = { journey: journey.id, customer, key };
    if (applied === 'duplicate') return { ...head, outcome: 'repeated', reason: null };
    return { ...head, ...(await outcomeOf(container, before, head, now)) };
  };
}
