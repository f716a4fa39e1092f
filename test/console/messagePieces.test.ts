import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../console/features/mailbox/jsonLines.ts';
import { smsPieces } from '../../console/features/mailbox/smsPieces.ts';

const joined = (pieces: readonly { readonly words: string }[]) => pieces.map(({ words }) => words).join('');

describe('smsPieces', () => {
  it.each([
    ['Look: https://a.example/x.', ['https://a.example/x']],
    ['看一看：https://a.example/茶，回复 TD', ['https://a.example/茶']],
    [
      '(https://a.example) and http://b.example/?a=1&b=2!',
      ['https://a.example', 'http://b.example/?a=1&b=2'],
    ],
    ['No address: a.example', []],
  ])('finds the addresses of %j', (text, links) => {
    const found = smsPieces(text).filter(({ kind }) => kind === 'link');
    expect(found.map(({ words }) => words)).toEqual(links);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const whole = `${text} https://a.b/c${text}`;
        expect(joined(smsPieces(whole))).toBe(whole);
      }),
    );
  });
});

describe('jsonLines', () => {
  it('tells keys from values, also where a value looks like a key', () => {
    const pieces = jsonLines({ 'a "b': '": 1, "c"', n: [-1.5e3, true, null] }).flatMap((line) => line.pieces);
    expect(pieces.filter(({ kind }) => kind === 'key').map(({ words }) => words)).toEqual([
      '"a \\"b"',
      '"n"',
    ]);
    expect(pieces.filter(({ kind }) => kind === 'value').map(({ words }) => words)).toEqual([
      '"\\": 1, \\"c\\""',
      '-1500',
      'true',
      'null',
    ]);
  });

  it('says how far in a line begins', () => {
    expect(jsonLines({ a: { b: 1 } }).map(({ indent }) => indent)).toEqual([0, 2, 4, 2, 0]);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const lines = jsonLines(value).map(({ pieces }) => joined(pieces));
        expect(lines.join('\n')).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });
});
