import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBody } from '../../../functions/shared/mailBody.ts';

function decoded({ encoding, bytes }: ReturnType<typeof encodeBody>): string {
  const text = Buffer.from(bytes).toString('latin1');
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString();
  const plain = text
    .replace(/=\r\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1').toString();
}

const withCrLf = (text: string) => text.toWellFormed().replace(/\r\n?|\n/g, '\r\n');

const aLine = fc.oneof(
  fc.string({ maxLength: 160 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '.',
    'From me',
    ' ',
    'x \t',
    '='.repeat(80),
    `${'x'.repeat(74)} `,
    `${'x'.repeat(75)}\t`,
  ),
);

describe('the body of a mail', () => {
  it('decodes to what it was, line breaks as CRLF', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(decoded(encodeBody(text))).toBe(withCrLf(text));
      }),
    );
  });

  it('is the same whatever was encoded before it', () => {
    const base = fc.array(aLine, { minLength: 60, maxLength: 120 });
    const change = fc.tuple(fc.nat({ max: 200 }), aLine);
    fc.assert(
      fc.property(
        base,
        fc.array(fc.array(change, { maxLength: 12 }), { minLength: 3, maxLength: 6 }),
        (lines, mails) => {
          for (const changes of mails) {
            const own = [...lines, 'x'.repeat(4_000)];
            for (const [place, line] of changes) own[place % own.length] = line;
            const text = own.join('\n');
            expect(decoded(encodeBody(text))).toBe(withCrLf(text));
          }
        },
      ),
    );
  });

  it('is quoted-printable where that is the shorter, as for a page in Chinese, and base64 for a text in it', () => {
    expect(encodeBody(`${'<td class="x">'.repeat(20)}茶叶`).encoding).toBe('quoted-printable');
    expect(encodeBody('新到的茶叶，请您看看。').encoding).toBe('base64');
  });
});
