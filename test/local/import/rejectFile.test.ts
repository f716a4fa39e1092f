import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAMAGED } from '../../../functions/shared/import/decodeText.ts';
import type { RejectedRow } from '../../../functions/shared/import/rejectLine.ts';
import { rejectFile } from '../../../local/import/rejectFile.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rejects-'));
});
afterAll(async () => rm(folder, { recursive: true }));

function aRow(change: Partial<RejectedRow> = {}): RejectedRow {
  const fault = { code: 'empty' as const, problem: 'is empty', remedy: 'fill it in' };
  return { line: 2, field: 'amount', value: '', raw: ['c', '', 'd'], ...fault, ...change };
}

async function written(...rows: RejectedRow[]): Promise<unknown[]> {
  const path = join(folder, 'rows.ndjson');
  const rejects = rejectFile(path);
  for (const row of rows) rejects.add(row);
  await rejects.close();
  return (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('rejectFile', () => {
  it('writes one object a row', async () => {
    const [row] = await written(aRow());
    expect(row).toEqual({
      line: 2,
      field: 'amount',
      value: '',
      code: 'empty',
      problem: 'is empty',
      remedy: 'fill it in',
      row: ['c', '', 'd'],
    });
  });

  it('escapes what would break a line and shows what could not be decoded', async () => {
    const [row] = await written(
      aRow({ value: `a"\n\u2028${DAMAGED}`, raw: `caf${DAMAGED}\ud800`, field: DAMAGED }),
    );
    expect(row).toMatchObject({ value: 'a"\n\u2028\ufffd', row: 'caf\ufffd\ufffd', field: '\ufffd' });
  });

  it('shortens values and rows that are very long', async () => {
    const [row] = await written(aRow({ value: 'x'.repeat(5_000), raw: 'y'.repeat(100_000) }));
    expect(row).toMatchObject({
      value: expect.stringMatching(/^x{200}… \(5000 characters\)$/),
      row: expect.stringMatching(/^y{4000}… \(100000 characters\)$/),
    });
  });

  it('does not exist before the first row, and replaces an older one then', async () => {
    const path = join(folder, 'lazy.ndjson');
    await rejectFile(path).close();
    expect(existsSync(path)).toBe(false);
    await writeFile(path, 'old\n');
    const rejects = rejectFile(path);
    rejects.add(aRow());
    await rejects.close();
    expect(await readFile(path, 'utf8')).not.toContain('old');
  });

  it('asks to be flushed after a million characters', () => {
    const rejects = rejectFile(join(folder, 'never.ndjson'));
    rejects.add(aRow());
    expect(rejects.isFull()).toBe(false);
    for (let i = 0; i < 300; i += 1) rejects.add(aRow({ raw: 'y'.repeat(4_000) }));
    expect(rejects.isFull()).toBe(true);
  });

  it('says so when it cannot be written', async () => {
    const rejects = rejectFile(join(folder, 'none', 'rows.ndjson'));
    rejects.add(aRow());
    await expect(rejects.flush()).rejects.toMatchObject({ code: 'reject-file-unwritable' });
  });
});
