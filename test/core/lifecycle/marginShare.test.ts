import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OwnMargin, ShopMargin } from '../../../core/lifecycle/marginFound.ts';
import {
  customerShareOf,
  LEAST_OWN_SHARE,
  ownShareOf,
  shareUsed,
} from '../../../core/lifecycle/marginShare.ts';

const FROM = { 'line-cost': 1, 'catalogue-cost': 0, category: 0, default: 0 };
const STATED = { margin: 0.9 };

function shop(share: number, priorMinor: number | null): { margin: ShopMargin } {
  const credibility = priorMinor === null ? null : { priorMinor, spread: 0.1, people: 100 };
  return { margin: { share, revenueMinor: 1_000_000, from: FROM, credibility } };
}

const own: fc.Arbitrary<OwnMargin> = fc.record({
  marginMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  revenueMinor: fc.integer({ min: 1, max: 1_000_000 }),
  orders: fc.integer({ min: 1, max: 100 }),
});
const shares = fc.double({ min: -0.5, max: 1, noNaN: true });
const priors = fc.double({ min: 1, max: 1e6, noNaN: true });

describe('the share a value is reckoned with', () => {
  it('lies between the own and the shop’s', () => {
    fc.assert(
      fc.property(own, shares, priors, (mine, share, prior) => {
        const used = customerShareOf(mine, shop(share, prior), STATED);
        const ends = [ownShareOf(mine), share];
        expect(used).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-12);
        expect(used).toBeLessThanOrEqual(Math.max(...ends) + 1e-12);
      }),
    );
  });

  it('tends to the own with many orders like those before', () => {
    fc.assert(
      fc.property(own, shares, priors, (mine, share, prior) => {
        const model = shop(share, prior);
        const distances = [1, 10, 1_000, 1e9].map((times) => {
          const more = { marginMinor: mine.marginMinor * times, revenueMinor: mine.revenueMinor * times };
          return Math.abs(customerShareOf(more, model, STATED) - ownShareOf(mine));
        });
        for (const [place, distance] of distances.slice(1).entries())
          expect(distance).toBeLessThanOrEqual((distances[place] ?? 0) + 1e-12);
        expect(distances.at(-1)).toBeLessThan(0.01);
      }),
    );
  });

  it('is half way at the revenue of the prior', () => {
    const mine = { marginMinor: 100, revenueMinor: 1_000 };
    expect(customerShareOf(mine, shop(0.5, 1_000), STATED)).toBeCloseTo(0.3, 12);
  });

  it.each<[string, OwnMargin | undefined, { margin?: ShopMargin | null }, number, string]>([
    ['the shop’s without an order', undefined, shop(0.4, 100), 0.4, 'shop'],
    [
      'the shop’s where customers do not differ',
      { marginMinor: 1, revenueMinor: 9, orders: 1 },
      shop(0.4, null),
      0.4,
      'shop',
    ],
    [
      'the stated one where no cost is known',
      { marginMinor: 1, revenueMinor: 9, orders: 1 },
      { margin: null },
      0.9,
      'stated',
    ],
    ['the stated one before anything is fitted', undefined, {}, 0.9, 'stated'],
    [
      'below 0 for who is sold to under cost',
      { marginMinor: -900, revenueMinor: 900, orders: 3 },
      shop(0.5, 100),
      -0.85,
      'own',
    ],
  ])('is %s', (_, mine, model, share, by) => {
    expect(shareUsed(mine, model, STATED)).toMatchObject({ by, share: expect.closeTo(share, 12) });
  });

  it.each([
    ['loss', -50_000, LEAST_OWN_SHARE],
    ['gain', 50_000, 1],
  ])('bounds a %s that a mistaken cost shows', (_, marginMinor, share) => {
    expect(ownShareOf({ marginMinor, revenueMinor: 10 })).toBe(share);
  });

  it('is told as it is used', () => {
    fc.assert(
      fc.property(fc.option(own, { nil: undefined }), shares, priors, (mine, share, prior) => {
        for (const model of [shop(share, prior), shop(share, null), {}])
          expect(shareUsed(mine, model, STATED).share).toBe(customerShareOf(mine, model, STATED));
      }),
    );
  });
});
