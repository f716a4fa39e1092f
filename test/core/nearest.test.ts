import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../core/nearest.ts';

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['list', 'list', 0],
    ['lst', 'list', 1],
    ['lits', 'list', 1],
    ['list', 'show', 4],
    ['', 'why', 3],
    ['kitten', 'sitting', 3],
  ])('%s → %s is %d', (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
  });

  it('is symmetric, zero only for equal words, and at most the longer word', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('the word somebody meant', () => {
  const candidates = ['list', 'show', 'export'];
  it.each([
    ['lst', 'list'],
    ['exprot', 'export'],
    ['exp', 'export'],
    ['s', 'show'],
    ['banana', null],
    ['', null],
  ])('%s → %s', (word, meant) => {
    expect(nearest(word, candidates)).toBe(meant);
  });
});
