import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diversityMeter, gini } from '../../../core/recommend/diversity.ts';
import { basketTable } from '../../support/purchaseTables.ts';

describe('diversity', () => {
  // a in 4 baskets, b in 2, c in 1; a and b together in 2, a and c in 1.
  const table = basketTable('a b', 'a b', 'a c', 'a');
  const [a, b, c] = [0, 1, 2];

  it('of a list is one less the cosine of its pairs, on average', () => {
    const meter = diversityMeter(table);
    meter.take(Int32Array.of(a, b, c));
    const cosines = [2 / Math.sqrt(8), 1 / Math.sqrt(4), 0];
    const mean = cosines.reduce((sum, cosine) => sum + (1 - cosine), 0) / 3;
    expect(meter.result().intraListDiversity).toBeCloseTo(mean, 15);
  });

  it('of lists of one item is not known, nor is anything of no lists', () => {
    const meter = diversityMeter(table);
    expect(meter.result()).toEqual({ intraListDiversity: null, noveltyBits: null, gini: null });
    meter.take(Int32Array.of(c));
    expect(meter.result().intraListDiversity).toBeNull();
  });

  it('counts what everybody has as no news, and what one of four has as two bits', () => {
    const meter = diversityMeter(table);
    meter.take(Int32Array.of(a));
    expect(meter.result().noveltyBits).toBeCloseTo(0, 15);
    meter.take(Int32Array.of(c));
    expect(meter.result().noveltyBits).toBeCloseTo(1, 15);
  });
});

describe('the Gini coefficient', () => {
  it.each([
    [[5, 5, 5], 0],
    [[0, 0, 9], 2 / 3],
    [[1, 3], 1 / 4],
    [[0, 0], null],
    [[], null],
  ])('of %j is %s', (counts, expected) => {
    const found = gini(Int32Array.from(counts));
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 14);
  });

  it('is half the mean difference over the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), (counts) => {
        const sum = counts.reduce((all, count) => all + count, 0);
        fc.pre(sum > 0);
        const differences = counts.flatMap((x) => counts.map((y) => Math.abs(x - y)));
        const expected = differences.reduce((all, one) => all + one, 0) / (2 * counts.length * sum);
        expect(gini(Int32Array.from(counts))).toBeCloseTo(expected, 12);
      }),
    );
  });
});
