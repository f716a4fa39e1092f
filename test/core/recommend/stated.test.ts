import { describe, expect, it } from 'vitest';
import { allowsProfile, statedIn, statedOn } from '../../../core/recommend/stated.ts';
import { recommendFor } from '../../../core/recommend/recommendFor.ts';
import { NOTHING_PERSONAL } from '../../../core/recommend/personal.ts';
import type { JsonObject } from '../../../core/json.ts';
import { aBasket, aRecommenderShop, CATALOGUE, TODAY } from '../../support/aRecommenderShop.ts';

const POT = { item: 'pot', name: 'Tea pot', nameZh: '茶壶', brand: 'Kiln', category: 'tea' };

describe('what a customer said of an item', () => {
  it.each<[string, JsonObject, string | null]>([
    ['nothing', {}, null],
    ['of its category, in any case', { likes: ['TEA '] }, 'likes category'],
    ['of its brand', { dislikes: 'kiln, other' }, 'dislikes brand'],
    ['of itself by name', { likes: ['茶壶'] }, 'likes item'],
    ['the narrower: its brand before its category', { likes: ['Kiln'], dislikes: ['tea'] }, 'likes brand'],
    ['the narrower: itself before its brand', { likes: ['kiln'], dislikes: ['pot'] }, 'dislikes item'],
    ['on one level the dislike', { likes: ['tea'], dislikes: ['tea'] }, 'dislikes category'],
    ['of something else', { likes: ['coffee'], dislikes: ['ceramics'] }, null],
    ['nothing that can be read', { likes: 7, dislikes: { tea: true } }, null],
    ['nothing among what is no text', { likes: [null, 3, ''] }, null],
  ])('is %s', (_, traits, expected) => {
    const said = statedOn('pot', POT, statedIn(traits));
    expect(said === null ? null : `${said.says} ${said.by}`).toBe(expected);
  });

  it.each([
    [{}, true],
    [{ profiling: true }, true],
    [{ profiling: false }, false],
    [{ profiling: 'off' }, false],
  ])('allows choosing by what they did: %j is %s', (traits, allowed) => {
    expect(allowsProfile(traits)).toBe(allowed);
  });
});

describe('what is stated outranks what is inferred', async () => {
  const shop = await aRecommenderShop(CATALOGUE);
  const OF_TEA = [aBasket(70, ['leaves']), aBasket(40, ['leaves'])];
  const ask = (traits: JsonObject, k = 3) => {
    const personal = { ...NOTHING_PERSONAL, stated: statedIn(traits) };
    return recommendFor(shop, OF_TEA, { slot: 'discover', k, personal, now: TODAY });
  };

  it('puts what is liked first, whatever was bought, and says why', () => {
    expect(ask({}).items[0]?.item).not.toBe('grinder');
    const { items } = ask({ likes: ['coffee'] });
    expect(
      items
        .slice(0, 2)
        .map(({ item }) => item)
        .sort(),
    ).toEqual(['beans', 'grinder']);
    expect(items[0]?.because[0]).toEqual({ kind: 'stated', by: 'category', what: 'coffee' });
  });

  it('keeps back what is disliked, and says so', () => {
    const { items, dropped } = ask({ dislikes: ['tea'] }, 10);
    expect(items.map(({ item }) => item)).not.toContain('pot');
    expect(dropped).toContainEqual({ item: 'pot', why: 'disliked' });
  });

  it('shows more than a third of one category where that is what they like', () => {
    const { items } = ask({ likes: ['tea'] });
    expect(items.slice(0, 2).map(({ item }) => shop.facts.get(item)?.category)).toEqual(['tea', 'tea']);
  });

  it('does not bring back what rules keep back', () => {
    const { items } = ask({ likes: ['coffee-cup'] }, 10);
    expect(items.map(({ item }) => item)).not.toContain('coffee-cup');
  });

  it('lowers what was shown in vain, and what comes of its way of choosing', () => {
    const [first] = ask({}).items;
    const ignored = new Map([[first?.item ?? '', 0.001]]);
    const personal = { ...NOTHING_PERSONAL, ignored };
    const again = recommendFor(shop, OF_TEA, { slot: 'discover', k: 3, personal, now: TODAY });
    expect(again.items[0]?.item).not.toBe(first?.item);
  });
});
