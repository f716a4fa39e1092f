import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/customer/order.ts';
import { ownMargin } from '../../../core/lifecycle/ownMargin.ts';
import { factsOf } from '../../../core/recommend/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { withLinesOf, withOneLine } from '../../../local/simulate/margins.ts';
import { aJourney, anOrder, NOW } from '../../support/builders.ts';
import { aHistory, ASSUMING, historyOf, run } from './history.ts';

const FACTS = factsOf({
  currency: 'USD',
  items: [
    { item: 'thin', costMinor: 1_400 },
    { item: 'fat', costMinor: 100 },
    { item: 'rug', category: 'home' },
  ],
});
const FROM_COSTS = { 'line-cost': 0, 'catalogue-cost': 1, category: 0, default: 0 };
const MARGINS = {
  shop: {
    share: 0.6,
    revenueMinor: 1_000_000,
    from: FROM_COSTS,
    credibility: { priorMinor: 3_000, spread: 0.3, people: 80 },
  },
  facts: FACTS,
};
const SETTINGS = { margin: 0.9, categoryMargins: { home: 0.5 } };

const AS_ONE = (order: Order) => withOneLine(order, MARGINS, SETTINGS);

describe('an order told with one line', () => {
  it.each([
    ['alone', AS_ONE],
    ['beside its own, which cost nothing there', (order: Order) => withLinesOf(order, AS_ONE(order))],
  ])('leaves what it left with all of them: %s', (_how, asTold) => {
    const line = fc.record({
      item: fc.constantFrom('thin', 'fat', 'rug', 'other'),
      quantity: fc.integer({ min: 1, max: 4 }),
      priceMinor: fc.option(fc.integer({ min: 0, max: 3_000 })),
    });
    const orders = fc.array(
      fc.record({
        amountMinor: fc.integer({ min: -4_000, max: 9_000 }),
        lines: fc.array(line, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(orders, (drawn) => {
        const own = drawn.map((one, n) => anOrder({ ...one, id: `o${n}`, at: NOW - 1 }));
        const told = own.map(asTold);
        const known = ownMargin(own, NOW, { facts: FACTS, settings: SETTINGS });
        expect(ownMargin(told, NOW, { facts: new Map(), settings: SETTINGS })).toEqual(known);
      }),
    );
  });
});

/** Every second customer buys what leaves little. */
function withGoods(order: Order): Order {
  const item = Number(order.customerId.slice(1)) % 2 === 0 ? 'thin' : 'fat';
  return { ...order, lines: [{ item, quantity: 1, priceMinor: null }] };
}

describe('own margins in a simulation', () => {
  const best = aJourney({
    id: 'best',
    entry: [{ on: 'event', event: 'Order Completed', where: { grade: ['A'] } }],
    reentry: 'always',
  });
  const definitions = { templates: [], settings: DEFAULT_SETTINGS, journeys: [best] };
  const margins = { ...definitions, margins: MARGINS };

  it('grade people as the shop would', async () => {
    const source = await aHistory({ orders: historyOf().map(withGoods) });
    const [byShop, byOwn] = [
      await run(source, ASSUMING, { definitions }),
      await run(source, ASSUMING, { definitions: margins }),
    ];
    expect(byShop.entries['best']?.entered).toBeGreaterThan(0);
    expect(byOwn.entries['best']?.entered).toBeGreaterThan(0);
    expect(byOwn.entries['best']).not.toEqual(byShop.entries['best']);
  });

  it('give the same bytes in two threads as in one', async () => {
    const source = await aHistory({ orders: historyOf().map(withGoods) });
    const one = await run(source, ASSUMING, { definitions: margins, threads: 1 });
    const two = await run(source, ASSUMING, { definitions: margins, threads: 2 });
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  });
});
