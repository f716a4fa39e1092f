import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RejectedRow } from '../../../functions/shared/import/rejectLine.ts';
import { readPlainLines } from '../../../local/value/cellRows.ts';
import { readPlainSummary } from '../../../local/value/plainSummary.ts';
import { readSummary } from '../../../local/value/readSummary.ts';
import { splitHeader, summaryLayout } from '../../../local/value/summaryLayout.ts';
import { type Summary, SummaryRows } from '../../../local/value/summaryRows.ts';
import { tempDir } from '../../support/tempDir.ts';

const dir = tempDir();
let files = 0;

async function read(
  content: string | Buffer,
  more: { discrete?: boolean; map?: Record<string, string> } = {},
) {
  files += 1;
  const file = join(dir, `summary-${files}.csv`);
  writeFileSync(file, content);
  const refused: RejectedRow[] = [];
  const { discrete = false, map = null } = more;
  const summary = await readSummary({ file, map, discrete, refuse: (row) => refused.push(row) });
  return { summary, refused };
}

function rowOf({ idOf, x, tx, T, litt, meanSpend, count }: Summary, row: number): unknown[] {
  const optional = [litt, meanSpend, count].flatMap((column) => (column === null ? [] : [column[row]]));
  return [idOf(row), x[row], tx[row], T[row], ...optional];
}

function rowsOf(summary: Summary): unknown[][] {
  return Array.from({ length: summary.rows }, (_, row) => rowOf(summary, row));
}

const PLAIN = 'id,x,t_x,T,m_x\nann,2,3.5,10,12.5\nbob,0,0,4,\neve,1,1.5714285714285714,9,0\n';
const ROWS = [
  ['ann', 2, 3.5, 10, 12.5],
  ['bob', 0, 0, 4, Number.NaN],
  ['eve', 1, 11 / 7, 9, 0],
];

describe('a summary', () => {
  it.each([
    ['plain', PLAIN],
    ['with CRLF and no last line end', PLAIN.replaceAll('\n', '\r\n').trimEnd()],
    ['with lone carriage returns behind its header', PLAIN.replace(/\n(?!ann)/g, '\r')],
    ['with a byte-order mark', `\ufeff${PLAIN}`],
    ['with semicolons', PLAIN.replaceAll(',', ';')],
    ['with tabs', PLAIN.replaceAll(',', '\t')],
    ['with quotes', PLAIN.replaceAll(/(ann|3.5|t_x)/g, '"$1"')],
    ['with blank lines', `\n\n${PLAIN.replace('bob', '\nbob')}\n\n`],
    [
      'with columns in another order and more of them',
      'T,note,m_x,x,t_x,id\n10,hi,12.5,2,3.5,ann\n4,,,0,0,bob\n9,,0,1,1.5714285714285714,eve\n',
    ],
    [
      'under other tools’ names',
      PLAIN.replace('id,x,t_x,T,m_x', 'Customer ID,frequency,recency,T_cal,monetary_value'),
    ],
    ['packed', gzipSync(PLAIN)],
    ['in UTF-16', Buffer.from(`\ufeff${PLAIN}`, 'utf16le')],
  ])('%s gives the same rows', async (_, content) => {
    const { summary, refused } = await read(content);
    expect(rowsOf(summary)).toEqual(ROWS);
    expect(refused).toEqual([]);
  });

  it('is named by --map where its names say nothing', async () => {
    const content = PLAIN.replace('id,x,t_x,T,m_x', 'a,b,c,d,e');
    const { summary } = await read(content, { map: { id: 'a', x: 'b', t_x: 'c', t: 'd', m_x: 'e' } });
    expect(rowsOf(summary)).toEqual(ROWS);
  });

  it('says in one note what it leaves out', async () => {
    const { summary } = await read('id,x,t_x,T,x_star,note\n1,0,0,4,2,b\n');
    expect(summary.notes).toEqual(['Columns ignored: x_star, note.']);
  });

  it('takes counts and litt, and numbers rows without an id', async () => {
    const { summary } = await read('x,t_x,n,count,litt\n0,0,6,50,\n2,4,6,3,1.38\n');
    expect(rowsOf(summary)).toEqual([
      ['1', 0, 0, 6, Number.NaN, 50],
      ['2', 2, 4, 6, 1.38, 3],
    ]);
  });

  it('takes t_x a rounding behind T as T', async () => {
    const { summary } = await read('id,x,t_x,T\n1,3,30.428572,30.428571\n');
    expect(summary.tx[0]).toBe(30.428571);
  });
});

