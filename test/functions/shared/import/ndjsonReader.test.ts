import { describe, expect, it } from 'vitest';
import { parseColumnMap } from '../../../../core/customer/import/columnMap.ts';
import { DAMAGED } from '../../../../functions/shared/import/decodeText.ts';
import { LONGEST_LINE } from '../../../../functions/shared/import/lineSplitter.ts';
import { ndjsonReader } from '../../../../functions/shared/import/ndjsonReader.ts';

const MAP = parseColumnMap('customer=id,date=day,amount=total,order=no');
const SOUND = '{"id":"c","day":"2026-04-03","total":"5","no":"A-1"}';

describe('ndjsonReader', () => {
  it('takes text and numbers as they stand, and blank lines as nothing', () => {
    const rows = ndjsonReader(MAP, 1).read(['', '{"id":4,"day":20260403,"total":29.33,"no":"007"}', ' ']);
    expect(rows).toMatchObject([
      {
        kind: 'cells',
        line: 2,
        cells: { customer: '4', date: '20260403', amount: '29.33', order: '007', item: null },
      },
    ]);
  });

  it('finds keys within other objects by a dotted path, and a key with dots before it', () => {
    const map = parseColumnMap('customer=buyer.id,date=day,amount=sums.0,order=a.b');
    const reader = ndjsonReader(map, 1);
    const rows = reader.read(['{"buyer":{"id":"c","x":1},"day":"d","sums":[5],"a":{"b":"in"},"a.b":"out"}']);
    expect(rows).toMatchObject([
      { kind: 'cells', cells: { customer: 'c', date: 'd', amount: '5', order: 'out' } },
    ]);
    expect(reader.notes()).toEqual([]);
    expect(reader.read(['{"buyer":{},"day":"d","sums":[5]}'])).toMatchObject([
      { kind: 'faulty', field: 'customer', code: 'missing-key' },
    ]);
  });

  it('counts lines across pieces', () => {
    const reader = ndjsonReader(MAP, 3);
    expect([...reader.read([SOUND, SOUND]), ...reader.read([SOUND])].map((row) => row.line)).toEqual([
      3, 4, 5,
    ]);
  });

  it.each<[string, string, string | null, string]>([
    ['broken JSON', '{"id":"c"', null, 'not-json'],
    ['an array', '["c"]', null, 'not-json'],
    ['plain text', 'c,2026-04-03,5', null, 'not-json'],
    ['a missing required key', '{"id":"c","total":5,"no":"A"}', 'date', 'missing-key'],
    ['an inherited name as key', '{"toString":1,"total":5,"no":"A"}', 'customer', 'missing-key'],
    ['an object as value', '{"id":{"x":1},"day":"d","total":5}', 'customer', 'not-text'],
    ['a truth value', '{"id":"c","day":"d","total":true}', 'amount', 'not-text'],
    [
      'a whole number that is not exact',
      '{"id":12345678901234567890,"day":"d","total":5}',
      'customer',
      'inexact-number',
    ],
    [
      'undecodable text in a mapped key',
      `{"id":"caf${DAMAGED}","day":"d","total":5}`,
      'customer',
      'damaged-text',
    ],
    ['undecodable text elsewhere', `{"id":"c","day":"d","total":5,"x":"${DAMAGED}"}`, null, 'damaged-text'],
    ['undecodable text outside JSON', DAMAGED, null, 'damaged-text'],
    ['a line that is too long', `{"id":"${'x'.repeat(LONGEST_LINE)}"}`, null, 'row-too-long'],
  ])('refuses %s and goes on', (_, line, field, code) => {
    const [faulty, sound] = ndjsonReader(MAP, 1).read([line, SOUND]);
    expect(faulty).toMatchObject({ kind: 'faulty', line: 1, field, code, raw: line });
    expect(sound).toMatchObject({ kind: 'cells', line: 2 });
  });

  it('leaves null and absent optional keys empty', () => {
    const [row] = ndjsonReader(MAP, 1).read(['{"id":null,"day":"d","total":5}']);
    expect(row).toMatchObject({ cells: { customer: '', order: '' } });
  });

  it('refuses a map whose required key no row has, listing the keys', () => {
    expect(() => ndjsonReader(MAP, 1).read(['{"id":"c","date":"d","total":5}'])).toThrow(
      expect.objectContaining({
        code: 'column-not-found',
        message: expect.stringMatching(/"day" for date.*id, date, total/),
      }),
    );
  });

  it('names ignored and absent keys once each', () => {
    const reader = ndjsonReader(MAP, 1);
    reader.read(['{"id":"c","day":"d","total":5,"x":1}', '{"id":"c","day":"d","total":5,"y":1,"x":2}']);
    expect(reader.notes()).toEqual([
      expect.stringMatching(/ignored.*: x, y\.$/),
      expect.stringMatching(/key no\.$/),
    ]);
  });
});
