import { describe, expect, it } from 'vitest';
import {
  type Delivery,
  ignoredItems,
  isOver,
  outcomeOf,
  type Since,
} from '../../../../core/recommend/picks/outcome.ts';
import { markedUrl } from '../../../../core/recommend/picks/pickLog.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { anOrder, NOW } from '../../../support/builders.ts';
import { aPickList } from './pickLists.ts';

const LIST = aPickList({ id: 'maya/welcome//1/picks/1', items: ['mug', 'pot'] });
const SENT: Delivery = { id: LIST.id, enrolmentId: null, outcome: 'sent', claimedAt: NOW, given: null };

function since(overrides: Partial<Since> = {}): Since {
  return { decisions: [SENT], events: [], orders: [], ...overrides };
}

function clickOn(place: number, daysAfter: number, listId = LIST.id) {
  const link = markedUrl('https://shop.example/', listId, place);
  return { name: 'Email Link Clicked', at: NOW + daysAfter * DAY_MS, properties: { link_url: link } };
}

function bought(item: string, daysAfter: number, amountMinor = 100) {
  return anOrder({
    at: NOW + daysAfter * DAY_MS,
    amountMinor,
    lines: [{ item, quantity: 1, priceMinor: null }],
  });
}

describe('what came of a list', () => {
  it.each<[string, Partial<Since>, { clicked: string[]; bought: string[] }]>([
    ['nothing', {}, { clicked: [], bought: [] }],
    ['a click on one of its items', { events: [clickOn(1, 1)] }, { clicked: ['pot'], bought: [] }],
    [
      'one click, however often',
      { events: [clickOn(1, 1), clickOn(1, 2)] },
      { clicked: ['pot'], bought: [] },
    ],
    ['no click on another list', { events: [clickOn(1, 1, 'other')] }, { clicked: [], bought: [] }],
    ['no click before it was sent', { events: [clickOn(1, -1)] }, { clicked: [], bought: [] }],
    [
      'what the shop’s site tells of',
      {
        events: [
          {
            name: 'Product Clicked',
            at: NOW + 1,
            properties: { pick: markedUrl('https://x.example/', LIST.id, 0).split('pick=')[1] ?? '' },
          },
        ],
      },
      { clicked: ['mug'], bought: [] },
    ],
    ['a purchase within its days', { orders: [bought('mug', 13)] }, { clicked: [], bought: ['mug'] }],
    ['no purchase after them', { orders: [bought('mug', 14)] }, { clicked: [], bought: [] }],
    ['no purchase before it', { orders: [bought('mug', -1)] }, { clicked: [], bought: [] }],
    ['no purchase of something else', { orders: [bought('lid', 1)] }, { clicked: [], bought: [] }],
    ['nothing given back', { orders: [bought('mug', 1, -100)] }, { clicked: [], bought: [] }],
  ])('is %s', (_, given, expected) => {
    expect(outcomeOf(LIST, since(given), 14)).toEqual({ shownAt: NOW, ...expected });
  });

  it.each<[string, Partial<Delivery>, number | null]>([
    ['what was suppressed', { outcome: 'suppressed' }, null],
    ['the message of another list', { id: 'other' }, null],
    [
      'a later message of the passage that shows it',
      {
        id: 'maya/welcome//1/send/1',
        enrolmentId: 'maya/welcome//1',
        given: { picks: [] },
        claimedAt: NOW + 9,
      },
      NOW + 9,
    ],
    [
      'a message of the passage that shows something else',
      { id: 'maya/welcome//1/send/1', enrolmentId: 'maya/welcome//1' },
      null,
    ],
  ])('is delivered by %s or not', (_, change, shownAt) => {
    expect(outcomeOf(LIST, since({ decisions: [{ ...SENT, ...change }] }), 14).shownAt).toBe(shownAt);
  });

  it('stays what it was once it is closed', () => {
    const outcome = { shownAt: 1, clicked: ['mug'], bought: [] };
    expect(outcomeOf({ ...LIST, outcome }, since(), 14)).toBe(outcome);
    expect(isOver({ ...LIST, outcome }, NOW + 99 * DAY_MS, 14)).toBe(false);
    expect([16, 17].map((days) => isOver(LIST, NOW + days * DAY_MS, 14))).toEqual([false, true]);
  });
});

describe('what is shown in vain', () => {
  const shown = (
    items: string[],
    outcome: { clicked?: string[]; bought?: string[]; shownAt?: number | null } = {},
  ) => ({
    list: aPickList({ items }),
    outcome: { shownAt: NOW, clicked: [], bought: [], ...outcome },
  });

  it('counts half after so many times, and half again with each more', () => {
    const lists = [shown(['mug', 'pot']), shown(['mug', 'pot']), shown(['mug', 'pot']), shown(['mug'])];
    expect([...ignoredItems(lists, 3)]).toEqual([
      ['mug', 0.25],
      ['pot', 0.5],
    ]);
    expect(ignoredItems(lists.slice(0, 2), 3).size).toBe(0);
    expect(ignoredItems([...lists, shown(['mug']), shown(['mug'])], 3).get('mug')).toBe(0);
  });

  it('is nothing that was ever followed or bought, and nothing that was never delivered', () => {
    const ignoring = Array.from({ length: 3 }, () => shown(['mug', 'pot', 'lid']));
    const liked = shown(['mug', 'pot'], { clicked: ['mug'], bought: ['pot'] });
    expect([...ignoredItems([...ignoring, liked], 3).keys()]).toEqual(['lid']);
    const undelivered = Array.from({ length: 5 }, () => shown(['mug'], { shownAt: null }));
    expect(ignoredItems(undelivered, 3).size).toBe(0);
  });
});
