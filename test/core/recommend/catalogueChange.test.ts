import { describe, expect, it } from 'vitest';
import { type CatalogueItem, factsOf } from '../../../core/recommend/catalogue.ts';
import { catalogueChanges, withItems } from '../../../core/recommend/catalogueChange.ts';

function changes(
  before: Omit<CatalogueItem, 'item'>,
  after: Omit<CatalogueItem, 'item'>,
  priceDropShare = 0.05,
) {
  const was = factsOf({ currency: 'USD', items: [{ item: 'mug', ...before }] });
  return catalogueChanges(was, { currency: 'USD', items: [{ item: 'mug', ...after }] }, { priceDropShare });
}

describe('what is news of a catalogue', () => {
  it.each<[string, Omit<CatalogueItem, 'item'>, Omit<CatalogueItem, 'item'>, string[]]>([
    ['stock that comes', { stock: 0 }, { stock: 3 }, ['back-in-stock']],
    ['stock that was there', { stock: 1 }, { stock: 3 }, []],
    ['stock that was not known', {}, { stock: 3 }, []],
    ['stock that is not told any more', { stock: 0 }, {}, []],
    ['a price that falls by a twentieth', { priceMinor: 1_000 }, { priceMinor: 950 }, ['price-drop']],
    ['a price that falls by less', { priceMinor: 1_000 }, { priceMinor: 951 }, []],
    ['a price that rises', { priceMinor: 1_000 }, { priceMinor: 2_000 }, []],
    ['a price that is told for the first time', {}, { priceMinor: 1 }, []],
    ['what is free from now on', { priceMinor: 1_000 }, { priceMinor: 0 }, ['price-drop']],
    ['what was free', { priceMinor: 0 }, { priceMinor: 0 }, []],
    [
      'both at once',
      { stock: 0, priceMinor: 9 },
      { stock: 1, priceMinor: 8 },
      ['back-in-stock', 'price-drop'],
    ],
  ])('is %s', (_, before, after, kinds) => {
    expect(changes(before, after).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is no item that appears or disappears', () => {
    const before = factsOf({ currency: 'USD', items: [{ item: 'old', stock: 0 }] });
    const after = { currency: 'USD', items: [{ item: 'new', stock: 3 }] };
    expect(catalogueChanges(before, after, { priceDropShare: 0.05 })).toEqual([]);
  });
});

describe('a partial update', () => {
  const before = { currency: 'USD', items: [{ item: 'mug', name: 'Mug', stock: 3 }, { item: 'pot' }] };

  it('changes what is told, takes away what is null, adds what is unknown, and leaves the rest', () => {
    const patches = [
      { item: 'mug', stock: null, priceMinor: 900 },
      { item: 'lid', name: 'Lid' },
    ];
    expect(withItems(before, patches)).toEqual({
      currency: 'USD',
      items: [{ item: 'mug', name: 'Mug', priceMinor: 900 }, { item: 'pot' }, { item: 'lid', name: 'Lid' }],
    });
    expect(before.items[0]).toEqual({ item: 'mug', name: 'Mug', stock: 3 });
  });

  it('lets the later of two tellings of an item stand', () => {
    const { items } = withItems(before, [
      { item: 'mug', stock: 1 },
      { item: 'mug', stock: 2 },
    ]);
    expect(items[0]).toEqual({ item: 'mug', name: 'Mug', stock: 2 });
  });
});
