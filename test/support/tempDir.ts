/** Folders for one test file each, removed when it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A fresh, empty folder. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'perennial-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
