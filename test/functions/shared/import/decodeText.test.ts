import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAMAGED, decodeText, encodingOf } from '../../../../functions/shared/import/decodeText.ts';
import { inPieces } from '../../../support/pieces.ts';

async function decode(
  bytes: Buffer,
  encoding: string | null = null,
  sizes: readonly number[] = [],
): Promise<string> {
  let text = '';
  for await (const part of decodeText(inPieces(bytes, sizes), bytes.subarray(0, 4), encoding)) text += part;
  return text;
}

const TEXT = 'naïve,客户,💐\nÅ,é,z';

function utf16(text: string, order: 'little' | 'big'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'big' ? bytes.swap16() : bytes;
}

describe('decodeText', () => {
  const encoded: [string, Buffer, string | null][] = [
    ['UTF-8', Buffer.from(TEXT), null],
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${TEXT}`), null],
    ['UTF-16 LE with its mark', utf16(TEXT, 'little'), null],
    ['UTF-16 BE with its mark', utf16(TEXT, 'big'), null],
    ['UTF-16 LE named by the caller', Buffer.from(TEXT, 'utf16le'), 'utf-16le'],
    ['UTF-8 whose mark speaks against what the caller said', Buffer.from(`\ufeff${TEXT}`), 'gbk'],
  ];

  it.each(encoded)('decodes %s however it is cut', async (_, bytes, encoding) => {
    expect(await decode(bytes, encoding)).toBe(TEXT);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 60 }), async (sizes) => {
        expect(await decode(bytes, encoding, sizes)).toBe(TEXT);
      }),
    );
  });

  it.each([
    ['gbk', [0xbf, 0xcd, 0xbb, 0xa7, 0x2c, 0x31], '客户,1'],
    ['windows-1252', [0x63, 0x61, 0x66, 0xe9], 'café'],
    ['shift_jis', [0x8b, 0xe0], '金'],
  ])('decodes %s when named, a byte at a time', async (encoding, bytes, text) => {
    expect(
      await decode(
        Buffer.from(bytes),
        encoding,
        bytes.map(() => 1),
      ),
    ).toBe(text);
  });

  it.each<[string, number[], string | null]>([
    ['a Latin-1 letter', [0x61, 0xe9, 0x2c, 0x62], null],
    ['a character cut off at the end of the file', [0x61, 0xe5, 0xae], null],
    ['an odd byte at the end of UTF-16', [0xff, 0xfe, 0x61, 0x00, 0x62], null],
    ['half a pair in UTF-16', [0xff, 0xfe, 0x61, 0x00, 0x3d, 0xd8, 0x62, 0x00], null],
    ['half a pair at the end of UTF-16', [0xfe, 0xff, 0x00, 0x61, 0xd8, 0x3d], null],
    ['bytes that GBK does not know', [0x61, 0xff, 0x2c], 'gbk'],
  ])('marks %s as damaged and keeps the rest', async (_, bytes, encoding) => {
    const text = await decode(Buffer.from(bytes), encoding, [1, 1, 1, 1, 1]);
    expect(text).toContain(DAMAGED);
    expect(text.startsWith('a')).toBe(true);
  });

  it('leaves the lines around a damaged one whole, a replacement character of the file included', async () => {
    const bytes = Buffer.concat([Buffer.from('é\ufffd\n'), Buffer.from([0xe9, 0x0a]), Buffer.from('客\n')]);
    expect(await decode(bytes)).toBe(`é\ufffd\n${DAMAGED}\n客\n`);
  });
});

describe('encodingOf', () => {
  it.each([
    ['GBK', 'gbk'],
    ['latin1', 'windows-1252'],
    ['utf8', 'utf-8'],
  ])('knows %s as %s', (label, encoding) => {
    expect(encodingOf(label)).toBe(encoding);
  });

  it('refuses a name it does not know', () => {
    expect(() => encodingOf('klingon')).toThrow(expect.objectContaining({ code: 'encoding-unknown' }));
  });
});
