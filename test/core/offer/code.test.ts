import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_BYTES, codeOfBytes, keptCode, looksGenerated } from '../../../core/offer/code.ts';

const bytes = fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES });
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

describe('a generated code', () => {
  it('is kept as it is, however it is typed', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const code = codeOfBytes(some);
        expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}-[2-9A-HJKMNP-Z]{6}-[2-9A-HJKMNP-Z]{6}$/);
        expect(looksGenerated(code)).toBe(true);
        expect(keptCode(code)).toBe(code);
        expect(keptCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code);
      }),
    );
  });

  it('with one wrong sign is none, whichever it is', () => {
    fc.assert(
      fc.property(bytes, fc.nat(17), fc.integer({ min: 1, max: 30 }), (some, place, by) => {
        const signs = codeOfBytes(some).replaceAll('-', '').split('');
        const right = SIGNS.indexOf(signs[place] ?? '');
        signs[place] = SIGNS.charAt((right + by) % SIGNS.length);
        expect(keptCode(signs.join(''))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('with two signs that changed places is none', () => {
    fc.assert(
      fc.property(bytes, fc.nat(17), fc.nat(17), (some, a, b) => {
        const signs = codeOfBytes(some).replaceAll('-', '').split('');
        const [first, second] = [signs[a] ?? '', signs[b] ?? ''];
        fc.pre(first !== second);
        [signs[a], signs[b]] = [second, first];
        expect(keptCode(signs.join(''))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('of two hashes is two codes', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        fc.pre(Buffer.compare(a, b) !== 0);
        expect(codeOfBytes(a)).not.toBe(codeOfBytes(b));
      }),
    );
  });
});

it.each([
  ['welcome10', 'WELCOME10'],
  ['ＷＥＬＣＯＭＥ１０', 'WELCOME10'],
  ['a.b-c_1', 'A.B-C_1'],
  ['abc', null],
  ['-abcd', null],
  ['naïve1', null],
  ['x'.repeat(65), null],
  ['', null],
])('what a shop imported, typed as %j, is kept as %j', (typed, kept) => {
  expect(keptCode(typed)).toBe(kept);
});
