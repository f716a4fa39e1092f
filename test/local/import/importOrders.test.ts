import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { parseColumnMap } from '../../../core/customer/import/columnMap.ts';
import { customerId } from '../../../core/ids.ts';
import { parseIso } from '../../../core/time.ts';
import { importOrders, type OrderImport } from '../../../local/import/importOrders.ts';
import {
  aFile,
  anImport,
  folder,
  importText,
  linesOf,
  MAP,
  recordingStore,
} from '../../support/orderFiles.ts';

const CDNOW = '../shared/data/cdnow_sample_elog.csv';

function manyRows(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => `c${i},2026-04-03,${i % 90}.50`);
  return ['id,day,total', ...rows].join('\n');
}

describe('importOrders', () => {
  it('imports a file and, read again, finds nothing new', async () => {
    const store = createMemoryStore();
    const content =
      'id,day,total,city\na,2026-04-03,5\n\na,2026-04-03,5.00,X\nb,2026-04-04,-1,Y\na,2026-04-03,5,Z\n';
    const first = await importText(content, { store });
    expect(first).toMatchObject({ accepted: 3, duplicates: 0, rejected: 1 });
    expect(await importText(content, { store })).toMatchObject({ accepted: 0, duplicates: 3, rejected: 1 });
    const person = await store.loadPerson(customerId('a'));
    expect(person?.orders.map((order) => order.amountMinor)).toEqual([500, 500]);
  });

  it('writes refused rows with line, field, reason and remedy, as many as it counts', async () => {
    const report = await importText(
      'id,day,total\na,03/04/2026,5\nb,2026-04-03,free\n,2026-04-03,5\nc,2026-04-03,1\n',
    );
    expect(report).toMatchObject({
      accepted: 1,
      rejected: 3,
      rejectFile: expect.stringMatching(/rejected\.ndjson$/),
    });
    expect(await linesOf(report.rejectFile)).toMatchObject([
      {
        line: 2,
        field: 'date',
        value: '03/04/2026',
        remedy: expect.stringContaining('--date-format'),
        row: ['a', '03/04/2026', '5'],
      },
      { line: 3, field: 'amount', value: 'free', problem: 'is not an amount' },
      { line: 4, field: 'customer', value: '' },
    ]);
    expect(report.notes).toContainEqual(expect.stringMatching(/^Refused 1, first on line 2: date may begin/));
  });

  it('writes no reject file where nothing was refused', async () => {
    const file = await aFile('id,day,total\na,2026-04-03,5\n');
    const report = await importOrders(anImport(file));
    expect(report).toEqual({ accepted: 1, duplicates: 0, rejected: 0, rejectFile: null, notes: [] });
    expect(existsSync(`${file}.rejected.ndjson`)).toBe(false);
  });

  it('adds lines up to their order where item is mapped', async () => {
    const store = createMemoryStore();
    const map = parseColumnMap(`${MAP},order=no,item=sku,quantity=qty,price=unit`);
    const content = 'id,day,total,no,sku,qty,unit\na,2026-04-03,5,N1,x,1,5\na,2026-04-03,8,N1,y,2,4\n';
    expect(await importText(content, { store, map })).toMatchObject({ accepted: 2, notes: [] });
    const person = await store.loadPerson(customerId('a'));
    expect(person?.orders).toMatchObject([
      { id: 'N1', amountMinor: 1300, lines: [{ item: 'x' }, { item: 'y', quantity: 2, priceMinor: 400 }] },
    ]);
  });

  it('tells that repeated order ids are duplicates, and how to map lines', async () => {
    const map = parseColumnMap(`${MAP},order=no`);
    const report = await importText(
      'id,day,total,no\na,2026-04-03,5,N1\na,2026-04-03,8,N1\na,2026-04-05,-8,N1\n',
      { map },
    );
    expect(report).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(report.notes).toEqual([expect.stringMatching(/^1 rows repeat.*add item=COLUMN/)]);
  });

  it('tells that items without order ids are orders of their own', async () => {
    const map = parseColumnMap(`${MAP},item=sku`);
    const report = await importText('id,day,total,sku\na,2026-04-03,5,x\n', { map });
    expect(report.notes).toEqual([expect.stringContaining('add order=COLUMN')]);
  });

  it('tells how ambiguous separators were read', async () => {
    const report = await importText('id;day;total\na;2026-04-03;1,234\nb;2026-04-03;1.230\n');
    expect(report.notes).toEqual([
      expect.stringMatching(/^1 amounts such as "1,234" \(line 2\).*thousands/),
      expect.stringMatching(/^1 amounts such as "1\.230" \(line 3\).*decimal point/),
    ]);
  });

  it('names ignored columns in one note', async () => {
    const report = await importText('x,id,day,total,y\n1,a,2026-04-03,5,2\n1,a,2026-04-03,6,2\n');
    expect(report.notes).toEqual(['Columns ignored because --map does not name them: x, y.']);
  });

  it('reads a dry run to the end, writes the reject file and leaves the store alone', async () => {
    const { store, pages } = recordingStore(1);
    const report = await importText('id,day,total\na,2026-04-03,5\nb,x,5\n', { store, dryRun: true });
    expect(report).toMatchObject({ accepted: 1, duplicates: 0, rejected: 1 });
    expect(report.notes.at(-1)).toMatch(/^Dry run/);
    expect(await linesOf(report.rejectFile)).toHaveLength(1);
    expect(pages).toEqual([]);
  });

  it('hands pages over in the order of the file', async () => {
    const { store, pages, orders } = recordingStore();
    expect(await importText(manyRows(22_500), { store })).toMatchObject({ accepted: 22_500 });
    expect(pages.map((page) => page.length)).toEqual([10_000, 10_000, 2_500]);
    expect(orders().map((order) => order.customerId)).toEqual(
      Array.from({ length: 22_500 }, (_, i) => `c${i}`),
    );
  });

  it('reports progress up to the end of the file', async () => {
    const seen: number[] = [];
    const content = manyRows(30_000);
    await importText(content, {
      onProgress: ({ bytesRead, totalBytes }) => seen.push(bytesRead / totalBytes),
    });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(1);
  });
});

