import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_LINE, lineSplitter } from '../../../../functions/shared/import/lineSplitter.ts';
import { textPieces } from '../../../support/pieces.ts';

function split(pieces: readonly string[]): string[] {
  const splitter = lineSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

describe('lineSplitter', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a\rb\r', ['a', 'b']],
    ['a\r\nb\rc\nd', ['a', 'b', 'c', 'd']],
    ['a\n\nb', ['a', '', 'b']],
    ['a\r\r\nb', ['a', '', 'b']],
    ['\n', ['']],
  ])('cuts %j', (text, lines) => {
    expect(split([text])).toEqual(lines);
  });

  it('gives the same lines however the text is cut', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n', '\r\n'), maxLength: 30 });
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(texts, sizes, (text, cuts) => {
        expect(split(textPieces(text, cuts))).toEqual(split([text]));
      }),
      { numRuns: 1_000 },
    );
  });

  it('cuts off a line that does not end, just beyond the longest, and goes on with the next', () => {
    const piece = 'x'.repeat(LONGEST_LINE);
    const splitter = lineSplitter();
    for (let i = 0; i < 20; i += 1) expect(splitter.push(piece)).toEqual([]);
    const [long = '', next] = splitter.push('\nb\n');
    expect(long.length).toBe(LONGEST_LINE + 1);
    expect(next).toBe('b');
  });
});
