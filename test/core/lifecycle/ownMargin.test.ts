import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Costs, ownMargin } from '../../../core/lifecycle/ownMargin.ts';
import { factsOf } from '../../../core/recommend/catalogue.ts';
import { type MarginOrder, ordersOfMargin } from '../../../core/value/margin.ts';
import { NOW } from '../../support/builders.ts';

const COSTS: Costs = {
  facts: factsOf({
    currency: 'USD',
    items: [{ item: 'mug', costMinor: 300 }, { item: 'rug', category: 'home' }, { item: 'lid' }],
  }),
  settings: { margin: 0.8, categoryMargins: { home: 0.5 } },
};

function order(amountMinor: number, item: string | null, costMinor?: number, at = NOW - 1): MarginOrder {
  const cost = costMinor === undefined ? {} : { costMinor };
  const lines = item === null ? [] : [{ item, quantity: 1, priceMinor: null, ...cost }];
  return { at, amountMinor, lines };
}

const orders = fc.array(
  fc.record({
    amountMinor: fc.integer({ min: -5_000, max: 5_000 }),
    item: fc.constantFrom('mug', 'rug', 'lid', null),
    cost: fc.option(fc.integer({ min: 0, max: 6_000 }), { nil: undefined }),
  }),
  { maxLength: 12 },
);

describe('the margin of own orders', () => {
  it.each<[string, MarginOrder[], number]>([
    ["the line's own cost", [order(1_000, 'mug', 900)], 100],
    ["the catalogue's", [order(1_000, 'mug')], 700],
    ["its category's margin", [order(1_000, 'rug')], 500],
    ['the stated one', [order(1_000, 'lid')], 800],
    ['each order by what is known of it', [order(1_000, 'mug', 900), order(1_000, 'rug')], 600],
    ['below 0 for what is sold under its cost', [order(100, 'mug')], -200],
  ])('is by %s', (_, given, marginMinor) => {
    const revenueMinor = given.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(ownMargin(given, NOW, COSTS)).toEqual({ marginMinor, revenueMinor, orders: given.length });
  });

  it('is net of what was given back', () => {
    const found = ownMargin([order(1_000, 'mug'), order(600, 'mug'), order(-600, 'mug')], NOW, COSTS);
    expect(found).toEqual({ marginMinor: 700, revenueMinor: 1_000, orders: 2 });
  });

  it('a refund that names no goods lessens what it rests on, and not the share', () => {
    const found = ownMargin([order(1_000, 'mug'), order(-500, null)], NOW, COSTS);
    expect(found).toEqual({ marginMinor: 350, revenueMinor: 500, orders: 1 });
  });

  it.each<[string, MarginOrder[]]>([
    ['nothing was bought', []],
    ['no purchase names goods', [order(1_000, null)]],
    ['everything was given back', [order(1_000, 'mug'), order(-1_000, 'mug')]],
    ['more was given back than bought', [order(1_000, 'mug'), order(-2_000, null)]],
    ['it was bought on the day or later', [order(1_000, 'mug', 1, NOW)]],
    ['all of it was for nothing', [order(0, 'mug')]],
  ])('is nobody’s where %s', (_, given) => {
    expect(ownMargin(given, NOW, COSTS)).toBeNull();
  });

  it('does not depend on the sequence of orders, nor on those that tell nothing', () => {
    const shuffled = orders.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, otherwise]) => {
        const of = (given: typeof rows) =>
          given.map(({ amountMinor, item, cost }) => order(amountMinor, item, cost));
        const found = ownMargin(of(rows), NOW, COSTS);
        expect(ownMargin(of(otherwise), NOW, COSTS)).toEqual(found);
        expect(ownMargin(ordersOfMargin(of(rows), NOW), NOW, COSTS)).toEqual(found);
      }),
    );
  });
});
