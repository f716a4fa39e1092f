import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseColumnMap } from '../../../../core/customer/import/columnMap.ts';
import type { OrderCells } from '../../../../core/customer/import/mapOrder.ts';
import { csvLayout } from '../../../../functions/shared/import/csvLayout.ts';
import type { Separator } from '../../../../functions/shared/import/csvTable.ts';
import { csvReader, MOST_LINES_OF_A_ROW } from '../../../../functions/shared/import/csvReader.ts';
import { DAMAGED } from '../../../../functions/shared/import/decodeText.ts';
import { LONGEST_LINE, lineSplitter } from '../../../../functions/shared/import/lineSplitter.ts';
import type { SourceRow } from '../../../../functions/shared/import/sourceRow.ts';
import { textPieces } from '../../../support/pieces.ts';

const MAP = parseColumnMap('customer=id,date=day,amount=total,item=item');
const HEADER = ['id', 'day', 'total', 'item', 'note'];

function readAll(
  text: string,
  sizes: readonly number[] = [],
  separator: Separator = ',',
): SourceRow<OrderCells>[] {
  const reader = csvReader(csvLayout(HEADER.join(separator), MAP), 2);
  const splitter = lineSplitter();
  const rows = textPieces(text, sizes).flatMap((piece) => reader.read(splitter.push(piece)));
  return [...rows, ...reader.read(splitter.end()), ...reader.end()];
}

/** `line: fields` of a row, `line! code` of a faulty one. */
function brief(row: SourceRow<OrderCells>): string {
  if (row.kind === 'faulty') return `${row.line}! ${row.code}`;
  return `${row.line}: ${typeof row.raw === 'string' ? row.raw : row.raw.join('|')}`;
}

const read = (text: string) => readAll(text).map(brief);

