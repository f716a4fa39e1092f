import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../core/time.ts';
import { readBaskets } from '../../../local/recommend/readBaskets.ts';
import { type PurchaseFile, readPurchases } from '../../../local/recommend/readPurchases.ts';
import { TableMisuse } from '../../../local/tables/tableMisuse.ts';
import { tempDir } from '../../support/tempDir.ts';

const dir = tempDir();

function fileOf(name: string, content: string | Buffer): string {
  const file = join(dir, name);
  writeFileSync(file, content);
  return file;
}

type Row = readonly [string, string, Instant | null];

async function rowsOf(source: PurchaseFile): Promise<{ rows: Row[]; count: number }> {
  const rows: Row[] = [];
  const count = await readPurchases(source, (...row) => rows.push(row));
  return { rows, count };
}

async function misuseOf(content: string): Promise<TableMisuse> {
  const failure: unknown = await rowsOf({ file: fileOf('wrong.csv', content) }).catch(
    (error: unknown) => error,
  );
  if (failure instanceof TableMisuse) return failure;
  throw new Error(`not refused: ${String(failure)}`);
}

describe('a file of purchases', () => {
  it('is read with or without dates, in any sequence of columns', async () => {
    const file = fileOf('a.csv', 'date,Item,qty,customer\n2026-01-02,tea,1,ann\n,"jam, red",2,bob\n\n');
    expect(await rowsOf({ file })).toEqual({
      rows: [
        ['ann', 'tea', Date.UTC(2026, 0, 2)],
        ['bob', 'jam, red', null],
      ],
      count: 2,
    });
  });

  it.each([
    ['semicolons and a byte-order mark', '\ufeffcustomer;item\r\nann;tea\r\n'],
    ['tabs and other names of the columns', 'customer_id\titem_id\nann\ttea'],
    ['gzip', gzipSync('customer,item\nann,tea\n')],
  ])('may have %s', async (_, content) => {
    expect((await rowsOf({ file: fileOf('b.csv', content) })).rows).toEqual([['ann', 'tea', null]]);
  });

  it('has dates that begin with a day only where the caller says how they are meant', async () => {
    const content = 'customer,item,date\nann,tea,3/4/2026\n';
    expect((await misuseOf(content)).message).toContain('line 2, column date: "3/4/2026" may begin with');
    const source = { file: fileOf('c.csv', content), dateFormat: 'dmy' as const };
    expect((await rowsOf(source)).rows).toEqual([['ann', 'tea', Date.UTC(2026, 3, 3)]]);
  });

  it.each([
    [
      'a column that is missing',
      'customer,product\nann,tea\n',
      'has no column item; its first line is customer, product.',
      'item',
      1,
    ],
    ['no header', '1,2\n3,4\n', 'has no column customer', 'customer', 1],
    [
      'an empty customer',
      'customer,item\nann,tea\n,tea\n',
      'line 3, column customer: is empty.',
      'customer',
      3,
    ],
    ['an empty item', 'customer,item\nann,\nbob,\n', 'line 2, column item: is empty, and 1 more.', 'item', 2],
    ['too few fields', 'customer,item\nann\n', 'line 2: has 1 fields where the header has 2', '', 2],
    ['a broken quote', 'customer,item\nann,"tea\n', 'line 2: has a quote that is not closed', '', 2],
  ])('is refused for %s, naming column, line and remedy', async (_, content, detail, path, line) => {
    const { message, remedy, problems } = await misuseOf(content);
    expect(message).toContain(detail);
    expect(remedy).not.toBe('');
    expect(problems[0]).toMatchObject({ path, line });
  });

  it('is refused without rows, and names no more lines than can be read', async () => {
    expect((await misuseOf('customer,item\n')).message).toMatch(/has no rows below its header/);
    const many = await misuseOf(`customer,item\n${'ann,\n'.repeat(50)}`);
    expect(many.message).toContain('and 49 more');
    expect(many.problems).toHaveLength(20);
  });

  it('is refused where it is not there, or no CSV', async () => {
    await expect(rowsOf({ file: join(dir, 'none.csv') })).rejects.toMatchObject({ code: 'file-not-found' });
    expect((await misuseOf('{"customer":"ann","item":"tea"}\n')).message).toMatch(/is no CSV/);
  });
});

describe('a file of baskets', () => {
  it('has a basket a line, each item once, however many', async () => {
    const file = fileOf('baskets.csv', 'tea,milk,tea\r\n\nmilk\n"jam, red", bread ,\n');
    const taken: [string, string][] = [];
    const baskets = await readBaskets(file, (basket, item) => taken.push([basket, item]));
    expect(baskets).toBe(3);
    expect(taken).toEqual([
      ['1', 'tea'],
      ['1', 'milk'],
      ['3', 'milk'],
      ['4', 'jam, red'],
      ['4', 'bread'],
    ]);
  });

  it('is refused for a broken quote by its line, and where there is none', async () => {
    const ignore = () => undefined;
    await expect(readBaskets(fileOf('q.csv', 'a\nb,"c\n'), ignore)).rejects.toThrow(
      'line 2: a quote is not closed',
    );
    await expect(readBaskets(fileOf('n.csv', '\n \n'), ignore)).rejects.toThrow('has no baskets');
  });
});
