import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topItems } from '../../../core/recommend/topItems.ts';

describe('the best items', () => {
  it('come best first, the lower of two equals before the other', () => {
    expect([...topItems(Float64Array.of(1, 3, 3, -1, 2), 4)]).toEqual([1, 2, 4, 0]);
  });

  it('are all there are where more are asked for', () => {
    expect([...topItems(Float64Array.of(1, 2), 5)]).toEqual([1, 0]);
    expect([...topItems(new Float64Array(0), 5)]).toEqual([]);
    expect([...topItems(Float64Array.of(1), 0)]).toEqual([]);
  });

  it('are those that sorting everything would put first', () => {
    const inputs = fc.record({
      scores: fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 40 }),
      k: fc.nat(45),
      skipped: fc.uniqueArray(fc.nat(39)),
      among: fc.option(fc.uniqueArray(fc.nat(39))),
    });
    fc.assert(
      fc.property(inputs, ({ scores, k, skipped, among }) => {
        const skip = new Uint8Array(40);
        for (const item of skipped) skip[item] = 1;
        const candidates = among?.filter((item) => item < scores.length);
        const sorted = [...(candidates ?? scores.keys())]
          .filter((item) => skip[item] === 0)
          .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
        const options =
          candidates === undefined ? { skip } : { skip, candidates: Int32Array.from(candidates) };
        expect([...topItems(Float64Array.from(scores), k, options)]).toEqual(sorted.slice(0, k));
      }),
    );
  });
});
