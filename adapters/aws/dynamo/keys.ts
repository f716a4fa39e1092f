/**
 * Where everything is kept: the partition and sort key of every kind of item, and what it is found by in the two indexes. This
 * page and docs/data-model.md say the same. Instants in keys have 15 digits, so that they sort as text.
 */
import { createHash } from 'node:crypto';
import { shardOf } from '../../../core/chance.ts';
import type { AddressKey, CustomerId, DecisionId } from '../../../core/ids.ts';
import type { Lane } from '../../../core/message/decision.ts';
import { DAY_MS, type Instant } from '../../../core/time.ts';
import type { ItemKey } from './itemKey.ts';

/** Of every lane, and of what waits in it. */
export const LANE_SHARDS = 16;
/** Of the list of people at one stage. */
export const LIST_SHARDS = 4;
/** Over which a day's tallies are spread: a partition takes 1,000 writes a second. */
export const TALLY_PARTITIONS = 4;

const DIGITS = 15;
/** A key may have 2,048 bytes, a sort key 1,024; an id is kept whole up to here and beyond it as its hash. */
const LONGEST_PART_BYTES = 640;
const HIGHEST_PRIORITY = 1_000_000;

/** The event markers that keep a message from being applied twice. */
export const SEEN_MS = 90 * DAY_MS;
export const EVENT_FACT_MS = 30 * DAY_MS;
export const FACT_MS = 90 * DAY_MS;
export const DECISION_MS = 90 * DAY_MS;

/** Whole numbers from 0, and instants, as text that sorts like them. */
export function pad(value: number): string {
  return String(Math.max(0, Math.trunc(value))).padStart(DIGITS, '0');
}

/** A part of a key: an id as it is, or its hash where that is too long. */
export function part(text: string, longestBytes = LONGEST_PART_BYTES): string {
  if (text.length * 4 <= longestBytes || Buffer.byteLength(text) <= longestBytes) return text;
  return `~${createHash('sha256').update(text).digest('hex')}`;
}

/** A part that others follow: it must not hold what separates them. */
export function enclosed(text: string): string {
  return part(text.replaceAll('%', '%25').replaceAll('#', '%23'));
}

function people(pk: string, sk: string): ItemKey {
  return { table: 'people', pk, sk };
}

function facts(pk: string, sk: string): ItemKey {
  return { table: 'facts', pk, sk };
}

function work(pk: string, sk: string): ItemKey {
  return { table: 'work', pk, sk };
}

function config(pk: string, sk: string): ItemKey {
  return { table: 'config', pk, sk };
}

export function customerPk(id: CustomerId): string {
  return `c#${part(id)}`;
}

export const ORDER_PREFIX = 'order#';
export const FAILED_WEBHOOKS = 'failed-webhooks';
export const PARKED = 'parked';
export const ENROLMENT_PREFIX = 'enrolment#';
export const FACT_PREFIX = 'fact#';

export const keyOf = {
  profile: (id: CustomerId) => people(customerPk(id), 'profile'),
  identity: (id: CustomerId) => people(customerPk(id), 'identity'),
  order: (id: CustomerId, at: Instant, orderId: string) =>
    people(customerPk(id), `${ORDER_PREFIX}${pad(at)}#${part(orderId)}`),
  enrolment: (id: CustomerId, journeyId: string, key: string) =>
    people(customerPk(id), `${ENROLMENT_PREFIX}${enclosed(journeyId)}#${part(key)}`),
  contact: (key: AddressKey) => people(`a#${part(key)}`, 'contact'),
  /** Who the order belongs to; kept for ever. */
  orderId: (orderId: string) => people(`o#${part(orderId)}`, 'order'),

  /** That a message of a source was applied. */
  seen: (source: string, messageId: string) => facts(`e#${enclosed(source)}#${part(messageId)}`, 'seen'),
  fact: (id: CustomerId, at: Instant, sequence: string) =>
    facts(customerPk(id), `${FACT_PREFIX}${pad(at)}#${sequence}`),
  decision: (id: DecisionId) => facts(`d#${part(id)}`, 'decision'),
  /** Which decision went out under the provider's own id. */
  sentAs: (providerMessageId: string) => facts(`s#${part(providerMessageId)}`, 'sent'),
  failedWebhook: (settledAt: Instant, id: DecisionId) =>
    facts(FAILED_WEBHOOKS, `${pad(settledAt)}#${part(id)}`),

  task: (id: string) => work(`t#${part(id)}`, 'task'),
  parked: (id: string) => work(PARKED, part(id)),
  slice: (id: string) => work(`slice#${part(id)}`, 'slice'),
  budget: (id: string) => work(`budget#${part(id)}`, 'budget'),
  tally: (day: number, group: string, what: string, shard: number) =>
    work(tallyPk(day, shard % TALLY_PARTITIONS), `${enclosed(group)}#${what}#${shard}`),

  value: (name: string) => config(`value#${part(name)}`, 'value'),
  version: () => config('version', 'version'),
  journey: (id: string, version: number) => config(`journey#${part(id)}`, pad(version)),
  template: (id: string, version: number) => config(`template#${part(id)}`, pad(version)),
  model: () => config('model', 'model'),
  evaluation: () => config('evaluation', 'evaluation'),
  /** Its revision is the id of the newest import. */
  imports: () => config('imports', 'imports'),
  /** The newest version of each, all in one partition: a cold start reads them at once. */
  newestJourney: (id: string) => config('journeys', part(id)),
  newestTemplate: (id: string) => config('templates', part(id)),
} as const;

/** A partition of a day's tallies. */
export function tallyPk(day: number, partition: number): string {
  return `tally#${day}#${partition}`;
}

/** What the sort key of a tally says is counted. */
export function talliedIn(sk: string): { readonly group: string; readonly what: string } {
  const [group = '', what = ''] = sk.split('#');
  return { group: group.replaceAll('%23', '#').replaceAll('%25', '%'), what };
}

/** What waits in a lane: the shard is of its customer, or of the record where it has none. */
export function dueEntry(
  lane: Lane,
  ofWhom: string,
  { dueAt, priority = 0, id }: { readonly dueAt: Instant; readonly priority?: number; readonly id: string },
  shards = LANE_SHARDS,
): { pk: string; sk: string } {
  return { pk: duePk(lane, shardOf(ofWhom, shards)), sk: dueSk(dueAt, priority, id) };
}

export function duePk(lane: Lane, shard: number): string {
  return `${lane}#${shard}`;
}

function dueSk(dueAt: Instant, priority: number, id: string): string {
  return `${pad(dueAt)}#${pad(HIGHEST_PRIORITY - priority)}#${part(id)}`;
}

/** The upper bound, inclusive, of what is due at or before an instant. */
export function dueUntil(until: Instant): string {
  return `${pad(until)}#~`;
}

export function dueAtOf(sk: string): Instant {
  return Number(sk.slice(0, DIGITS));
}
