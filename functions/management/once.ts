/**
 * Idempotency keys: a request that changes something, sent again under the same key, is answered as it was and does nothing. Kept
 * for a day as a task that a wave then takes away. The answer lies there sealed under the key itself, so what it tells of a
 * person, or a new key, is for nobody who reads the store.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Task } from '../../core/task.ts';
import { DAY_MS, type Instant, SECOND_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import { misuse, Problem } from '../shared/problem.ts';

const LONGEST_KEY = 200;
const KEPT_MS = DAY_MS;
/** A request that was begun this long ago is not under way any more: its process is gone. */
const UNDER_WAY_MS = 60 * SECOND_MS;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** What two requests under one key must agree in. */
export interface Request {
  readonly key: string;
  readonly route: string;
  readonly path: string;
  readonly body: string;
}

const bodySchema = z.object({ digest: z.string(), begunAt: z.number(), answer: z.string().nullable() });
const answerSchema = z.object({ status: z.number(), body: z.json() });

/** Throws a `Problem` of status 400 for a key nobody can keep; null where the request has none. */
export function idempotencyKeyOf(headers: Readonly<Record<string, string | undefined>>): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (key.length > 0 && key.length <= LONGEST_KEY) return key;
  const detail = `an idempotency key has 1 to ${LONGEST_KEY} characters; this one has ${key.length}`;
  throw misuse('idempotency-key', detail, 'use a UUID');
}

function idOf({ key }: Request): string {
  return `request/${hash('sha256', `name ${key}`)}`;
}

function digestOf({ route, path, body }: Request): string {
  return hash('sha256', JSON.stringify([route, path, body]));
}

function secretOf({ key }: Request): Buffer {
  return Buffer.from(hash('sha256', `secret ${key}`), 'hex');
}

function sealed(request: Request, answer: Answered): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secretOf(request), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

function opened(request: Request, seal: string): Answered {
  const bytes = Buffer.from(seal, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', secretOf(request), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return answerSchema.parse(JSON.parse(text.toString('utf8')));
}

function reused(): Problem {
  return new Problem({
    status: 409,
    code: 'idempotency-key-reused',
    title: 'The key belongs to another request',
    detail: 'another request was made under this idempotency key',
    field: 'idempotency-key',
    remedy: 'use a new key for each request',
  });
}

function underWay(): Problem {
  return new Problem({
    status: 409,
    code: 'request-under-way',
    title: 'Not now',
    detail: 'the request of this idempotency key is still being worked on',
    remedy: 'send the same again in a moment',
  });
}

function newTask(request: Request, now: Instant): Task {
  return {
    id: idOf(request),
    kind: 'request',
    customerId: null,
    lane: 'upkeep',
    dueAt: now + KEPT_MS,
    version: 1,
    attempts: 0,
    body: { digest: digestOf(request), begunAt: now, answer: null },
  };
}

type Begun =
  | { readonly kind: 'mine'; readonly task: Task }
  | { readonly kind: 'answered'; readonly answer: Answered };

/** Throws a `Problem` of status 409: `idempotency-key-reused`, `request-under-way`. */
async function begin({ store }: Pick<Container, 'store'>, request: Request, now: Instant): Promise<Begun> {
  const mine = newTask(request, now);
  if ((await store.putTask({ task: mine, expectedVersion: 0 })) === 'committed')
    return { kind: 'mine', task: mine };
  const there = await store.loadTask(mine.id);
  if (there === null) throw underWay();
  const { digest, begunAt, answer } = bodySchema.parse(there.body);
  if (digest !== digestOf(request)) throw reused();
  if (answer !== null) return { kind: 'answered', answer: opened(request, answer) };
  if (now - begunAt < UNDER_WAY_MS) throw underWay();
  const task = { ...mine, version: there.version + 1 };
  if ((await store.putTask({ task, expectedVersion: there.version })) !== 'committed') throw underWay();
  return { kind: 'mine', task };
}

/** What is refused is not remembered: corrected or not, it may be sent again under the same key. */
export async function once(
  container: Pick<Container, 'store' | 'now'>,
  request: Request,
  work: () => Promise<Answered>,
): Promise<Answered> {
  const { store, now } = container;
  const begun = await begin(container, request, now());
  if (begun.kind === 'answered') return begun.answer;
  const { task } = begun;
  try {
    const answer = await work();
    const body = { ...task.body, answer: sealed(request, answer) };
    await store.putTask({
      task: { ...task, version: task.version + 1, body },
      expectedVersion: task.version,
    });
    return answer;
  } catch (failure) {
    await store.removeTask(task.id, task.version);
    throw failure;
  }
}
