/**
 * The lock of a data folder: who serves it, and the token its command line signs in with. A lock whose owner died is
 * taken over. Only a server takes it; commands that open a folder themselves rely on the store's own locking.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { writePrivately } from './folder.ts';

const lockSchema = z.object({
  pid: z.number().int().positive(),
  port: z.number().int().positive(),
  token: z.string().min(16),
  startedAt: z.string(),
});
export type Lock = z.infer<typeof lockSchema>;

export class FolderInUse extends Error {
  readonly code = 'folder-in-use';
  constructor(dataDir: string, lock: Lock) {
    super(
      `${dataDir} is already served by process ${lock.pid} on port ${lock.port}; use that one, stop it, or give another folder with --data`,
    );
    this.name = 'FolderInUse';
  }
}

function lockFile(dataDir: string): string {
  return join(dataDir, 'lock.json');
}

/** The lock as it lies there; null when there is none or it cannot be read. */
export function readLock(dataDir: string): Lock | null {
  try {
    const parsed = lockSchema.safeParse(JSON.parse(readFileSync(lockFile(dataDir), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return failure instanceof Error && 'code' in failure && failure.code === 'EPERM';
  }
}

/** Whether the lock's owner still answers there; a process id that was given to another program does not. */
async function isServing(lock: Lock): Promise<boolean> {
  if (!isAlive(lock.pid)) return false;
  try {
    const answer = await fetch(`http://127.0.0.1:${lock.port}/health`, {
      signal: AbortSignal.timeout(2_000),
    });
    const health = z.object({ pid: z.number() }).safeParse(await answer.json());
    return health.success && health.data.pid === lock.pid;
  } catch {
    return false;
  }
}

/** Throws `FolderInUse` while another living server holds the folder. Answers whether a dead one's lock lies there. */
export async function assertFree(dataDir: string): Promise<{ stale: boolean }> {
  const lock = readLock(dataDir);
  if (lock === null || lock.pid === process.pid) return { stale: false };
  if (await isServing(lock)) throw new FolderInUse(dataDir, lock);
  return { stale: true };
}

/** Writes the lock, readable by its owner only; `release` removes it if it is still ours. */
export function takeLock(dataDir: string, lock: Lock): { release: () => void } {
  writePrivately(dataDir, lockFile(dataDir), JSON.stringify(lock, null, 2));
  return {
    release: () => {
      if (readLock(dataDir)?.token === lock.token) rmSync(lockFile(dataDir), { force: true });
    },
  };
}
