/**
 * One store file, several processes that write to it at once, each a world of its own over the same members. Afterwards the books
 * are counted anew from what the file holds.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { recount } from '../../../core/loyalty/recount.ts';

const run = promisify(execFile);
const WRITER = join(import.meta.dirname, 'pointsWriter.ts');

export interface Race {
  readonly seed: number;
  readonly writers: number;
  /** Of each. */
  readonly operations: number;
}

export interface Raced {
  readonly writers: number;
  readonly operations: number;
  readonly conflicts: number;
  readonly entries: number;
  readonly balanced: boolean;
}

const wroteSchema = z.object({ operations: z.number(), conflicts: z.number() });

export async function racedFile({ seed, writers, operations }: Race): Promise<Raced> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-points-'));
  const file = join(folder, 'store.db');
  try {
    const store = openSqliteStore({ file });
    const wrote = await Promise.all(
      Array.from({ length: writers }, async (_, place) => {
        const args = [
          '--disable-warning=ExperimentalWarning',
          WRITER,
          file,
          String(seed + place),
          String(operations),
        ];
        return wroteSchema.parse(JSON.parse((await run(process.execPath, args)).stdout));
      }),
    );
    const { balanced, entries } = await recount(store);
    await store.close();
    const sum = (of: 'operations' | 'conflicts') => wrote.reduce((all, one) => all + one[of], 0);
    return { writers, operations: sum('operations'), conflicts: sum('conflicts'), entries, balanced };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
