import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../../adapters/records/textOrder.ts';

describe('the order of texts', () => {
  it('is the byte order of UTF-8', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareText(a, b))).toBe(bytes);
      }),
      {
        numRuns: 2_000,
        examples: [
          ['\uFFFD', '\u{10000}'],
          ['a', 'ab'],
          ['', ''],
        ],
      },
    );
  });
});
