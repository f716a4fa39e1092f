import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayCounts, quantileSorted } from '../../../core/lifecycle/quantile.ts';

function countsOf(days: readonly number[]): DayCounts {
  const counts = new DayCounts();
  for (const day of days) counts.add(day);
  return counts;
}

const ascending = fc
  .array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 })
  .map((days) => days.sort((a, b) => a - b));
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('quantileSorted', () => {
  // By hand after Hyndman & Fan (1996), type 7: position (n − 1)·p between order statistics.
  it.each([
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.9, 3.7],
    [[10, 20, 30, 40, 50], 0.9, 46],
    [[10, 20, 30, 40, 50], 0, 10],
    [[10, 20, 30, 40, 50], 1, 50],
    [[7], 0.9, 7],
    [[3, 3, 3, 9], 0.5, 3],
  ])('of %j at %d is %d', (sorted, p, wanted) => {
    expect(quantileSorted(sorted, p)).toBeCloseTo(wanted, 12);
  });

  it('is null of nothing', () => {
    expect(quantileSorted([], 0.5)).toBeNull();
  });

  it('lies between the least and the greatest and never falls as the share grows', () => {
    fc.assert(
      fc.property(ascending, share, share, (sorted, p, q) => {
        fc.pre(sorted.length > 0);
        const [low, high] = [
          quantileSorted(sorted, Math.min(p, q)) ?? 0,
          quantileSorted(sorted, Math.max(p, q)) ?? 0,
        ];
        expect(low).toBeGreaterThanOrEqual(sorted[0] ?? 0);
        expect(high).toBeLessThanOrEqual(sorted.at(-1) ?? 0);
        expect(low).toBeLessThanOrEqual(high + 1e-9);
      }),
    );
  });
});

describe('DayCounts', () => {
  it('has the quantiles of the days written out', () => {
    fc.assert(
      fc.property(ascending, share, (sorted, p) => {
        const wanted = quantileSorted(sorted, p);
        if (wanted === null) expect(countsOf(sorted).quantile(p)).toBeNull();
        else expect(countsOf(sorted).quantile(p)).toBeCloseTo(wanted, 9);
      }),
    );
  });

  it('merged from parts equals the whole', () => {
    fc.assert(
      fc.property(ascending, ascending, share, (some, others, p) => {
        const merged = countsOf(some);
        merged.merge(countsOf(others));
        const whole = countsOf([...others, ...some]);
        expect(merged.total).toBe(whole.total);
        expect(merged.quantile(p)).toBe(whole.quantile(p));
      }),
    );
  });

  it('counts one day many times at once', () => {
    const counts = new DayCounts();
    counts.add(3, 4);
    counts.add(9);
    expect([counts.total, counts.quantile(0.5), counts.quantile(1)]).toEqual([5, 3, 9]);
  });
});
