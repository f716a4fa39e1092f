/** A file of its own for the store of one world, in memory where the machine has such a place. */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function storeFile(): { readonly folder: string; readonly file: string } {
  const within = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(within, 'perennial-world-'));
  return { folder, file: join(folder, 'world.db') };
}
