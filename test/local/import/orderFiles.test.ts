import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseColumnMap } from '../../../core/customer/import/columnMap.ts';
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

const ROWS = 'id,day,total\ncafé,2026-04-03,5\n客户,2026-04-03,6\n';

describe('files of every kind', () => {
  it.each<[string, string | Buffer, string, Partial<OrderImport>]>([
    ['UTF-8', ROWS, 'o.csv', {}],
    ['UTF-8 with a byte-order mark', `\ufeff${ROWS}`, 'o.csv', {}],
    ['UTF-16 LE', Buffer.from(`\ufeff${ROWS}`, 'utf16le'), 'o.csv', {}],
    ['UTF-16 BE', Buffer.from(`\ufeff${ROWS}`, 'utf16le').swap16(), 'o.csv', {}],
    ['UTF-16 without a mark, named', Buffer.from(ROWS, 'utf16le'), 'o.csv', { encoding: 'utf-16le' }],
    ['CRLF', ROWS.replaceAll('\n', '\r\n'), 'o.csv', {}],
    ['lone CR', ROWS.replaceAll('\n', '\r'), 'o.csv', {}],
    ['no line end at the end', ROWS.trimEnd(), 'o.csv', {}],
    ['blank lines', `\n \n${ROWS.replaceAll('\n', '\n\n')}`, 'o.csv', {}],
    ['tabs', ROWS.replaceAll(',', '\t'), 'o.tsv', {}],
    ['semicolons', ROWS.replaceAll(',', ';'), 'o.csv', {}],
    ['quotes', ROWS.replaceAll(/[^,\n]+/g, '"$&"'), 'o.csv', {}],
    ['gzip', gzipSync(ROWS), 'o.csv.gz', {}],
    [
      'NDJSON by name',
      '{"id":"café","day":"2026-04-03","total":5}\n{"id":"客户","day":"2026-04-03","total":"6.00"}',
      'o.ndjson',
      {},
    ],
    [
      'NDJSON by its first line',
      '\n{"id":"café","day":"2026-04-03","total":5}\n{"id":"客户","day":"2026-04-03","total":6}\n',
      'o.txt',
      {},
    ],
    [
      'packed NDJSON',
      gzipSync('{"id":"café","day":"2026-04-03","total":5}\n{"id":"客户","day":"2026-04-03","total":6}\n'),
      'o.jsonl.gz',
      {},
    ],
  ])('%s gives the same orders', async (_, content, name, change) => {
    const { store, orders } = recordingStore();
    const report = await importOrders(anImport(await aFile(content, name), { store, ...change }));
    expect(report).toMatchObject({ accepted: 2, rejected: 0, notes: [] });
    expect(orders()).toMatchObject([
      { customerId: 'café', amountMinor: 500 },
      { customerId: '客户', amountMinor: 600 },
    ]);
  });

  it('reads GBK when told so, and refuses its rows with the remedy when not', async () => {
    const gbk = Buffer.concat([
      Buffer.from('id,day,total\n'),
      Buffer.from([0xbf, 0xcd, 0xbb, 0xa7]),
      Buffer.from(',2026-04-03,6\nb,2026-04-03,5\n'),
    ]);
    const { store, orders } = recordingStore();
    await importText(gbk, { store, encoding: 'gbk' });
    expect(orders().map((order) => order.customerId)).toEqual(['客户', 'b']);
    const report = await importText(gbk);
    expect(report).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await linesOf(report.rejectFile)).toMatchObject([
      {
        line: 2,
        field: 'customer',
        code: 'damaged-text',
        remedy: expect.stringMatching(/save the file as UTF-8.*--encoding/),
      },
    ]);
  });

  it('refuses a Latin-1 row by its line and field, and takes the others', async () => {
    const report = await importText(
      Buffer.from('id,day,total,city\na,2026-04-03,5,Orl\u00e9ans\nb,2026-04-03,5,Nice\n', 'latin1'),
    );
    expect(report).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await linesOf(report.rejectFile)).toMatchObject([
      { line: 2, field: 'city', value: 'Orl\ufffdans' },
    ]);
  });

  it('reads dates by the format given', async () => {
    const { store, orders } = recordingStore();
    await importText('id,day,total\na,03/04/2026,5\n', { store, dateFormat: 'dmy' });
    expect(orders()[0]?.at).toBe(parseIso('2026-04-03'));
  });

  it('refuses rows in another currency where a column names it', async () => {
    const map = parseColumnMap(`${MAP},currency=cur`);
    const report = await importText('id,day,total,cur\na,2026-04-03,5,USD\nb,2026-04-03,5,EUR\n', { map });
    expect(report).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await linesOf(report.rejectFile)).toMatchObject([
      { field: 'currency', remedy: expect.stringContaining('one currency') },
    ]);
  });

  it('goes on after unclosed quotes and ragged rows', async () => {
    const report = await importText(
      'id,day,total\na,"2026-04-03,5\nb,2026-04-03\nc,2026-04-03,5,6\nd,2026-04-03,7\n',
    );
    expect(report).toMatchObject({ accepted: 1, rejected: 3 });
    expect(await linesOf(report.rejectFile)).toMatchObject([
      { line: 2, field: null, code: 'broken-quotes', row: 'a,"2026-04-03,5' },
      { line: 3, code: 'wrong-field-count', row: ['b', '2026-04-03'] },
      { line: 4, code: 'wrong-field-count', remedy: expect.stringContaining('quotes') },
    ]);
  });

  it('says that a header has no rows', async () => {
    expect(await importText('id,day,total\n')).toMatchObject({
      accepted: 0,
      rejectFile: null,
      notes: [expect.stringContaining('no rows')],
    });
  });
});

