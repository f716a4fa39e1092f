import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, displayWidth, padEnd, padStart } from '../../../cli/text/width.ts';

describe('columns in a terminal', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['衰退期', 6],
    ['赢回 win', 8],
    ['，。', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['한국', 4],
    ['ｶﾅ', 2],
    ['👍🏽', 2],
    ['👨‍👩‍👧', 2],
    ['🇨🇳', 2],
    ['┌─┐', 3],
    ['\u200b', 0],
    ['\u001b[1mbold\u001b[0m', 4],
  ])('%j takes %d', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('pads on either side to the same width', () => {
    expect(padEnd('赢回', 6)).toBe('赢回  ');
    expect(padStart('赢回', 6)).toBe('  赢回');
    expect(padEnd('longer', 3)).toBe('longer');
  });

  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['too long', 5, 'too …'],
    ['客户生命周期', 6, '客户…'],
    ['客户生命周期', 5, '客户…'],
  ])('clips %s to %d', (text, width, clipped) => {
    expect(clip(text, width)).toBe(clipped);
  });

  it('never clips to more than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        expect(displayWidth(clip(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
