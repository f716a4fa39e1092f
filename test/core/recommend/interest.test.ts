import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/customer/order.ts';
import type { RecentEvent } from '../../../core/customer/recentEvent.ts';
import { customerId } from '../../../core/ids.ts';
import { factsOf } from '../../../core/recommend/catalogue.ts';
import type { CatalogueChange } from '../../../core/recommend/catalogueChange.ts';
import { newsEvent, newsFor } from '../../../core/recommend/interest.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anOrder, NOW } from '../../support/builders.ts';

const BACK: CatalogueChange = { kind: 'back-in-stock', item: 'mug', stock: 4 };
const CHEAPER: CatalogueChange = { kind: 'price-drop', item: 'mug', oldMinor: 1_000, newMinor: 800 };
const FACTS = factsOf({
  currency: 'USD',
  items: [
    { item: 'mug', name: 'Mug', nameZh: '杯', priceMinor: 800, stock: 4, url: 'https://shop.example/mug' },
  ],
});

function told(name: string, daysAgo: number, item = 'mug'): RecentEvent {
  return { name, at: NOW - daysAgo * DAY_MS, properties: { product_id: item } };
}

interface Given {
  readonly events: readonly RecentEvent[];
  readonly orders?: readonly Order[];
  readonly changes?: readonly CatalogueChange[];
  readonly facts?: typeof FACTS;
  readonly mostAtOnce?: number;
}

function news({ events, orders = [], changes = [BACK], facts = FACTS, mostAtOnce = 3 }: Given) {
  const byItem = Map.groupBy(changes, ({ item }) => item);
  const newestFirst = events.toSorted((a, b) => b.at - a.at);
  const settings = { ...DEFAULT_SETTINGS.catalogue, mostAtOnce };
  return newsFor({ events: newestFirst, orders }, byItem, facts, { settings, now: NOW });
}

const MUG = [{ item: 'mug', quantity: 1, priceMinor: null }];

describe('whom an item that came back is news to', () => {
  it.each<[string, Given, string[]]>([
    ['who asked', { events: [told('Back In Stock Requested', 3)] }, ['requested']],
    ['who wished for it', { events: [told('Product Added to Wishlist', 3)] }, ['wished']],
    ['who looked at it', { events: [told('Product Viewed', 29)] }, ['viewed']],
    ['by what says most', { events: [told('Product Added', 9), told('Product Viewed', 1)] }, ['carted']],
    ['nobody who looked too long ago', { events: [told('Product Viewed', 31)] }, []],
    ['nobody who looked at something else', { events: [told('Product Viewed', 3, 'pot')] }, []],
    ['nobody who took it back', { events: [told('Product Added', 3), told('Product Removed', 2)] }, []],
    [
      'who took it back and looked again',
      { events: [told('Product Added', 3), told('Product Removed', 2), told('Product Viewed', 1)] },
      ['viewed'],
    ],
    [
      'nobody who was told a week ago',
      { events: [told('Product Viewed', 9), told('Product Back In Stock', 7)] },
      [],
    ],
    [
      'who was told two weeks ago',
      { events: [told('Product Viewed', 9), told('Product Price Dropped', 14)] },
      ['viewed'],
    ],
    [
      'nobody who bought it since',
      { events: [told('Product Viewed', 9)], orders: [anOrder({ at: NOW - DAY_MS, lines: MUG })] },
      [],
    ],
    [
      'who bought it before and looked again',
      { events: [told('Product Viewed', 9)], orders: [anOrder({ at: NOW - 10 * DAY_MS, lines: MUG })] },
      ['viewed'],
    ],
    [
      'who gave it back since',
      {
        events: [told('Product Viewed', 9)],
        orders: [anOrder({ at: NOW - DAY_MS, amountMinor: -100, lines: MUG })],
      },
      ['viewed'],
    ],
  ])('is %s', (_, given, because) => {
    expect(news(given).map((one) => one.because)).toEqual(because);
  });

  it('is told by the catalogue’s names of an item too', () => {
    const events = [{ name: 'Product Viewed', at: NOW - DAY_MS, properties: { sku: 'mug' } }];
    expect(news({ events })).toHaveLength(1);
  });

  it('is told of no more items than are wanted, those asked for first', () => {
    const changes = ['a', 'b', 'c'].map((item) => ({ ...BACK, item }));
    const events = [
      told('Product Viewed', 1, 'a'),
      told('Product Viewed', 2, 'b'),
      told('Back In Stock Requested', 9, 'c'),
    ];
    const found = news({ events, changes, mostAtOnce: 2 });
    expect(found.map(({ change }) => change.item)).toEqual(['c', 'b']);
  });
});

describe('whom a lower price is news to', () => {
  it('is whoever looked at what can be had, and nobody who only waits for stock', () => {
    const viewed = [told('Product Viewed', 3)];
    expect(news({ events: viewed, changes: [CHEAPER] })).toHaveLength(1);
    expect(news({ events: [told('Back In Stock Requested', 3)], changes: [CHEAPER] })).toEqual([]);
    const soldOut = factsOf({ currency: 'USD', items: [{ item: 'mug', stock: 0 }] });
    expect(news({ events: viewed, changes: [CHEAPER], facts: soldOut })).toEqual([]);
  });

  it('is one piece of news where the item came back too', () => {
    expect(news({ events: [told('Product Viewed', 3)], changes: [BACK, CHEAPER] })).toHaveLength(1);
  });
});

describe('the event somebody is told by', () => {
  const of = { version: 7, changedAt: NOW - 5, facts: FACTS, currency: 'USD', language: 'en' } as const;
  const maya = customerId('maya');

  it('says what a letter shows, and is the same however often it is made', () => {
    const event = newsEvent({ change: CHEAPER, because: 'wished' }, maya, of, NOW);
    expect(event).toMatchObject({
      name: 'Product Price Dropped',
      source: 'catalogue',
      properties: {
        product_id: 'mug',
        because: 'wished',
        name: 'Mug',
        old_price_minor: 1_000,
        price_minor: 800,
        old_price: 10,
        price: 8,
        currency: 'USD',
        url: 'https://shop.example/mug',
      },
    });
    const chinese = newsEvent(
      { change: CHEAPER, because: 'wished' },
      maya,
      { ...of, language: 'zh-CN' },
      NOW,
    );
    expect(chinese.properties['name']).toBe('杯');
    const again = newsEvent({ change: CHEAPER, because: 'viewed' }, maya, of, NOW + 60_000);
    expect(again.messageId).toBe(event.messageId);
    expect(newsEvent({ change: BACK, because: 'viewed' }, maya, of, NOW).messageId).not.toBe(event.messageId);
  });
});
