import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapLengthDays } from '../../../../core/journey/clock/gapLength.ts';
import { aRhythm } from '../../../support/builders.ts';

const SHOP = aRhythm({ p50Days: 30, p80Days: 60.2, firstP50Days: 20, firstP80Days: 45 });
/** A purchase on each of 200 days. */
const DAILY = Array.from({ length: 200 }, (_, day) => day);

describe('gapLengthDays', () => {
  it.each([
    ['without an order is the shop’s first', 'shop', 0.5, [], 20],
    ['without an order leans on the shop', 'customer', 0.8, [], 45],
    ['after a first order is that to a second', 'shop', 0.8, [7], 45],
    ['is rounded up to whole days', 'shop', 0.8, [0, 40], 61],
    ['of a customer leans on the shop', 'customer', 0.5, [0, 10], 23],
    ['of a customer with many gaps is theirs', 'customer', 0.5, DAILY, 2],
  ] as const)('%s', (_, kind, quantile, days, expected) => {
    expect(gapLengthDays(kind, quantile, SHOP, days)).toBe(expected);
  });

  it('leans on the shop as much as the settings say', () => {
    expect(gapLengthDays('customer', 0.5, SHOP, [0, 10], 0)).toBe(10);
    expect(gapLengthDays('customer', 0.5, SHOP, [0, 10], 100)).toBe(30);
    expect(gapLengthDays('shop', 0.5, SHOP, [0, 10], 0)).toBe(30);
  });

  it('is a day at least, and for P80 never less than for P50', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom('shop' as const, 'customer' as const), gaps, (kind, list) => {
        const days = list.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], [0]);
        const usual = gapLengthDays(kind, 0.5, SHOP, days);
        expect(usual).toBeGreaterThanOrEqual(1);
        expect(gapLengthDays(kind, 0.8, SHOP, days)).toBeGreaterThanOrEqual(usual);
      }),
    );
    expect(gapLengthDays('shop', 0.5, aRhythm({ p50Days: 0.2 }), [0, 1])).toBe(1);
  });

  it('takes a length that rounding carries past a whole day for that day', () => {
    expect(gapLengthDays('shop', 0.5, aRhythm({ p50Days: 30.000_000_000_1 }), [0, 1])).toBe(30);
  });
});
