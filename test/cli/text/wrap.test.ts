import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../cli/text/width.ts';
import { wrap } from '../../../cli/text/wrap.ts';

describe('wrap', () => {
  it.each<[string, number, number, string[]]>([
    ['fits', 10, 3, ['fits']],
    ['', 10, 3, ['']],
    ['reachable by SMS and grade is A', 16, 3, ['reachable by SMS', 'and grade is A']],
    ['one two three four five six', 9, 2, ['one two', 'three fo…']],
    ['one two three', 20, 1, ['one two three']],
    ['one two three', 8, 1, ['one two…']],
    ['https://shop.example/a/long/address', 12, 3, ['https://shop', '.example/a/l', 'ong/address']],
    ['可通过短信联系且等级为甲', 10, 3, ['可通过短信', '联系且等级', '为甲']],
    ['到 2026 年', 6, 3, ['到', '2026', '年']],
  ])('breaks %j at %d columns', (text, width, most, lines) => {
    expect(wrap(text, width, most)).toEqual(lines);
  });

  it('keeps every line to the width, and loses nothing but blanks where there are lines enough', () => {
    const word = fc.stringMatching(/^[a-z新旧]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 2, max: 30 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width, 1_000);
          expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
        },
      ),
    );
  });
});
