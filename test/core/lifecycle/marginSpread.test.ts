import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarginSpread, type OrderShare } from '../../../core/lifecycle/marginSpread.ts';
import { createRandom } from '../../../local/demo/random.ts';

/** People with means of standard deviation `between`, and orders of 1,000 that vary about them by `within`. */
function people(count: number, ordersEach: number, between: number, within: number): OrderShare[][] {
  const random = createRandom(11);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Array.from({ length: count }, () => {
    const mean = 0.4 + between * normal();
    return Array.from({ length: ordersEach }, () => ({
      revenueMinor: 1_000,
      marginMinor: 1_000 * (mean + within * normal()),
    }));
  });
}

function found(everyone: readonly (readonly OrderShare[])[]) {
  const spread = new MarginSpread();
  for (const own of everyone) spread.add(own);
  return spread.credibility();
}

/** σ² and a as the formulas are printed, without sums of squares. */
function byTheBook(everyone: readonly (readonly OrderShare[])[]) {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const rows = everyone.map((own) => {
    const w = sum(own.map(({ revenueMinor }) => revenueMinor));
    return { own, w, mean: sum(own.map(({ marginMinor }) => marginMinor)) / w };
  });
  const w = sum(rows.map((row) => row.w));
  const mean = sum(rows.map((row) => row.w * row.mean)) / w;
  const within =
    sum(
      rows.map((row) =>
        sum(row.own.map((one) => one.revenueMinor * (one.marginMinor / one.revenueMinor - row.mean) ** 2)),
      ),
    ) / sum(rows.map(({ own }) => own.length - 1));
  const between =
    (sum(rows.map((row) => row.w * (row.mean - mean) ** 2)) - (rows.length - 1) * within) /
    (w - sum(rows.map((row) => row.w ** 2)) / w);
  return { within, between };
}

describe('how far customers differ in their margin', () => {
  it('finds the variances it was drawn with', () => {
    const told = found(people(5_000, 6, 0.1, 0.2));
    expect(told?.people).toBe(5_000);
    expect(told?.spread).toBeCloseTo(0.1, 2);
    // σ² is of one unit of revenue: 1,000 · 0.2².
    expect((told?.priorMinor ?? 0) / ((1_000 * 0.2 ** 2) / 0.1 ** 2)).toBeCloseTo(1, 1);
  });

  it('is what the formulas say', () => {
    const order = fc.record({
      revenueMinor: fc.integer({ min: 1, max: 9_000 }),
      share: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    const everyone = fc.array(fc.array(order, { minLength: 2, maxLength: 5 }), {
      minLength: 30,
      maxLength: 40,
    });
    fc.assert(
      fc.property(everyone, (drawn) => {
        const given = drawn.map((own) =>
          own.map(({ revenueMinor, share }) => ({ revenueMinor, marginMinor: revenueMinor * share })),
        );
        const { within, between } = byTheBook(given);
        const told = found(given);
        fc.pre(Math.abs(between) > 1e-6);
        expect(told === null).toBe(between <= 0);
        if (told === null) return;
        expect(told.spread ** 2).toBeCloseTo(between, 8);
        const orders = given.flat();
        const usual = orders.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0) / orders.length;
        expect(told.priorMinor / Math.max(within / between, usual)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('believes one usual order half at most, however alike the orders of everybody are', () => {
    expect(found(people(200, 4, 0.2, 0))?.priorMinor).toBeCloseTo(1_000, 6);
  });

  it.each<[string, OrderShare[][]]>([
    ['nobody bought', []],
    ['too few people are known', people(29, 9, 0.2, 0.1)],
    ['nobody ordered twice', people(500, 1, 0.2, 0.1)],
    ['everybody’s margin is the same', people(500, 5, 0, 0)],
  ])('is not told where %s', (_, everyone) => {
    expect(found(everyone)).toBeNull();
  });

  it('takes what differs by chance alone for nothing, or for little', () => {
    expect(found(people(2_000, 5, 0, 0.3))?.spread ?? 0).toBeLessThan(0.03);
  });

  it('is not carried away by one mistaken cost', () => {
    const everyone = people(1_000, 5, 0.1, 0.1);
    const mistaken = [...everyone, [{ revenueMinor: 1_000, marginMinor: -90_000_000 }]];
    expect(found(mistaken)?.spread).toBeCloseTo(found(everyone)?.spread ?? 0, 2);
  });
});
