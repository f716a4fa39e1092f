/** A folder of its own for the files of one test file, gone when its tests are done. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export interface ScratchFolder {
  readonly path: string;
  /** A file name in the folder that nothing has used yet. */
  fresh(): string;
}

export function scratchFolder(): ScratchFolder {
  const path = mkdtempSync(join(tmpdir(), 'perennial-store-'));
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
