import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded, unguarded } from '../../../core/csvGuard.ts';
import { csvLine } from '../../../cli/export/csv.ts';

describe('a cell in a spreadsheet', () => {
  it.each([
    ['=SUM(A1:A9)', "'=SUM(A1:A9)"],
    ['=cmd|" /C calc"!A0', `'=cmd|" /C calc"!A0`],
    ['+86 138 0000 0000', "'+86 138 0000 0000"],
    ['-2+3+cmd|x', "'-2+3+cmd|x"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠a', "'＠a"],
    ['-', "'-"],
    ['-1e', "'-1e"],
    ['--1', "'--1"],
    [' =1', "' =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\u200b@a', "'\u200b@a"],
    ['\ufeff+1', "'\ufeff+1"],
    ["'=1", "''=1"],
    ["''-a", "'''-a"],
  ])('%j is made text', (cell, safe) => {
    expect(guarded(cell)).toBe(safe);
  });

  it.each([
    '',
    '0',
    '-12.50',
    '+7',
    '-1e5',
    '-1.5E-7',
    '-.5',
    'Ada = Bob',
    'a-b',
    '1998-01-01',
    '赢回',
    "'quoted",
  ])('%j stays as it is', (cell) => {
    expect(guarded(cell)).toBe(cell);
  });
});

describe('a record', () => {
  it('quotes as RFC 4180 says, and leaves what is unknown empty', () => {
    const line = csvLine([
      'plain',
      'a,b',
      'say "hi"',
      'two\nlines',
      -12.5,
      null,
      undefined,
      true,
      ['x', 'y'],
    ]);
    expect(line).toBe('plain,"a,b","say ""hi""","two\nlines",-12.5,,,true,"[""x"",""y""]"\r\n');
  });
});

/** Text that is likely to be a formula, to need quotes, or both. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        '"',
        ',',
        "'",
        ';',
        '＝',
        '0',
        '9',
        '.',
        'e',
        ' ',
      ),
      fc.string({ maxLength: 3, unit: 'grapheme' }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('any cell', () => {
  it('comes back as it was once one apostrophe is taken away, and never begins a formula unless it is a number', () => {
    fc.assert(
      fc.property(nasty, (cell) => {
        const records = parse(csvLine(['id', cell, 'end']), { relax_column_count: false });
        expect(records).toHaveLength(1);
        const [first, read, last] = records[0] ?? [];
        expect([first, last]).toEqual(['id', 'end']);
        expect([cell, `'${cell}`]).toContain(read);
        const beginsFormula = /^[\s\p{C}]*[=+\-@＝＋－＠]/u.test(read ?? '');
        if (beginsFormula) expect(Number.isFinite(Number(read))).toBe(true);
        expect(unguarded(read ?? '')).toBe(cell);
      }),
      { numRuns: 10_000 },
    );
  });

  it('stays a number where it is one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), (value) => {
        expect(Number(csvLine([value]).trimEnd())).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
