import { describe, expect, it } from 'vitest';
import type { Basket } from '../../../core/recommend/baskets.ts';
import { type CatalogueItem, factsOf } from '../../../core/recommend/catalogue.ts';
import { nextRefill, refillsOf } from '../../../core/recommend/refill.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aBasket, aRefund, TODAY } from '../../support/aRecommenderShop.ts';

const PLACES = new Map([
  ['leaves', 0],
  ['pot', 1],
]);

interface Given {
  readonly items?: readonly CatalogueItem[];
  readonly gapDays?: number;
  readonly categoryDays?: Record<string, number>;
}

function givenOf({ items = [], gapDays = Number.NaN, categoryDays = {} }: Given) {
  const facts = factsOf({ currency: 'USD', items });
  return { places: PLACES, gapDays: Float64Array.of(gapDays, Number.NaN), facts, categoryDays };
}

function refills(baskets: readonly Basket[], given: Given = {}) {
  return refillsOf(baskets, givenOf(given), TODAY).map(({ item, runsOutAt, by }) => [
    item,
    Math.round((runsOutAt - TODAY) / DAY_MS),
    by,
  ]);
}

const ONCE = [aBasket(10, ['leaves'])];
const LASTS_30 = { items: [{ item: 'leaves', replenishDays: 30 }] };

describe('when something runs out', () => {
  it.each<[string, readonly Basket[], Given, unknown[]]>([
    ['as the catalogue says a piece lasts', ONCE, LASTS_30, [['leaves', 20, 'catalogue']]],
    [
      'later for more pieces',
      [aBasket(10, ['leaves'], { lines: [{ item: 'leaves', quantity: 2, priceMinor: 1 }] })],
      LASTS_30,
      [['leaves', 50, 'catalogue']],
    ],
    [
      'as its category does',
      ONCE,
      { items: [{ item: 'leaves', category: 'tea' }], categoryDays: { tea: 25 } },
      [['leaves', 15, 'category']],
    ],
    ['as everybody’s does', ONCE, { gapDays: 40 }, [['leaves', 30, 'everybody']]],
    ['never where nothing is known', ONCE, {}, []],
    ['never of what lasts', ONCE, { items: [{ item: 'leaves', durable: true, replenishDays: 3 }] }, []],
    ['never of what was given back', [...ONCE, aRefund(5, ['leaves'])], LASTS_30, []],
  ])('is %s', (_, baskets, given, expected) => {
    expect(refills(baskets, given)).toEqual(expected);
  });

  it('goes by their own rhythm where they bought it twice, whatever the catalogue says', () => {
    const twice = [aBasket(50, ['leaves']), aBasket(10, ['leaves'])];
    const [[, days, by] = []] = refills(twice, LASTS_30);
    expect([days, by]).toEqual([30, 'own-rhythm']);
  });

  it('does not take two orders of one day for a rhythm', () => {
    const sameDay = [aBasket(10, ['leaves']), aBasket(10, ['leaves'], { id: 'other' })];
    expect(refills(sameDay, LASTS_30)).toEqual([['leaves', 20, 'catalogue']]);
  });
});

describe('the refill that is offered next', () => {
  const items = [
    { item: 'leaves', replenishDays: 30 },
    { item: 'pot', replenishDays: 20 },
  ];
  const baskets = [aBasket(10, ['leaves', 'pot'])];
  const next = (more: Partial<CatalogueItem> = {}, daysOn = 0) => {
    const given = givenOf({ items: items.map((one) => (one.item === 'pot' ? { ...one, ...more } : one)) });
    return nextRefill(baskets, given, TODAY + daysOn * DAY_MS)?.item ?? null;
  };

  it('is the first to run out', () => {
    expect(next()).toBe('pot');
  });

  it.each([
    ['what cannot be had is passed over', { stock: 0 }, 0, 'leaves'],
    ['what runs out too soon for a letter too', {}, 5, 'leaves'],
    ['what lies far ahead waits', { replenishDays: 99 }, -2, null],
    ['what ran out is over', {}, 30, null],
  ])('%s', (_, more, daysOn, item) => {
    expect(next(more, daysOn)).toBe(item);
  });
});
