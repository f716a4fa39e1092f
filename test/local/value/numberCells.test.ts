import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberCells, numberOfText } from '../../../local/value/numberCells.ts';

function read(text: string): { kind: string; value: number } {
  const cells = new NumberCells(Buffer.from(text), ',');
  const kind = cells.read();
  return { kind, value: cells.value };
}

describe('numbers read from bytes', () => {
  it('are the doubles that JavaScript reads, however many digits they have', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(`${value},`)).toEqual({ kind: 'number', value });
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,14}\.\d{0,14}$/), (text) => {
        expect(read(`${text}\n`).value).toBe(Number(text));
      }),
    );
  });

  it('are the same again where the cell was seen before', () => {
    const days = Array.from({ length: 3_000 }, (_, day) => String((day % 1_000) / 7));
    const cells = new NumberCells(Buffer.from(`${days.join(',')}\n`), ',');
    for (const day of days) {
      cells.read();
      expect(cells.value).toBe(Number(day));
      cells.at += 1;
    }
  });

  it.each([
    ['-4', 'number', -4],
    [' 4.5 ', 'number', 4.5],
    ['1e3', 'number', 1_000],
    ['.5', 'number', 0.5],
    ['5.', 'number', 5],
    ['123456789012345678901234567890', 'number', 1.2345678901234568e29],
  ])('%j is %s', (text, kind, value) => {
    expect(read(`${text},x`)).toEqual({ kind, value });
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['two', 'other'],
    ['1.2.3', 'other'],
    ['0x10', 'other'],
    ['1,2', 'number'],
    ['Infinity', 'other'],
    ['-', 'other'],
  ])('%j is %s', (text, kind) => {
    expect(read(`${text}\r\n`).kind).toBe(kind);
  });

  it('of text are as strict', () => {
    expect([numberOfText(' -1.5e2 '), numberOfText('0x10'), numberOfText('')]).toEqual([
      -150,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