const BAD = `id,x,t_x,T
1,2,3,-4
2,1,9,4
3,two,3,4
4,1,2,8
5,1.5,2,8
6,,1,8
7,1,2
8,0x2,1,8
9,1,2,8,9
`;

describe('rows that are no customers', () => {
  const expected = [
    [2, 'T'],
    [3, 't_x'],
    [4, 'x'],
    [6, 'x'],
    [7, 'x'],
    [8, null],
    [9, 'x'],
    [10, null],
  ];

  it.each([
    ['plain', BAD],
    ['quoted', BAD.replace('id', '"id"')],
  ])('are refused with line and field, of a %s file', async (_, content) => {
    const { summary, refused } = await read(content);
    expect(rowsOf(summary)).toEqual([['4', 1, 2, 8]]);
    expect(refused.map(({ line, field }) => [line, field])).toEqual(expected);
    expect(summary.rejected).toBe(8);
    expect(refused.every(({ remedy, problem }) => remedy !== '' && problem !== '')).toBe(true);
    expect(summary.notes.join(' ')).toContain('first on line 2: T is below 0');
  });

  it('are seen the same by the reader of small files and that of large ones', () => {
    const both = [PLAIN, BAD].map((content) => {
      const [header = ''] = content.split('\n');
      const layout = summaryLayout(splitHeader(header, null), null);
      const lists: RejectedRow[][] = [[], []];
      const [small, large] = lists.map(
        (list) => new SummaryRows({ discrete: false, refuse: (row) => list.push(row) }),
      );
      if (small === undefined || large === undefined) throw new Error('two lists');
      const bytes = Buffer.from(content);
      const one = readPlainLines(content.slice(header.length + 1), 2, layout, small);
      const other = readPlainSummary(bytes, { at: header.length + 1, line: 2 }, layout, large);
      expect(rowsOf(other)).toEqual(rowsOf(one));
      return lists;
    });
    for (const [small, large] of both) expect(large).toEqual(small);
  });

  it('are those of more than one order a period, where periods are counted', async () => {
    const { refused, summary } = await read('x,t_x,n\n3,2,6\n2,4,6\n', { discrete: true });
    expect([summary.rows, refused[0]?.field]).toEqual([1, 'x']);
  });
});

describe('files that are no summaries', () => {
  it.each([
    ['', 'is empty'],
    ['\n \n', 'only blank lines'],
    ['id,x,T\n1,2,3\n', 'no column is named t_x; the header has: id, x, T'],
    ['1,2,3,4\n', 'the first line holds figures; put a header before it'],
    ['PK\u0003\u0004zip', 'no column is named x'],
    ['{"id":1,"note":"x"}\n', 'NDJSON'],
  ])('%j: %s', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('are those that are not there, and folders', async () => {
    const source = { map: null, discrete: false, refuse: () => {} };
    await expect(readSummary({ ...source, file: join(dir, 'none.csv') })).rejects.toThrow('there is no file');
    await expect(readSummary({ ...source, file: dir })).rejects.toThrow('is a folder');
  });

  it('have no column that --map names wrongly', async () => {
    await expect(read(PLAIN, { map: { x: 'X!' } })).rejects.toThrow('--map names column "X!" for x');
  });
});

describe('a large summary', () => {
  it('is read from its bytes to the same rows', async () => {
    const count = 100_000;
    const lines = Array.from(
      { length: count },
      (_, i) => `client-${i},${i % 3},${((i % 3) * 11) / 7},${(i % 300) / 7 + 30},${i / 100}`,
    );
    const { summary } = await read(`id,x,t_x,T,m_x\n${lines.join('\n')}\n`);
    expect([summary.rows, summary.rejected]).toEqual([count, 0]);
    for (const row of [0, 1, 299, 77_777, count - 1])
      expect(rowOf(summary, row)).toEqual([
        `client-${row}`,
        row % 3,
        ((row % 3) * 11) / 7,
        (row % 300) / 7 + 30,
        row / 100,
      ]);
  });
});

const CDNOW = new URL('../../../../shared/data/cdnow_summary.csv', import.meta.url);

describe.skipIf(!existsSync(CDNOW))('the CDNOW summary (skipped where it is absent)', () => {
  it('is 2,357 customers', async () => {
    const summary = await readSummary({ file: CDNOW.pathname, map: null, discrete: false, refuse: () => {} });
    expect([summary.rows, summary.rejected, summary.x.reduce((sum, one) => sum + one, 0)]).toEqual([
      2_357, 0, 2_457,
    ]);
  });
});
