/** R12: an edit of a running journey never repeats a completed step. The property of test/core/journey/edits.test.ts, at its full count. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { RowOptions, RowResult } from '../run/row.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const PROPERTY = 'test/core/journey/edits.test.ts';
const QUICK = 1_000;
const FULL = 10_000;
const LAST_CHARS = 2_000;

export async function run({ seed, full }: RowOptions): Promise<RowResult> {
  const runs = full ? FULL : QUICK;
  const env = { ...process.env, NO_COLOR: '1', PERENNIAL_EDITS: String(runs), PERENNIAL_SEED: String(seed) };
  const args = [VITEST, 'run', '--project', 'unit', PROPERTY];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env, maxBuffer: 1 << 24 }, (failure, stdout) => {
      const pass = failure === null && /Tests\D+1\D+passed/.test(stdout);
      if (!pass) process.stderr.write(`${stdout.slice(-LAST_CHARS)}\n`);
      resolve({ measured: pass ? `0 of ${runs} edits repeat a step` : 'a step was repeated', runs, pass });
    });
  });
}
