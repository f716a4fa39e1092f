import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsOfOrder, reversedShare } from '../../../core/loyalty/orderPoints.ts';
import { earnOp, opPart, reversePrefix } from '../../../core/loyalty/entry.ts';
import { aProgramme } from './given.ts';

const NONE = () => null;

describe('points of an amount', () => {
  it.each([
    [99, 1, 0],
    [100, 1, 1],
    [12_399, 1, 123],
    [12_399, 1.25, 154],
    [9_007_199_254_740_991, 1, 90_071_992_547_409],
  ])('%i minor units in a tier of × %d are %i', (amountMinor, times, points) => {
    expect(pointsOfOrder({ amountMinor, lines: [] }, aProgramme(), times, NONE)).toBe(points);
  });

  it('are multiplied for no more of the amount than was paid', () => {
    const order = { points: 1, perMinor: 100, categories: [{ category: 'tea', times: 2 }] };
    const lines = [{ item: 'oolong', quantity: 3, priceMinor: 1_000 }];
    const programme = aProgramme({ earn: { order } });
    expect(pointsOfOrder({ amountMinor: 2_000, lines }, programme, 1, () => 'tea')).toBe(40);
    expect(pointsOfOrder({ amountMinor: 5_000, lines }, programme, 1, () => 'tea')).toBe(80);
  });
});

it('refunds in any parts take back what one of everything does, and never more (1,000 random orders)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.array(fc.integer({ min: 1, max: 5_000_000 }), { maxLength: 8 }),
      (earned, amount, parts) => {
        let [refunded, taken] = [0, 0];
        for (const part of parts) {
          refunded += part;
          const share = reversedShare(earned, amount, refunded);
          expect(share).toBeGreaterThanOrEqual(taken);
          expect(share).toBeLessThanOrEqual(earned);
          taken = share;
        }
        expect(reversedShare(earned, amount, Math.max(refunded, amount))).toBe(earned);
      },
    ),
    { numRuns: 1_000 },
  );
});

describe('the name of an operation', () => {
  it('tells the entries of two orders apart, whatever their ids hold', () => {
    expect(earnOp('a:reverse:b').startsWith(reversePrefix('a'))).toBe(false);
    expect(reversePrefix('a').startsWith(reversePrefix('a:reverse'))).toBe(false);
  });

  it('stays short, and another for every id', () => {
    const ids = Array.from({ length: 500 }, (_, n) => `${'订单'.repeat(250)}${n}`);
    const parts = ids.map(opPart);
    expect(new Set(parts).size).toBe(500);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(200);
    expect(opPart('\ud800')).toBe('%EF%BF%BD');
  });
});
