/**
 * The steps of an erasure, each bounded and repeatable, as a task: addresses are barred first, then records go, then what
 * other places keep, then the profile, and at last the files are rewritten. Whoever stops in the middle is gone on from; a
 * wave takes on what its beginner left. While it is under way the task names whom it is about; once it is done the task is
 * what is left: a keyed hash, when, by whom, how many records.
 *
 * A message that is being handed over at this moment is waited for: its decision goes once it is settled, or once nobody can
 * be about to send it any more (`CLAIM_TIMEOUT_MS`), so that no message is written down after its record is gone.
 */
import { type AddressKey, addressKey, type CustomerId, customerId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import { CLAIM_TIMEOUT_MS } from '../message/decision.ts';
import { CONSENT_CHANNELS } from '../message/messageClass.ts';
import type { AddressKeyOf, DirectoryStore, WorkStore } from '../ports.ts';
import type { Task, TaskProgress } from '../task.ts';
import { type Instant, isoInstant, MINUTE_MS, SECOND_MS } from '../time.ts';
import { anonymousIdOf } from './identity.ts';
import {
  addCounts,
  type ErasedCounts,
  type ErasureStore,
  type KnownAddress,
  type PersonalPlace,
  type Traces,
} from './erasure.ts';

export interface ErasureDeps {
  readonly store: ErasureStore & Pick<WorkStore, 'loadTask' | 'putTask'> & Pick<DirectoryStore, 'tasks'>;
  readonly addressKeyOf: AddressKeyOf;
  readonly places: readonly PersonalPlace[];
}

/** What remains of an erasure, for ever. */
export interface Erasure {
  readonly id: string;
  /** Keyed hash of the person's id. */
  readonly hash: string;
  readonly at: Instant;
  readonly by: string;
  readonly erased: ErasedCounts;
  /** Null while it is under way. */
  readonly finishedAt: Instant | null;
}

interface ErasureBody {
  readonly hash: string;
  readonly at: Instant;
  readonly by: string;
  readonly erased: ErasedCounts;
  /** Null once nothing but the files is left to do. */
  readonly traces: Traces | null;
  readonly finishedAt: Instant | null;
}

/** Records one step takes away: a commit of a fraction of a second. */
const STEP_ROWS = 2_000;
/** A wave takes over from whoever began, and did not end, this long ago. */
const TAKEN_OVER_AFTER_MS = MINUTE_MS;
const LOOK_AGAIN_MS = 5 * SECOND_MS;

/** What an erased person is found by again: the hash of their id under the shop's own secret. */
export function erasureHash(addressKeyOf: AddressKeyOf, id: string): string {
  return addressKeyOf('email', `erased:${id}`);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textsIn(value: Json | undefined): string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}

function readAddress(value: Json): KnownAddress[] {
  if (!isObject(value)) return [];
  const channel = CONSENT_CHANNELS.find((known) => known === value['channel']);
  const address = value['address'];
  return channel === undefined || typeof address !== 'string' ? [] : [{ channel, address }];
}

function readTraces(value: Json | undefined): Traces | null {
  if (!isObject(value)) return null;
  return {
    ids: textsIn(value['ids']).map(customerId),
    keys: textsIn(value['keys']).map(addressKey),
    addresses: listOf(value['addresses']).flatMap(readAddress),
  };
}

function readCounts(value: Json | undefined): ErasedCounts {
  if (!isObject(value)) return {};
  const counts: Record<string, number> = {};
  for (const [what, count] of Object.entries(value)) if (typeof count === 'number') counts[what] = count;
  return counts;
}

function bodyOf({ id, body }: Task): ErasureBody {
  const { hash, at, by, finishedAt } = body;
  if (typeof hash !== 'string' || typeof at !== 'number' || typeof by !== 'string')
    throw new TypeError(`task ${id} is no erasure`);
  return {
    hash,
    at,
    by,
    erased: readCounts(body['erased']),
    traces: readTraces(body['traces']),
    finishedAt: typeof finishedAt === 'number' ? finishedAt : null,
  };
}

function jsonOf({ traces, ...body }: ErasureBody): JsonObject {
  if (traces === null) return { ...body };
  const addresses = traces.addresses.map(({ channel, address }) => ({ channel, address }));
  return { ...body, traces: { ids: traces.ids, keys: traces.keys, addresses } };
}

function moved(task: Task, body: ErasureBody, dueAt: Instant | null) {
  const after: Task = { ...task, version: task.version + 1, attempts: 0, dueAt, body: jsonOf(body) };
  return { task: after, expectedVersion: task.version };
}

/** Every erasure there was, the newest first. */
export async function listErasures(store: Pick<DirectoryStore, 'tasks'>): Promise<Erasure[]> {
  const tasks = await store.tasks('erasure');
  return tasks.map(erasureOf).sort((a, b) => b.at - a.at);
}

/** What messages to a bare address are kept under. */
export function bareAddressId(key: AddressKey): CustomerId {
  return anonymousIdOf(key);
}

/** Everything a person is kept under: what the store finds, the contact of every address, and what went to the bare address. */
export function wholeTraces(found: Traces, addressKeyOf: AddressKeyOf): Traces {
  const told = found.addresses.map(({ channel, address }) => addressKeyOf(channel, address));
  const keys = [...new Set([...found.keys, ...told])];
  return { ...found, keys, ids: [...new Set([...found.ids, ...keys.map(bareAddressId)])] };
}

/** The erasure of this person that is under way; null where there is none. */
export async function openErasure(
  { store, addressKeyOf }: Pick<ErasureDeps, 'store' | 'addressKeyOf'>,
  name: string,
): Promise<Task | null> {
  const hash = erasureHash(addressKeyOf, name);
  const open = (await store.tasks('erasure')).find((task) => {
    const body = bodyOf(task);
    return body.hash === hash && body.finishedAt === null;
  });
  return open ?? null;
}

/**
 * Begins an erasure, or finds the one that is under way for the same person. `name` is what they are hashed by: their root
 * id, or the address that is nobody's.
 */
export async function beginErasure(
  { store, addressKeyOf }: ErasureDeps,
  traces: Traces,
  name: CustomerId | string,
  by: string,
  now: Instant,
): Promise<Task> {
  const hash = erasureHash(addressKeyOf, name);
  const open = await openErasure({ store, addressKeyOf }, name);
  if (open !== null) return open;
  const body = { hash, at: now, by, erased: {}, traces, finishedAt: null };
  const task: Task = {
    id: `erasure/${hash}/${isoInstant(now)}`,
    kind: 'erasure',
    customerId: null,
    lane: 'upkeep',
    dueAt: now + TAKEN_OVER_AFTER_MS,
    version: 1,
    attempts: 0,
    body: jsonOf(body),
  };
  const put = await store.putTask({ task, expectedVersion: 0 });
  return put === 'committed' ? task : ((await store.loadTask(task.id)) ?? task);
}

/** The files are rewritten, and the erasure is done. */
async function scrubFiles(
  { store, places }: ErasureDeps,
  task: Task,
  body: ErasureBody,
  now: Instant,
): Promise<TaskProgress> {
  for (const place of places) await place.scrub();
  await store.scrub();
  const put = await store.putTask(moved(task, { ...body, finishedAt: now }, null));
  return put === 'committed' ? 'done' : 'lost';
}

async function erasePlaces(places: readonly PersonalPlace[], traces: Traces): Promise<ErasedCounts> {
  let erased: ErasedCounts = {};
  for (const place of places) erased = addCounts(erased, { [place.name]: await place.erase(traces) });
  return erased;
}

/** One step. `again` with the next due at once, or in a few seconds where a message is being handed over. */
export async function runErasure(deps: ErasureDeps, task: Task, now: Instant): Promise<TaskProgress> {
  const { store } = deps;
  const body = bodyOf(task);
  const { traces } = body;
  if (traces === null) return body.finishedAt === null ? scrubFiles(deps, task, body, now) : 'done';
  const again = async (erased: ErasedCounts, dueAt: Instant): Promise<TaskProgress> => {
    const put = await store.putTask(moved(task, { ...body, erased: addCounts(body.erased, erased) }, dueAt));
    return put === 'committed' ? 'again' : 'lost';
  };
  const addresses = await store.barContacts(traces.keys, traces.ids, body.at);
  const staleBefore = now - CLAIM_TIMEOUT_MS;
  const rows = await store.eraseRows({ ids: traces.ids, staleBefore, limit: STEP_ROWS });
  const erased = addCounts(rows.erased, { addresses });
  if (rows.claimed > 0) return again(erased, now + LOOK_AGAIN_MS);
  if (rows.more) return again(erased, now);
  const elsewhere = addCounts(erased, await erasePlaces(deps.places, traces));
  const result = await store.eraseProfile({
    traces,
    task: (profile) => {
      const counts = addCounts(addCounts(body.erased, elsewhere), profile);
      return moved(task, { ...body, traces: null, erased: counts }, now);
    },
  });
  if (result === 'conflict') return 'lost';
  return result === 'again' ? again(elsewhere, now) : 'again';
}

/** One step; null where nothing but the files was left to do and they are in use: a wave rewrites them later. */
async function stepOf(deps: ErasureDeps, task: Task, now: Instant): Promise<TaskProgress | null> {
  try {
    return await runErasure(deps, task, now);
  } catch (failure) {
    if (bodyOf(task).traces === null) return null;
    throw failure;
  }
}

/** How long a caller waits for a message that is being handed over, and for steps others take. */
const MOST_STEPS = 10_000;
const MOST_PAUSES = 25;
const PAUSE_MS = 200;

/** As its task says it is. Throws where the task is none of an erasure. */
export function erasureOf(task: Task): Erasure {
  const { traces: _traces, ...body } = bodyOf(task);
  return { id: task.id, ...body };
}

export interface ErasureClock {
  readonly now: () => Instant;
  readonly pause: (ms: number) => Promise<void>;
  /** Asked before every step but the first; false ends the run where it is. Default: always true. */
  readonly mayGoOn?: () => boolean;
}

/**
 * Runs an erasure to its end in this process. Not finished: a message is just being handed over, another worker is at it, or the
 * clock would not go on; a wave ends it within the claim timeout.
 */
export async function finishErasure(deps: ErasureDeps, begun: Task, clock: ErasureClock): Promise<Erasure> {
  let task = begun;
  let pauses = 0;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (steps > 0 && clock.mayGoOn?.() === false) break;
    const progress = await stepOf(deps, task, clock.now());
    if (progress === null) break;
    task = (await deps.store.loadTask(task.id)) ?? task;
    if (progress === 'done') break;
    const waits = progress === 'lost' || (task.dueAt ?? 0) > clock.now();
    if (waits && pauses >= MOST_PAUSES) break;
    if (waits) {
      pauses += 1;
      await clock.pause(PAUSE_MS);
    }
  }
  return erasureOf(task);
}
