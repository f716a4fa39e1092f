import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapLengthDays, gapWait } from '../../../../core/journey/clock/gapWait.ts';
import { aRhythm } from '../../../support/builders.ts';

const SHOP = aRhythm({ p50Days: 30, p80Days: 60.2, firstP50Days: 20, firstP80Days: 45 });
const DAY = 20_000;

describe('gapWait', () => {
  it.each([
    ['without an order runs from now', 'shop', 0.5, [], DAY, 20],
    ['without an order leans on the shop', 'customer', 0.8, [], DAY, 45],
    ['after a first order waits for a second', 'shop', 0.8, [DAY], DAY, 45],
    ['counts from the last order', 'shop', 0.5, [DAY - 40, DAY - 12], DAY, 18],
    ['rounds up to whole days', 'shop', 0.8, [DAY - 40, DAY], DAY, 61],
    ['has passed already', 'shop', 0.5, [DAY - 90, DAY - 31], DAY, 0],
    ['passes today', 'shop', 0.5, [DAY - 90, DAY - 30], DAY, 0],
    ['of a customer leans on the shop', 'customer', 0.5, [DAY - 10, DAY], DAY, 23],
    ['of a customer with many gaps is theirs', 'customer', 0.5, daily(200), 200, 2],
    ['does not see later orders', 'shop', 0.5, [DAY - 5, DAY + 1, DAY + 2], DAY, 15],
  ] as const)('%s', (_, kind, quantile, days, from, expected) => {
    expect(gapWait(kind, quantile, SHOP, { days }, from)).toBe(expected);
  });

  it('waits a day at least after an order, and for P80 never less than for P50', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom('shop' as const, 'customer' as const), gaps, (kind, list) => {
        const days = list.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], [0]);
        const wait = (quantile: 0.5 | 0.8) => gapWait(kind, quantile, SHOP, { days }, days.at(-1) ?? 0);
        expect(wait(0.5)).toBeGreaterThanOrEqual(1);
        expect(wait(0.8)).toBeGreaterThanOrEqual(wait(0.5));
        expect(wait(0.5)).toBe(gapLengthDays(kind, 0.5, SHOP, days));
      }),
    );
  });

  it('takes a length that rounding carries past a whole day for that day', () => {
    expect(gapLengthDays('shop', 0.5, aRhythm({ p50Days: 30.000_000_000_1 }), [0, 1])).toBe(30);
    expect(gapLengthDays('shop', 0.5, aRhythm({ p50Days: 0.2 }), [0, 1])).toBe(1);
  });
});

/** A purchase on each of so many days. */
function daily(length: number): number[] {
  return Array.from({ length }, (_, i) => i + 1);
}