describe('an import that stops in the middle', () => {
  it('says what was committed, keeps the reject file whole, and goes on when repeated', async () => {
    const memory = createMemoryStore();
    let pages = 0;
    const failing: OrderImport['store'] = {
      beginImport: () => memory.beginImport(),
      importOrders: (rows, importId) => {
        pages += 1;
        return pages < 3 ? memory.importOrders(rows, importId) : Promise.reject(new Error('disk full'));
      },
    };
    const file = await aFile(`${manyRows(45_000)}\nz,never,1\n`);
    await expect(importOrders(anImport(file, { store: failing }))).rejects.toMatchObject({
      code: 'import-interrupted',
      message: expect.stringMatching(/disk full.*20000 orders were added/),
    });
    expect(await importOrders(anImport(file, { store: memory }))).toMatchObject({
      accepted: 25_000,
      duplicates: 20_000,
      rejected: 1,
    });
  });

  it('flushes refused rows when the store fails between two of their pieces', async () => {
    const file = await aFile(`id,day,total\nx,never,1\n${manyRows(5_000).slice('id,day,total\n'.length)}`);
    await expect(importOrders(anImport(file, { store: recordingStore(1).store }))).rejects.toMatchObject({
      code: 'import-interrupted',
    });
    expect(await linesOf(`${file}.rejected.ndjson`)).toMatchObject([{ line: 2, field: 'date' }]);
  });

  it('stops at the end of a gzip that was cut off', async () => {
    const packed = gzipSync(manyRows(50_000));
    await expect(importText(packed.subarray(0, packed.length - 1_000))).rejects.toMatchObject({
      code: 'import-interrupted',
      message: expect.stringMatching(/unexpected end of file/),
    });
  });

  it('stops when told to', async () => {
    const stopping = new AbortController();
    const reason = new Error('stopped by the user');
    const running = importText(manyRows(50_000), {
      signal: stopping.signal,
      onProgress: () => stopping.abort(reason),
    });
    await expect(running).rejects.toBe(reason);
  });

  it('says so when the reject file cannot be written', async () => {
    const unwritable = importText('id,day,total\na,x,5\n', {
      rejectFile: join(folder, 'none', 'rejects.ndjson'),
    });
    await expect(unwritable).rejects.toMatchObject({ code: 'reject-file-unwritable' });
  });
});

describe('any file', () => {
  it('leaves no row uncounted, and its reject file has one line for every refused one', async () => {
    const cell = fc.constantFrom(
      'a',
      'b',
      '2026-04-03',
      '5',
      '-3.50',
      '1,234',
      '',
      '"',
      '"x"',
      '03/04/2026',
      'é\n',
      '客',
    );
    const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 15 }), async (rows) => {
        const seen = { rows: 0 };
        const report = await importText(['id,day,total', ...rows].join('\n'), {
          onProgress: (progress) => {
            seen.rows = progress.rows;
          },
        });
        expect(report.accepted + report.duplicates + report.rejected).toBe(seen.rows);
        expect(await linesOf(report.rejectFile)).toHaveLength(report.rejected);
      }),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(!existsSync(CDNOW))('the CDNOW sample (skipped: ../shared is absent)', () => {
  it('gives 6,919 orders of 2,357 customers', async () => {
    const store = createMemoryStore();
    const map = parseColumnMap('customer=masterid,date=date,amount=sales');
    const options = anImport(CDNOW, { store, map, rejectFile: join(folder, 'cdnow.rejected.ndjson') });
    expect(await importOrders(options)).toEqual({
      accepted: 6_919,
      duplicates: 0,
      rejected: 0,
      rejectFile: null,
      notes: ['Columns ignored because --map does not name them: sampleid, cds.'],
    });
    expect(await store.countPeople()).toBe(2_357);
    expect(await store.orderSpan()).toMatchObject({ first: parseIso('1997-01-01'), orders: 6_919 });
    expect(await importOrders(options)).toMatchObject({ accepted: 0, duplicates: 6_919 });
  });
});
