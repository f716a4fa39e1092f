/**
 * The lock file of a data folder: which process serves it, on what port, and the token that makes a client its
 * administrator. A file that cannot be read as one counts as absent: the server writes it whole.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Lock {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

export const LOCK_FILE = 'lock.json';

function isLock(value: unknown): value is Lock {
  if (typeof value !== 'object' || value === null) return false;
  const lock: Partial<Record<keyof Lock, unknown>> = value;
  return Number.isInteger(lock.pid) && Number.isInteger(lock.port) && typeof lock.token === 'string';
}

/** Null where no process has left one. */
export async function readLock(dataDir: string): Promise<Lock | null> {
  try {
    const lock: unknown = JSON.parse(await readFile(join(dataDir, LOCK_FILE), 'utf8'));
    return isLock(lock) ? lock : null;
  } catch {
    return null;
  }
}

/** Whether a process of this id runs; one of another user's counts. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
