import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  leaningOnShopDays,
  ownGapDays,
  rhythmFromLimits,
  shopGapDays,
} from '../../../core/lifecycle/gapQuantiles.ts';
import { aRhythm } from '../../support/builders.ts';

const SHOP = aRhythm({ p50Days: 30, p80Days: 60, firstP50Days: 20, firstP80Days: 45 });

describe('a rhythm of which only the limits are known', () => {
  it('has the P50 and P80 of exponential gaps with that P90', () => {
    const rhythm = rhythmFromLimits({ firstGapDays: 100, gapDays: 200, gaps: 3 }, 0.9);
    expect(rhythm).toMatchObject({ firstGapDays: 100, gapDays: 200, gaps: 3 });
    expect(rhythm.firstP50Days).toBeCloseTo(30.103, 3);
    expect(rhythm.firstP80Days).toBeCloseTo(69.897, 3);
    expect(rhythm.p50Days).toBeCloseTo(60.206, 3);
    expect(rhythm.p80Days).toBeCloseTo(139.794, 3);
  });

  it('is the limit where the limit is that quantile', () => {
    expect(rhythmFromLimits({ firstGapDays: 10, gapDays: 90, gaps: 0 }, 0.8).p80Days).toBeCloseTo(90, 9);
  });
});

describe('shopGapDays', () => {
  it.each([
    [0, 0.5, 20],
    [1, 0.5, 20],
    [1, 0.8, 45],
    [2, 0.5, 30],
    [9, 0.8, 60],
  ] as const)('after %i purchase days at %d is %i', (orderDays, quantile, days) => {
    expect(shopGapDays(orderDays, quantile, SHOP)).toBe(days);
  });
});

describe('ownGapDays', () => {
  it.each([
    ['nobody yet', [], 0.5, 20],
    ['one purchase: the shop’s first gap', [100], 0.8, 45],
    ['one gap of 10 beside the shop’s weight of 3', [100, 110], 0.5, 10 ** 0.25 * 30 ** 0.75],
    ['the middle of three gaps', [0, 10, 30, 31], 0.5, (10 * 30) ** 0.5],
    ['an interpolated P80', [0, 10, 30], 0.8, 18 ** 0.4 * 60 ** 0.6],
  ] as const)('of %s', (_, days, quantile, expected) => {
    expect(ownGapDays(days, quantile, SHOP)).toBeCloseTo(expected, 9);
  });

  it('is the person’s alone where the shop has no weight, and the shop’s where they have no gap', () => {
    expect(ownGapDays([0, 10, 20], 0.5, SHOP, 0)).toBeCloseTo(10, 9);
    expect(ownGapDays([7], 0.5, SHOP, 0)).toBe(20);
  });

  it('lies between the person’s and the shop’s, never below a day, P50 not above P80', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 15 });
    fc.assert(
      fc.property(gaps, (list) => {
        const days = list.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], [0]);
        const [usual, long] = [ownGapDays(days, 0.5, SHOP), ownGapDays(days, 0.8, SHOP)];
        expect(usual).toBeLessThanOrEqual(long);
        const shop = shopGapDays(days.length, 0.5, SHOP);
        expect(usual).toBeGreaterThanOrEqual(Math.min(shop, ...list) - 1e-9);
        expect(usual).toBeLessThanOrEqual(Math.max(shop, ...list) + 1e-9);
      }),
    );
  });

  it('approaches the person’s with every gap', () => {
    const every = (n: number) =>
      ownGapDays(
        Array.from({ length: n + 1 }, (_, i) => 5 * i),
        0.5,
        SHOP,
      );
    expect(every(30)).toBeLessThan(every(3));
    expect(every(3)).toBeLessThan(every(1));
    expect(every(300)).toBeCloseTo(5, 0);
  });

  it('takes a shop of no days for one day', () => {
    expect(leaningOnShopDays(0, 0, 4, 3)).toBe(1);
    expect(leaningOnShopDays(50, 0, 0, 0)).toBe(1);
  });
});
