import { describe, expect, it } from 'vitest';
import { dropReasonOf, RETURNED_FOR_MS, type Wanted } from '../../../core/recommend/businessRules.ts';
import type { CatalogueItem } from '../../../core/recommend/catalogue.ts';
import type { Owned } from '../../../core/recommend/owned.ts';
import { DAY_MS } from '../../../core/time.ts';
const NOW = 1_773_140_400_000;

function why(fact: Omit<CatalogueItem, 'item'>, wanted: Wanted = {}, owned?: Owned) {
  return dropReasonOf('pan', new Map([['pan', { item: 'pan', ...fact }]]), wanted, { owned, now: NOW });
}

const OWNED: Owned = { orders: 1, kept: 1, lastAt: NOW - DAY_MS, returnedAt: null };

describe('a business rule', () => {
  it.each<[string, Omit<CatalogueItem, 'item'>, Wanted, Owned | undefined, string | null]>([
    ['lets pass what nothing is known of', {}, { maxPriceMinor: 5, minMargin: 0.9 }, undefined, null],
    ['keeps back what is sold out', { stock: 0 }, {}, undefined, 'out-of-stock'],
    ['shows the last piece', { stock: 1 }, {}, undefined, null],
    [
      'keeps to the category asked for',
      { category: 'tea' },
      { category: 'cookware' },
      undefined,
      'other-category',
    ],
    ['takes no unknown category for the one asked for', {}, { category: 'tea' }, undefined, 'other-category'],
    [
      'keeps to the highest price',
      { priceMinor: 501 },
      { maxPriceMinor: 500 },
      undefined,
      'above-price-band',
    ],
    ['takes the highest price itself', { priceMinor: 500 }, { maxPriceMinor: 500 }, undefined, null],
    ['keeps to the lowest price', { priceMinor: 99 }, { minPriceMinor: 100 }, undefined, 'below-price-band'],
    [
      'keeps to the margin',
      { priceMinor: 100, costMinor: 70 },
      { minMargin: 0.31 },
      undefined,
      'margin-too-low',
    ],
    [
      'takes a margin that is just met',
      { priceMinor: 100, costMinor: 75 },
      { minMargin: 0.25 },
      undefined,
      null,
    ],
    ['does not sell a second pan', { durable: true }, {}, OWNED, 'durable-owned'],
    ['sells oil again', { durable: false }, {}, OWNED, null],
    ['sells again what may last or not', {}, {}, OWNED, null],
    [
      'sells a pan again that was given back long ago',
      { durable: true },
      {},
      { ...OWNED, kept: 0, returnedAt: NOW - RETURNED_FOR_MS },
      null,
    ],
    [
      'rests what was given back just now',
      {},
      {},
      { ...OWNED, kept: 0, returnedAt: NOW - RETURNED_FOR_MS + 1 },
      'recently-returned',
    ],
  ])('%s', (_what, fact, wanted, owned, expected) => {
    expect(why(fact, wanted, owned)).toBe(expected);
  });
});