describe('what cannot be imported', () => {
  it.each<[string, string | Buffer, string, Partial<OrderImport>, RegExp]>([
    ['an empty file', '', 'file-empty', {}, /empty.*header/],
    ['blank lines only', '\n\n  \n', 'file-empty', {}, /blank lines/],
    ['an empty gzip', gzipSync(''), 'file-empty', {}, /empty/],
    [
      'a spreadsheet',
      Buffer.from('PK\u0003\u0004xxxx', 'latin1'),
      'file-not-text',
      {},
      /save it as CSV UTF-8/,
    ],
    ['UTF-16 without a mark', Buffer.from(ROWS, 'utf16le'), 'file-not-text', {}, /--encoding utf-16le/],
    ['a JSON array', '[\n{"id":1}\n]', 'file-not-rows', {}, /NDJSON/],
    ['a file without line ends', 'x'.repeat(300_000), 'file-not-rows', {}, /does not end/],
    [
      'a column that is not there',
      'id,date,total\na,2026-04-03,5\n',
      'column-not-found',
      {},
      /"day" for date.*id, date, total/,
    ],
    ['keys that are not there', '{"id":"a","total":5}', 'column-not-found', {}, /"day" for date.*id, total/],
    ['another currency than the shop has', ROWS, 'currency-differs', { shopCurrency: 'EUR' }, /EUR.*USD/],
    ['a currency that is none', ROWS, 'currency-invalid', { currency: 'dollars' }, /ISO 4217/],
    ['an unknown encoding', ROWS, 'encoding-unknown', { encoding: 'klingon' }, /klingon/],
  ])('%s is refused before anything is written', async (_, content, code, change, message) => {
    const { store, pages } = recordingStore();
    await expect(importText(content, { store, ...change })).rejects.toMatchObject({
      name: 'ImportMisuse',
      code,
      message: expect.stringMatching(message),
    });
    expect(pages).toEqual([]);
  });

  it('a file that does not exist, and a folder', async () => {
    await expect(importOrders(anImport(join(folder, 'none.csv')))).rejects.toMatchObject({
      code: 'file-not-found',
    });
    await expect(importOrders(anImport(folder))).rejects.toMatchObject({ code: 'file-is-directory' });
  });

  it('a reject file that is the file itself', async () => {
    const file = await aFile(ROWS);
    await expect(importOrders(anImport(file, { rejectFile: file }))).rejects.toMatchObject({
      code: 'reject-file-unwritable',
    });
    expect(await readFile(file, 'utf8')).toBe(ROWS);
  });

  it('takes the currency in small letters, and the one the shop has', async () => {
    expect(await importText(ROWS, { currency: 'usd', shopCurrency: 'USD' })).toMatchObject({ accepted: 2 });
  });
});
