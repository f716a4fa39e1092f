/**
 * Finds the server that holds a data folder, by the folder's lock file. A lock is believed only when its process lives and
 * answers /health with its own id; one that is not believed is stale, and the folder is free to be opened.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice } from '../transport.ts';
import { type Endpoint, httpCall } from './httpCall.ts';
import { isAlive, type Lock, readLock } from './lockFile.ts';

interface Health {
  readonly pid: number;
  readonly ready: boolean;
  /** What the server is busy with while it is not ready. */
  readonly doing: string | null;
}

export type Holder =
  | { readonly kind: 'none' }
  | { readonly kind: 'stale'; readonly lock: Lock; readonly why: 'dead' | 'silent' }
  | { readonly kind: 'server'; readonly endpoint: Endpoint; readonly lock: Lock; readonly health: Health };

const HEALTH_TIMEOUT_MS = 5_000;
/** A server writes its lock shortly before it listens. */
const TRIES = 4;
const BETWEEN_TRIES_MS = 250;

function isHealth(body: unknown): body is { pid: number; ready?: boolean; doing?: string | null } {
  return typeof body === 'object' && body !== null && 'pid' in body && Number.isInteger(body.pid);
}

/** Null when nothing answers, or something that is not a Perennial server. */
export async function askHealth(endpoint: Endpoint): Promise<Health | null> {
  try {
    const { status, body } = await httpCall(
      endpoint,
      { method: 'GET', path: '/health' },
      { timeoutMs: HEALTH_TIMEOUT_MS },
    );
    if (status !== 200 || !isHealth(body)) return null;
    return { pid: body.pid, ready: body.ready !== false, doing: body.doing ?? null };
  } catch {
    return null;
  }
}

export async function findHolder(dataDir: string): Promise<Holder> {
  const lock = await readLock(dataDir);
  if (lock === null) return { kind: 'none' };
  const endpoint = { base: new URL(`http://127.0.0.1:${lock.port}`), token: lock.token };
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (!isAlive(lock.pid)) return { kind: 'stale', lock, why: 'dead' };
    if (tries > 0) await sleep(BETWEEN_TRIES_MS);
    const health = await askHealth(endpoint);
    if (health !== null)
      return health.pid === lock.pid
        ? { kind: 'server', endpoint, lock, health }
        : { kind: 'stale', lock, why: 'silent' };
  }
  return { kind: 'stale', lock, why: 'silent' };
}

const READY_POLL_MS = 500;
/** A server that says the same for this long is asked all the same; it then says itself what it lacks. */
const LONGEST_SILENCE_MS = 120_000;

/** What a server is busy with, without how far it is. */
function occupation(doing: string | null): string {
  return (doing ?? '').replaceAll(/[\d.,%\s]+$/g, '');
}

/** Waits until the server has seeded and evaluated; notifies each time it turns to something else. */
export async function untilReady(endpoint: Endpoint, notify: (notice: Notice) => void): Promise<void> {
  let said: string | null = null;
  let heard: string | null = null;
  for (let silentMs = 0; silentMs < LONGEST_SILENCE_MS; silentMs += READY_POLL_MS) {
    const health = await askHealth(endpoint);
    if (health === null || health.ready) return;
    if (occupation(health.doing) !== said) notify({ kind: 'preparing', doing: health.doing });
    said = occupation(health.doing);
    if (health.doing !== heard) silentMs = 0;
    heard = health.doing;
    await sleep(READY_POLL_MS);
  }
}
