import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderLine } from '../../../core/customer/order.ts';
import type { CatalogueItem } from '../../../core/recommend/catalogue.ts';
import {
  MARGIN_SOURCES,
  marginBetween,
  type MarginOrder,
  marginOfOrder,
  netMargin,
} from '../../../core/value/margin.ts';

const STATED = { margin: 0.5, categoryMargins: { tea: 0.4 } };
const items: CatalogueItem[] = [
  { item: 'mug', costMinor: 300, priceMinor: 1_000, category: 'tea' },
  { item: 'oolong', priceMinor: 2_000, category: 'tea' },
  { item: 'rug', category: 'home' },
];
const FACTS = new Map(items.map((one) => [one.item, one]));

function line(
  item: string,
  { quantity = 1, priceMinor = null, ...rest }: Partial<OrderLine> = {},
): OrderLine {
  return { item, quantity, priceMinor, ...rest };
}

function order(amountMinor: number, lines: OrderLine[] = [], at = 0): MarginOrder {
  return { at, amountMinor, lines };
}

describe('the margin of an order', () => {
  it.each<[string, MarginOrder, number, string]>([
    [
      'its line’s own cost before all else',
      order(1_000, [line('mug', { costMinor: 250 })]),
      750,
      'line-cost',
    ],
    [
      'what its item costs in the catalogue',
      order(2_000, [line('mug', { quantity: 2 })]),
      1_400,
      'catalogue-cost',
    ],
    ['the margin of the category', order(2_000, [line('oolong')]), 800, 'category'],
    ['the stated margin where the category has none', order(900, [line('rug')]), 450, 'default'],
    ['the stated margin of an item nobody knows', order(900, [line('?')]), 450, 'default'],
    ['the stated margin without lines', order(1_001), 501, 'default'],
    ['a discount taken off the margin, not off the cost', order(600, [line('mug')]), 300, 'catalogue-cost'],
    ['below 0 under cost', order(200, [line('mug')]), -100, 'catalogue-cost'],
    ['a refund the same below 0', order(-1_000, [line('mug')]), -700, 'catalogue-cost'],
    [
      'a refund whose lines count down',
      order(-1_000, [line('mug', { quantity: -1 })]),
      -700,
      'catalogue-cost',
    ],
  ])('is %s', (_, given, marginMinor, source) => {
    const found = marginOfOrder(given, FACTS, STATED);
    expect(found.marginMinor).toBe(marginMinor);
    expect(found.from).toMatchObject({ [source]: 1 });
  });

  it('spreads the amount by prices, and what has none shares what is left', () => {
    const lines = [line('mug'), line('oolong'), line('rug', { quantity: 2 })];
    const { marginMinor, from } = marginOfOrder(order(4_000, lines), FACTS, STATED);
    expect(marginMinor).toBe(700 + 800 + 500);
    expect(from).toEqual({ 'line-cost': 0, 'catalogue-cost': 0.25, category: 0.5, default: 0.25 });
  });

  it('costs what free goods cost', () => {
    expect(marginOfOrder(order(0, [line('mug')]), FACTS, STATED)).toMatchObject({
      marginMinor: -300,
      from: { 'catalogue-cost': 0 },
    });
  });

  it('falls back to the stated margin where lines cancel each other out but money came', () => {
    const lines = [line('mug'), line('mug', { quantity: -1 })];
    expect(marginOfOrder(order(500, lines), FACTS, STATED)).toMatchObject({ marginMinor: 250 });
  });

  it('has shares that sum to 1, a refund that undoes it, and an integer', () => {
    const anyLine = fc.record({
      item: fc.constantFrom('mug', 'oolong', 'rug', '?'),
      quantity: fc.integer({ min: 1, max: 9 }),
      priceMinor: fc.option(fc.integer({ min: 0, max: 10_000 })),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(anyLine, { maxLength: 5 }),
        (amount, lines) => {
          const found = marginOfOrder(order(amount, lines), FACTS, STATED);
          const back = marginOfOrder(order(-amount, lines), FACTS, STATED);
          expect(Number.isSafeInteger(found.marginMinor)).toBe(true);
          expect(found.marginMinor + back.marginMinor).toBe(0);
          expect(MARGIN_SOURCES.reduce((sum, source) => sum + found.from[source], 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe('the margin of a window', () => {
  const orders = [
    order(1_000, [line('mug')], 10),
    order(2_000, [line('oolong')], 20),
    order(-1_000, [line('mug')], 30),
    order(9_000, [], 40),
  ];

  it('is net of what was given back, from its beginning to before its end', () => {
    expect(marginBetween(orders, { from: 20, until: 40 }, FACTS, STATED)).toMatchObject({
      marginMinor: 100,
      revenueMinor: 1_000,
      orders: 1,
    });
  });

  it('gives back at the rate of what was bought where a refund names no goods', () => {
    const given = [order(1_000, [line('mug')], 10), order(-500, [], 20)];
    expect(marginBetween(given, { from: 0, until: 99 }, FACTS, { ...STATED, margin: 1 })).toMatchObject({
      marginMinor: 350,
    });
    expect(marginBetween(given.slice(1), { from: 0, until: 99 }, FACTS, STATED).marginMinor).toBe(-250);
  });

  it('does not depend on the sequence of the orders', () => {
    const window = { from: 0, until: 99 };
    expect(marginBetween(orders.toReversed(), window, FACTS, STATED)).toEqual(
      marginBetween(orders, window, FACTS, STATED),
    );
  });

  it('is less what offers cost in the same window', () => {
    const by = {
      facts: FACTS,
      settings: STATED,
      offerCost: ({ from }: { from: number }) => (from === 20 ? 60 : 0),
    };
    expect(netMargin(orders, { from: 20, until: 40 }, by)).toMatchObject({
      marginMinor: 100,
      offersMinor: 60,
      netMinor: 40,
    });
  });
});
