import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smsParts } from '../../../core/message/smsParts.ts';

/** 3GPP TS 23.038, tables 6.2.1 and 6.2.1.1, by code point: the default alphabet, and what an escape leads to. */
const BASIC = [
  ...[0x40, 0xa3, 0x24, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7, 0x0a, 0xd8, 0xf8, 0x0d, 0xc5, 0xe5],
  ...[0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9],
  ...[0x20, 0x21, 0x22, 0x23, 0xa4, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f],
  ...Array.from({ length: 16 }, (_, i) => 0x30 + i),
  0xa1,
  ...Array.from({ length: 26 }, (_, i) => 0x41 + i),
  ...[0xc4, 0xd6, 0xd1, 0xdc, 0xa7, 0xbf],
  ...Array.from({ length: 26 }, (_, i) => 0x61 + i),
  ...[0xe4, 0xf6, 0xf1, 0xfc, 0xe0],
].map((code) => String.fromCodePoint(code));
const EXTENSION = [0x0c, 0x5e, 0x7b, 0x7d, 0x5c, 0x5b, 0x7e, 0x5d, 0x7c, 0x20ac].map((code) =>
  String.fromCodePoint(code),
);

describe('smsParts', () => {
  it('knows the alphabet: 127 characters of one place, 10 of two, and no other up to U+FFFF', () => {
    const found: Record<number, string[]> = { 1: [], 2: [] };
    for (let code = 0; code < 0x10000; code += 1) {
      const character = String.fromCodePoint(code);
      const { encoding, places } = smsParts(character);
      if (encoding === 'GSM-7') found[places]?.push(character);
    }
    expect(found[1]).toHaveLength(127);
    expect(new Set(found[1])).toEqual(new Set(BASIC));
    expect(new Set(found[2])).toEqual(new Set(EXTENSION));
  });

  it.each([
    ['nothing', '', 'GSM-7', 0, 1],
    ['160 letters', 'a'.repeat(160), 'GSM-7', 160, 1],
    ['161 letters', 'a'.repeat(161), 'GSM-7', 161, 2],
    ['306 letters', 'a'.repeat(306), 'GSM-7', 306, 2],
    ['307 letters', 'a'.repeat(307), 'GSM-7', 307, 3],
    ['80 euro signs', '€'.repeat(80), 'GSM-7', 160, 1],
    ['81 euro signs', '€'.repeat(81), 'GSM-7', 162, 2],
    ['a euro sign on the cut, which stays whole', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 306, 3],
    ['70 characters with a curly quote', `${'a'.repeat(69)}’`, 'UCS-2', 70, 1],
    ['71 characters with a curly quote', `${'a'.repeat(70)}’`, 'UCS-2', 71, 2],
    ['134 Chinese characters', '茶'.repeat(134), 'UCS-2', 134, 2],
    ['135 Chinese characters', '茶'.repeat(135), 'UCS-2', 135, 3],
    ['35 emoji', '🍵'.repeat(35), 'UCS-2', 70, 1],
    ['an emoji on the cut, which stays whole', `${'茶'.repeat(66)}🍵${'茶'.repeat(66)}`, 'UCS-2', 134, 3],
    ['a backtick, which is not in the alphabet', '`', 'UCS-2', 1, 1],
  ])('of %s', (_, text, encoding, places, parts) => {
    expect(smsParts(text)).toMatchObject({ encoding, places, parts });
  });

  it('names what is outside the alphabet, each once', () => {
    expect(smsParts('“Tea” – ‘tea’ “again”').outside).toEqual(['“', '”', '–', '‘', '’']);
    expect(smsParts('Tea again: 5 €').outside).toEqual([]);
  });

  it('never takes fewer parts for a longer text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary' }),
        (text, more) => {
          expect(smsParts(text + more).parts).toBeGreaterThanOrEqual(smsParts(text).parts);
        },
      ),
    );
  });
});
