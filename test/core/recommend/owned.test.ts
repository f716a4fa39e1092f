import { describe, expect, it } from 'vitest';
import type { Basket } from '../../../core/recommend/baskets.ts';
import { ownedItems, purchasesIn } from '../../../core/recommend/owned.ts';

const NOW = 1_773_140_400_000;

function aBasket(id: string, at: number, lines: readonly [string, number][], amountMinor = 100): Basket {
  return {
    id,
    at,
    amountMinor,
    lines: lines.map(([item, quantity]) => ({ item, quantity, priceMinor: null })),
  };
}

describe('what a person has', () => {
  it('is what was bought less what was given back, order by order', () => {
    const owned = ownedItems([
      aBasket('1', NOW - 9, [
        ['tea', 2],
        ['pan', 1],
        ['tea', 1],
      ]),
      aBasket('2', NOW - 8, [['tea', 1]]),
      aBasket('1-R', NOW - 7, [['pan', -1]], -100),
      aBasket('2-R', NOW - 6, [['tea', 1]], -50),
    ]);
    expect(Object.fromEntries(owned)).toEqual({
      tea: { orders: 2, kept: 3, lastAt: NOW - 8, returnedAt: NOW - 6 },
      pan: { orders: 1, kept: 0, lastAt: NOW - 9, returnedAt: NOW - 7 },
    });
  });

  it('is never less than nothing', () => {
    expect(ownedItems([aBasket('R', NOW, [['pan', -3]], -1)]).get('pan')).toMatchObject({
      orders: 0,
      kept: 0,
    });
  });

  it('counts a line given back in an order that is no refund as a return in part', () => {
    const owned = ownedItems([
      aBasket('1', NOW, [
        ['pan', 2],
        ['pan', -1],
      ]),
    ]);
    expect(owned.get('pan')).toMatchObject({ orders: 1, kept: 1, returnedAt: null });
  });
});

describe('the purchases of a person', () => {
  it('are their orders without what was given back', () => {
    const baskets = [
      aBasket('1', NOW - 9, [
        ['tea', 2],
        ['pan', 1],
      ]),
      aBasket('2', NOW - 8, [['pot', 1]]),
      aBasket('1-R', NOW - 7, [['pan', -1]], -100),
      aBasket('2-R', NOW - 7, [['pot', 1]], -100),
      aBasket('3', NOW - 6, [['tea', 1]], 0),
    ];
    expect(purchasesIn(baskets).map(({ id, lines }) => [id, lines.map(({ item }) => item)])).toEqual([
      ['1', ['tea']],
      ['3', ['tea']],
    ]);
  });
});
