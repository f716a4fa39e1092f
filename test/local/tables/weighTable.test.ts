import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { TableMisuse } from '../../../local/tables/tableMisuse.ts';
import { weighTable, type WeighOptions } from '../../../local/tables/weighTable.ts';

const dir = mkdtempSync(join(tmpdir(), 'weigh-table-'));
afterAll(() => rmSync(dir, { recursive: true }));

function fileOf(text: string | Buffer): string {
  const file = join(dir, `${Math.random()}.csv`);
  writeFileSync(file, text);
  return file;
}

function weigh(text: string | Buffer, options: Partial<WeighOptions> = {}) {
  return weighTable({
    file: fileOf(text),
    method: 'entropy',
    id: null,
    columns: null,
    lowerIsBetter: [],
    weights: null,
    randomIndex: 'saaty-1980',
    ...options,
  });
}

/** What a refusal says, and the lines it names. */
async function refused(text: string, options: Partial<WeighOptions> = {}) {
  const failure: unknown = await weigh(text, options).catch((error: unknown) => error);
  if (!(failure instanceof TableMisuse)) throw new Error(`not refused: ${JSON.stringify(failure)}`);
  return {
    message: failure.message,
    remedy: failure.remedy,
    lines: failure.problems.map(({ line }) => line),
  };
}

describe('a table of indicators', () => {
  it('leaves out what names the rows and what is text, and says so', async () => {
    const { columns, ignored, scores } = await weigh('id,shop,a,b\n7,North,1,2\n8,South,4,16\n');
    expect(columns).toEqual(['a', 'b']);
    expect(ignored).toEqual(['id', 'shop']);
    expect(scores.map(({ id }) => id)).toEqual(['7', '8']);
  });

  it('takes a first line of numbers alone as a row', async () => {
    const { columns, rows, weights } = await weigh('1,2\n4,16\n');
    expect(columns).toEqual(['1', '2']);
    expect(rows).toBe(2);
    expect(weights[0]).toBeCloseTo(0.358889, 6);
  });

  it.each([
    ['semicolons', 'a;b\n1;2\n4;16\n'],
    ['a byte-order mark, CRLF and blank lines', '\ufeffa,b\r\n1,2\r\n\r\n4,16\r\n'],
    ['quotes', '"a","b"\n"1","2"\n"4","16"\n'],
    ['gzip', gzipSync('a,b\n1,2\n4,16\n')],
  ])('reads a file with %s', async (_, text) => {
    const { columns, weights } = await weigh(text);
    expect(columns).toEqual(['a', 'b']);
    expect(weights[1]).toBeCloseTo(0.641111, 6);
  });

  it('scores rows by weights of a hand, with the direction of each column', async () => {
    const { scores, weights } = await weigh('shop,profit,cost\nNorth,10,3\nSouth,20,1\nWest,15,2\n', {
      method: 'hand',
      weights: [3, 1],
      lowerIsBetter: ['cost'],
    });
    expect(weights).toEqual([0.75, 0.25]);
    expect(scores).toEqual([
      { id: 'North', score: 0 },
      { id: 'South', score: 1 },
      { id: 'West', score: 0.5 },
    ]);
  });

  it('names the line and column of every cell it cannot use', async () => {
    const { message, lines } = await refused('shop,a,b\nN,1,2\nS,-1,\nW,-2,3\n');
    expect(message).toContain('line 3, column a: "-1" is no number of 0 and more');
    expect(lines).toEqual([3, 4]);
    expect((await refused('shop,a\nN,1\nS,\n')).message).toContain('line 3, column a: nothing stands there');
    expect((await refused('shop,a\nN,1\nS,x\n', { columns: ['a'] })).message).toContain('"x" is no number');
  });

  it.each([
    ['there are no rows', 'a,b\n', 'has no column of numbers'],
    ['there is no number', 'shop,name\nN,x\n', 'has no column of numbers'],
    ['a row is short', 'a,b\n1\n', 'Line 2'],
  ])('is refused where %s', async (_, text, said) => {
    expect((await refused(text)).message).toContain(said);
  });

  it('is refused where a column named is not there, with those that are', async () => {
    expect((await refused('a,b\n1,2\n', { columns: ['c'] })).message).toContain(
      'has no column c; its columns are a, b',
    );
    expect((await refused('a,b\n1,2\n', { method: 'hand', weights: [1] })).message).toContain(
      '2 indicators and 1 weight',
    );
  });
});

describe('a square of judgements', () => {
  const ahp = { method: 'ahp' } as const;

  it.each([
    ['names above and before', ',a,b,c\na,1,2,4\nb,1/2,1,2\nc,1/4,1/2,1\n', ['a', 'b', 'c']],
    ['names above', 'a,b,c\n1,2,4\n0.5,1,2\n0.25,0.5,1\n', ['a', 'b', 'c']],
    ['no names', '1,2,4\n1/2,1,2\n1/4,1/2,1\n', ['1', '2', '3']],
    ['one half alone', ',a,b,c\na,1,2,4\nb,,1,2\nc,,,1\n', ['a', 'b', 'c']],
  ])('is read with %s', async (_, text, names) => {
    const { columns, weights, ahp: found } = await weigh(text, ahp);
    expect(columns).toEqual(names);
    for (const [i, weight] of [4 / 7, 2 / 7, 1 / 7].entries()) expect(weights[i]).toBeCloseTo(weight, 9);
    expect(found?.consistencyRatio).toBeCloseTo(0, 9);
  });

  it('takes decimals for fractions', async () => {
    const { ahp: found } = await weigh('a,b,c\n1,3,9\n0.33,1,3\n0.11,0.33,1\n', ahp);
    expect(found?.isConsistent).toBe(true);
  });

  it.each([
    ['is no square', 'a,b,c\n1,2,3\n', 'it is no square'],
    ['contradicts itself', 'a,b\n1,3\n2,1\n', '3 here and 2 the other way round'],
    ['leaves a pair out', 'a,b\n1,\n,1\n', 'neither this pair nor its mirror is judged'],
    ['judges an element beside itself', 'a,b\n2,3\n1/3,1\n', 'for an element beside itself'],
    ['holds something below 0', 'a,b\n1,-3\n-1/3,1\n', 'is no judgement'],
    ['has its lines in another order', ',a,b\nb,1,3\na,1/3,1\n', 'stands where the columns have'],
  ])('is refused where it %s', async (_, text, said) => {
    expect((await refused(text, ahp)).message).toContain(said);
  });
});
