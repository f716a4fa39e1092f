import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyBenefit,
  type Benefit,
  expectedCostMinor,
  type OrderContext,
  setAsideMinor,
} from '../../../core/offer/benefit.ts';
import { bestTogether, type Stacked, stackingRefusal } from '../../../core/offer/stacking.ts';

const TEXT = { en: 'x', 'zh-CN': 'x' };
const ORDER: OrderContext = {
  amountMinor: 10_000,
  items: [
    { item: 'pan', quantity: 1, priceMinor: 6_000 },
    { item: 'oil', quantity: 2, priceMinor: 2_000 },
  ],
  deliveryMinor: 490,
};
const off = (discountMinor: number) => ({
  kind: 'applies',
  discountMinor,
  costMinor: discountMinor,
  besideMinor: 0,
});
const beside = (costMinor: number, discountMinor = 0) => ({
  kind: 'applies',
  discountMinor,
  costMinor,
  besideMinor: costMinor,
});
const no = (why: string) => ({ kind: 'not-applicable', why });

describe('a benefit', () => {
  it.each<[string, Benefit, string | null, object]>([
    ['money off', { kind: 'money-off', amountMinor: 1_000 }, null, off(1_000)],
    ['more money off than the order', { kind: 'money-off', amountMinor: 99_000 }, null, off(10_000)],
    [
      'money off a larger order',
      { kind: 'money-off', amountMinor: 1, leastOrderMinor: 10_001 },
      null,
      no('order-too-small'),
    ],
    ['a share', { kind: 'percent-off', percent: 15 }, null, off(1_500)],
    ['a share up to a sum', { kind: 'percent-off', percent: 15, mostMinor: 900 }, null, off(900)],
    ['free delivery', { kind: 'free-delivery', costMinor: 600 }, null, beside(600, 490)],
    ['a gift', { kind: 'gift', item: 'box', costMinor: 800 }, null, beside(800)],
    ['a bundle', { kind: 'bundle', items: ['pan', 'oil'], amountMinor: 700 }, null, off(700)],
    [
      'a bundle of what is not there',
      { kind: 'bundle', items: ['pan', 'wok'], amountMinor: 700 },
      null,
      no('items-missing'),
    ],
    [
      'a loss leader',
      { kind: 'loss-leader', item: 'oil', priceMinor: 500, costMinor: 300 },
      null,
      beside(300, 1_500),
    ],
    [
      'a loss leader that is dearer',
      { kind: 'loss-leader', item: 'oil', priceMinor: 2_000, costMinor: 300 },
      null,
      no('nothing-to-discount'),
    ],
    [
      'a related product',
      { kind: 'related-product', with: ['pan'], item: 'oil', percent: 50, mostMinor: 5_000 },
      null,
      off(1_000),
    ],
    [
      'a related product alone',
      { kind: 'related-product', with: ['wok'], item: 'oil', percent: 50, mostMinor: 5_000 },
      null,
      no('items-missing'),
    ],
    ['a price by tier', { kind: 'differential', percentByTier: { gold: 10, silver: 5 } }, 'silver', off(500)],
    [
      'a price by tier without one',
      { kind: 'differential', percentByTier: { gold: 10 } },
      null,
      no('no-tier'),
    ],
    ['a service', { kind: 'service', what: TEXT, costMinor: 120 }, null, beside(120)],
    ['access', { kind: 'access', what: TEXT, costMinor: 0 }, null, beside(0)],
    ['own points', { kind: 'own-points', points: 200, costMinor: 200 }, null, beside(200)],
  ])('%s', (_what, benefit, tier, applied) => {
    expect(applyBenefit(benefit, ORDER, tier)).toEqual(applied);
  });

  it('is worked out of the usual order, and sets aside the most it can cost', () => {
    const usual = { orderMinor: 6_000 };
    const share: Benefit = { kind: 'percent-off', percent: 10, mostMinor: 1_500 };
    expect(expectedCostMinor(share, usual)).toBe(600);
    expect(setAsideMinor(share, usual)).toBe(1_500);
    expect(setAsideMinor({ kind: 'percent-off', percent: 10 }, usual)).toBe(600);
  });

  it('never takes off more than the order', () => {
    const minor = fc.nat(1_000_000);
    fc.assert(
      fc.property(minor, minor, fc.integer({ min: 1, max: 100 }), (amountMinor, sum, percent) => {
        const order = { ...ORDER, amountMinor };
        const benefits: Benefit[] = [
          { kind: 'money-off', amountMinor: sum + 1 },
          { kind: 'percent-off', percent },
        ];
        for (const benefit of benefits) {
          const applied = applyBenefit(benefit, order, null);
          const discount = applied.kind === 'applies' ? applied.discountMinor : 0;
          expect(discount).toBeLessThanOrEqual(amountMinor);
        }
      }),
    );
  });
});

describe('offers in one order', () => {
  const rules = { mostPerOrder: 2, mostPercent: 50 };
  const one = (id: string, discountMinor: number, more: Partial<Stacked> = {}): Stacked => ({
    id,
    group: null,
    combines: true,
    discountMinor,
    ...more,
  });
  it.each<[string, Stacked[], string | null]>([
    ['two that combine', [one('a', 100), one('b', 100)], null],
    ['one that goes with no other', [one('a', 100), one('b', 100, { combines: false })], 'alone'],
    ['that one by itself', [one('b', 100, { combines: false })], null],
    ['two of a group', [one('a', 1, { group: 'g' }), one('b', 1, { group: 'g' })], 'group'],
    ['three', [one('a', 1), one('b', 1), one('c', 1)], 'too-many'],
    ['more than half off', [one('a', 3_000), one('b', 2_001)], 'too-much-off'],
  ])('%s', (_what, offers, refusal) => {
    expect(stackingRefusal(rules, 10_000, offers)).toBe(refusal);
  });

  it('are chosen so that no other set that goes together takes more off', () => {
    const some = fc.record({
      group: fc.constantFrom(null, 'g', 'h'),
      combines: fc.boolean(),
      discountMinor: fc.nat(4_000),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 6 }), (drawn) => {
        const offers = drawn.map((each, n) => ({ ...each, id: `o${n}` }));
        const best = bestTogether(rules, 10_000, offers);
        const taken = (set: readonly Stacked[]) =>
          set.reduce((sum, { discountMinor }) => sum + discountMinor, 0);
        expect(stackingRefusal(rules, 10_000, best)).toBeNull();
        for (const first of offers)
          for (const second of [null, ...offers]) {
            const set = second === null || second === first ? [first] : [first, second];
            if (stackingRefusal(rules, 10_000, set) === null)
              expect(taken(set)).toBeLessThanOrEqual(taken(best));
          }
      }),
    );
  });
});
