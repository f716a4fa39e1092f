import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  readProgrammeFile,
  SHIPPED_LOYALTY,
  simulateFile,
  UnusableProgramme,
} from '../../../local/loyalty/simulateFile.ts';
import { tempDir } from '../../support/tempDir.ts';

/** Lies beside the project and is no part of it. */
const CDNOW_MASTER = fileURLToPath(new URL('../../../../shared/data/cdnow_master_elog.csv', import.meta.url));
const dir = tempDir();
const SPAN = { zone: 'UTC', until: null };

function orders(file: string) {
  return { file, map: null, rejectFile: null, currency: 'USD', dateFormat: null, now: Date.UTC(2026, 0, 1) };
}

function written(name: string, text: string): string {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}

describe('two programmes over a file of orders', () => {
  it('end the day after the last order, and say whose tier would be another', async () => {
    const file = written('orders.csv', 'customer,date,amount\nann,2025-01-03,250\nbob,2025-02-04,120\n');
    const programme = await readProgrammeFile(SHIPPED_LOYALTY);
    const answer = await simulateFile(programme, { silver: 10_000 }, orders(file), SPAN);
    expect(answer).toMatchObject({ customers: 2, until: '2025-02-05', currency: 'USD', rejected: 0 });
    expect(answer?.moves).toEqual([{ from: 'member', to: 'silver', customers: 1, examples: ['bob'] }]);
    expect(await simulateFile(programme, { bronze: 1 }, orders(file), SPAN)).toBeNull();
  });

  it('are not run with a document that cannot be used', async () => {
    const file = written('wrong.yaml', 'tiers: 3\n');
    await expect(readProgrammeFile(file)).rejects.toThrow(UnusableProgramme);
  });
});

describe.skipIf(!existsSync(CDNOW_MASTER))('CDNOW, whose orders are absent otherwise', () => {
  it('would have 553 in gold from 500.00 where 388 are from 600.00', async () => {
    const programme = await readProgrammeFile(SHIPPED_LOYALTY);
    const answer = await simulateFile(programme, { gold: 50_000 }, orders(CDNOW_MASTER), SPAN);
    expect(answer).toMatchObject({ customers: 23_570, orders: 69_659 });
    expect(answer?.months.at(-1)).toMatchObject({
      month: '1998-06',
      base: { gold: 388 },
      changed: { gold: 553 },
    });
    expect(answer?.points.base.costMinor).toBe(2_693_114);
  }, 60_000);
});
