/** A folder of its own for the files of one test file, gone when its tests are done. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export interface ScratchFolder {
  readonly path: string;
  /** A file name in the folder that nothing has used yet. */
  fresh(): string;
}

/** A folder whose files are kept in memory where the machine has one: for tests of answers, to which no disk matters. */
export function memoryFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

export function scratchFolder(within: string = tmpdir()): ScratchFolder {
  const path = mkdtempSync(join(within, 'perennial-store-'));
  let files = 0;
  afterAll(() => rmSync(path, { recursive: true, force: true }), 60_000);
  return {
    path,
    fresh: () => {
      files += 1;
      return join(path, `${files}.db`);
    },
  };
}
