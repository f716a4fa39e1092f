import { describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import {
  itemMarked,
  listsOf,
  markedUrl,
  MOST_LISTS,
  picksWrite,
  withList,
} from '../../../../core/recommend/picks/pickLog.ts';
import { aPickList } from './pickLists.ts';

describe('the mark of a list', () => {
  const list = aPickList({ id: 'maya/welcome//1/picks/1', items: ['mug', 'pot'] });

  it.each([
    ['https://shop.example/mug', /^https:\/\/shop\.example\/mug\?pick=[0-9a-z]+\.2$/],
    ['https://shop.example/mug?c=red', /^https:\/\/shop\.example\/mug\?c=red&pick=[0-9a-z]+\.2$/],
    ['https://shop.example/#top', /^https:\/\/shop\.example\/\?pick=[0-9a-z]+\.2#top$/],
  ])('is put into %s, names no customer, and leads back to the item', (url, expected) => {
    const marked = markedUrl(url, list.id, 1);
    expect(marked).toMatch(expected);
    expect(marked).not.toContain('maya');
    expect(itemMarked(list, marked)).toBe('pot');
    expect(itemMarked(list, `${marked.split('#')[0] ?? ''}&utm_source=x`)).toBe('pot');
  });

  it('is understood as the shop’s site tells it', () => {
    const [, code] = /pick=(.+)$/.exec(markedUrl('https://shop.example/', list.id, 0)) ?? [];
    expect(itemMarked(list, code ?? '')).toBe('mug');
  });

  it.each([
    ['of another list', markedUrl('https://shop.example/', 'other', 0)],
    ['of a place it has not', markedUrl('https://shop.example/', list.id, 7)],
    ['that is none', 'https://shop.example/?pick=..'],
    ['of nothing', 'https://shop.example/'],
  ])('%s leads nowhere', (_, text) => {
    expect(itemMarked(list, text)).toBeNull();
  });
});

describe('the log of a customer', () => {
  it('keeps the newest lists, each once', () => {
    const many = Array.from({ length: MOST_LISTS + 5 }, (_, n) => aPickList({ id: `list-${n}` }));
    const lists = many.reduce(withList, []);
    expect([lists.length, lists[0]?.id, lists.at(-1)?.id]).toEqual([MOST_LISTS, 'list-5', 'list-24']);
    const again = withList(lists, aPickList({ id: 'list-7', items: ['new'] }));
    expect(again).toHaveLength(MOST_LISTS);
    expect(again.at(-1)?.items).toEqual([{ item: 'new', method: 'ease' }]);
  });

  it('is read back from its dossier as it was written', () => {
    const lists = [
      aPickList({ id: 'a' }),
      aPickList({ id: 'b', outcome: { shownAt: 5, clicked: ['mug'], bought: [] } }),
    ];
    const { dossier, expectedVersion } = picksWrite(customerId('maya'), null, lists);
    expect([expectedVersion, dossier.version, dossier.kind]).toEqual([0, 1, 'picks']);
    expect(listsOf(dossier)).toEqual(lists);
    expect(picksWrite(customerId('maya'), dossier, lists)).toMatchObject({
      expectedVersion: 1,
      dossier: { version: 2 },
    });
    expect(listsOf(null)).toEqual([]);
  });
});
