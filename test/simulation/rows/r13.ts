/** R13: the same seed leaves the same trace on memory and in a file: the seeded months of test/contract, person by person. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { compareMonths, inFiles } from '../../contract/sameTrace.ts';
import type { RowOptions, RowResult } from '../run/row.ts';
import { storeFile } from '../world/storeFile.ts';

const QUICK = 10;
const FULL = 100;

export async function run({ seed, full }: RowOptions): Promise<RowResult> {
  const { folder } = storeFile();
  let files = 0;
  const scratch = {
    path: folder,
    fresh: () => {
      files += 1;
      return join(mkdtempSync(join(folder, 'month-')), `${files}.db`);
    },
  };
  const runs = full ? FULL : QUICK;
  try {
    const { different, decisions } = await compareMonths(inFiles(scratch), seed, runs);
    return {
      measured: `${different.length} of ${runs} seeds differ, ${decisions} decisions`,
      runs,
      pass: different.length === 0 && decisions > 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
