import { expect, it } from 'vitest';
import { readCodes } from '../../../functions/shared/readCodes.ts';

it.each<[string, string, [number, string][]]>([
  [
    'a column called code',
    'name,Code\r\nx,A1\r\ny,A2\r\n',
    [
      [2, 'A1'],
      [3, 'A2'],
    ],
  ],
  [
    'no header',
    'A1\nA2\n',
    [
      [1, 'A1'],
      [2, 'A2'],
    ],
  ],
  ['semicolons, quotes and a mark at the beginning', '\uFEFFcode;x\n"A;1";y\n', [[2, 'A;1']]],
  ['empty lines', 'code\n\nA1\n\n', [[3, 'A1']]],
  [
    'NDJSON',
    '{"code":"A1"}\n{"code":7}\n{"x":1}\nnot json\n',
    [
      [1, 'A1'],
      [2, '7'],
      [3, ''],
      [4, ''],
    ],
  ],
  [
    'a quote that is not closed',
    'code\n"A1\nA2\n',
    [
      [2, ''],
      [3, 'A2'],
    ],
  ],
  ['nothing', '', []],
])('reads codes of %s', (_what, text, rows) => {
  expect(readCodes(text).map(({ line, code }) => [line, code])).toEqual(rows);
});

it('says of a row that cannot be read what stands there', () => {
  expect(readCodes('code\n"A1\nA2\n')).toEqual([
    { line: 2, code: '', text: '"A1' },
    { line: 3, code: 'A2' },
  ]);
  expect(readCodes('{"code":"A1"}\nnot json\n')).toEqual([
    { line: 1, code: 'A1' },
    { line: 2, code: '', text: 'not json' },
  ]);
});