describe('csvReader', () => {
  it.each<[string, string, string[]]>([
    ['plain rows', '1,d,5,i,n\n2,d,6,i,n', ['2: 1|d|5|i|n', '3: 2|d|6|i|n']],
    ['no line end at the end', '1,d,5,i,n', ['2: 1|d|5|i|n']],
    ['blank lines', '\n1,d,5,i,n\n  \n\n2,d,6,i,n\n\n', ['3: 1|d|5|i|n', '6: 2|d|6|i|n']],
    ['empty fields', '1,,,,', ['2: 1||||']],
    ['quoted separators', '"1,1",d,"5,0",i,n', ['2: 1,1|d|5,0|i|n']],
    ['doubled quotes', '1,d,5,"7"" single",""', ['2: 1|d|5|7" single|']],
    ['spaces around quotes', '1 , "d" , "5", i ,n', ['2: 1|d|5|i|n']],
    ['line breaks in quotes', '1,d,5,i,"a\nb"\n2,d,6,i,n', ['2: 1|d|5|i|a\nb', '4: 2|d|6|i|n']],
    ['blank lines in quotes', '1,d,5,i,"a\r\n\r\nb"\r\n2,d,6,i,n', ['2: 1|d|5|i|a\n\nb', '5: 2|d|6|i|n']],
    ['line breaks in an item', '1,d,5,"a\n""b""\nc",n\n2,d,6,i,n', ['2: 1|d|5|a\n"b"\nc|n', '5: 2|d|6|i|n']],
    ['no rows', '', []],
  ])('reads %s', (_, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  it.each<[string, string, string[]]>([
    ['a row of too few fields', '1,d,5\n2,d,6,i,n', ['2! wrong-field-count', '3: 2|d|6|i|n']],
    ['a row of too many fields', '1,d,5,i,n,x\n2,d,6,i,n', ['2! wrong-field-count', '3: 2|d|6|i|n']],
    [
      'an unclosed quote',
      '1,"d,5,i,n\n2,d,6,i,n\n3,d,7,i,n',
      ['2! broken-quotes', '3: 2|d|6|i|n', '4: 3|d|7|i|n'],
    ],
    ['an unclosed quote in the last row', '1,d,5,i,n\n2,"d,6,i,n', ['2: 1|d|5|i|n', '3! broken-quotes']],
    [
      'an unclosed quote before a quoted row',
      '1,d,5,i,"n\n"2",d,6,i,n',
      ['2! broken-quotes', '3: 2|d|6|i|n'],
    ],
    [
      'two unclosed quotes',
      '1,d,"5,i,n\n2,d,"6,i,n\n3,d,7,i,n',
      ['2! broken-quotes', '3! broken-quotes', '4: 3|d|7|i|n'],
    ],
    [
      'an unclosed quote that a stray one far below seems to close',
      '1,d,"5,i,n\n2,d,6,i,n\n3,d,7,i,n\n4,d,8",i,n',
      ['2! broken-quotes', '3: 2|d|6|i|n', '4: 3|d|7|i|n', '5! broken-quotes'],
    ],
    [
      'an unclosed quote before a row with line breaks',
      '1,d,"5,i,n\n2,d,6,i,"a\nb"\n3,d,7,i,n',
      ['2! broken-quotes', '3: 2|d|6|i|a\nb', '5: 3|d|7|i|n'],
    ],
    ['a quote inside a field', '1,d,5,7" single,n\n2,d,6,i,n', ['2! broken-quotes', '3: 2|d|6|i|n']],
    ['two quotes inside a field', '1,d,5,a "b" c,n\n2,d,6,i,n', ['2! broken-quotes', '3: 2|d|6|i|n']],
    ['text behind a closing quote', '1,d,5,"i"x,n\n2,d,6,i,n', ['2! broken-quotes', '3: 2|d|6|i|n']],
    [
      'text that could not be decoded',
      `1,d,5,i,n\n2,d,6,caf${DAMAGED},n\n3,d,7,i,n`,
      ['2: 1|d|5|i|n', '3! damaged-text', '4: 3|d|7|i|n'],
    ],
    [
      'a line that is too long',
      `1,d,5,i,${'x'.repeat(LONGEST_LINE)}\n2,d,6,i,n`,
      ['2! row-too-long', '3: 2|d|6|i|n'],
    ],
  ])('refuses %s and goes on with the next', (_, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  it('gives up on a quote that is not closed within the lines a row may span', () => {
    const others = Array.from({ length: MOST_LINES_OF_A_ROW * 3 }, (_, i) => `${i},d,5,i,n`);
    const lines = ['"1,d,5,i,n', ...others];
    expect(csvReader(csvLayout(HEADER.join(','), MAP), 2).read(lines)).toHaveLength(lines.length);
    const rows = readAll(lines.join('\n'));
    expect(rows.map((row) => row.kind)).toEqual(['faulty', ...others.map(() => 'cells')]);
    expect(rows.at(-1)?.line).toBe(others.length + 2);
  });

  it('says which field could not be decoded, by field or by column', () => {
    const rows = readAll(`1,d,5,caf${DAMAGED},n\n2,d,6,i,caf${DAMAGED}`);
    expect(rows).toMatchObject([
      { field: 'item', value: `caf${DAMAGED}` },
      { field: 'note', remedy: expect.stringContaining('UTF-8') },
    ]);
  });

  it('gives the raw row of a refused one', () => {
    expect(readAll('1,d\n"2,d,6,i,n')).toMatchObject([{ raw: ['1', 'd'] }, { raw: '"2,d,6,i,n' }]);
  });

  it('names unmapped columns in one note, and says nothing where there are none', () => {
    const notes = (header: string) => csvReader(csvLayout(header, MAP), 2).notes();
    expect(notes('id,day,total,item,note,')).toEqual([expect.stringMatching(/note, \(unnamed\)\.$/)]);
    expect(notes('id,day,total,item')).toEqual([]);
  });
});

const SEPARATORS = [',', ';', '\t', '|'] as const;
/** Text without spaces at its ends, which CSV readers may trim, and with line breaks as they are read: LF. */
const anyText = fc
  .string({ unit: fc.constantFrom('a', 'é', '客', '"', ',', ';', '|', '\t', ' ', '\n', '💐'), maxLength: 8 })
  .map((text) => text.trim());
const oneLine = anyText.map((text) => text.replaceAll('\n', ''));
const tableRow = fc
  .tuple(oneLine, oneLine, oneLine, anyText, anyText)
  .map((fields) => ['x' + fields[0], ...fields.slice(1)]);

function quoted(text: string, separator: string, always: boolean): string {
  const needed =
    always || text === '' || /["\n\r]/.test(text) || text.includes(separator) || text !== text.trim();
  return needed ? `"${text.replaceAll('"', '""')}"` : text;
}

describe('any table written as CSV', () => {
  it('is read back with its line numbers, however it is quoted, ended and cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(tableRow, { maxLength: 12 }),
        fc.constantFrom(...SEPARATORS),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }),
        (table, separator, end, always, sizes) => {
          const records = table.map((row) =>
            row.map((text) => quoted(text, separator, always)).join(separator),
          );
          const text = records.join('\n').replaceAll('\n', end);
          let line = 2;
          const expected = table.map((raw, index) => {
            const at = line;
            line += (records[index] ?? '').split('\n').length;
            return { kind: 'cells', line: at, raw };
          });
          expect(readAll(text, sizes, separator)).toMatchObject(expected);
          expect(readAll(text, sizes, separator)).toHaveLength(table.length);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('gives the same rows for any text, however it is cut into pieces', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', DAMAGED, ',,,,'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(texts, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }), (text, sizes) => {
        expect(readAll(text, sizes)).toEqual(readAll(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('accounts for every line of any text that is not blank', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ',,,,'), maxLength: 60 });
    fc.assert(
      fc.property(texts, (text) => {
        const rows = readAll(text);
        const lines = text.split('\n');
        const covered = new Set(rows.map((row) => row.line - 2));
        rows.forEach((row, index) => {
          const next = rows[index + 1]?.line ?? lines.length + 2;
          if (row.kind === 'cells') for (let at = row.line; at < next; at += 1) covered.add(at - 2);
        });
        const missed = lines.flatMap((line, at) => (line.trim() === '' || covered.has(at) ? [] : [at]));
        expect(missed).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
