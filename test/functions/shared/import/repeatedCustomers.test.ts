import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedCustomers } from '../../../../functions/shared/import/repeatedCustomers.ts';

describe('repeatedCustomers', () => {
  it('knows the last line of every id that comes again, in a file of any size', () => {
    const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 30 });
    fc.assert(
      fc.property(ids, fc.constantFrom(0, 1_024, 70_000), (seen, bytes) => {
        const repeats = repeatedCustomers(bytes);
        for (const [place, id] of seen.entries()) repeats.see(id, place + 1);
        for (const id of seen) {
          const last = seen.lastIndexOf(id) + 1;
          const expected = seen.indexOf(id) + 1 === last ? [null, last] : [last];
          expect(expected).toContain(repeats.lastLineOf(id));
        }
      }),
    );
  });

  it('takes hardly an id for repeated that is not', () => {
    const repeats = repeatedCustomers(5_000_000);
    for (let n = 0; n < 50_000; n += 1) repeats.see(`customer ${n}`, n);
    const mistaken = Array.from({ length: 50_000 }, (_, n) => repeats.lastLineOf(`customer ${n}`));
    expect(mistaken.filter((line) => line !== null).length).toBeLessThan(10);
  });
});
