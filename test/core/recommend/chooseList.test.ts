import { describe, expect, it } from 'vitest';
import { chooseList, type Choosing } from '../../../core/recommend/chooseList.ts';

/** Places 0 to 8, of which every third is of one category. */
function choose(change: Partial<Choosing> = {}) {
  return chooseList([0, 1, 2, 3, 4, 5, 6, 7, 8], {
    k: 6,
    perCategory: null,
    categoryOf: (place) => (place < 5 ? 'tea' : 'coffee'),
    dropReasonOf: () => null,
    ...change,
  });
}

describe('a list out of candidates', () => {
  it('keeps a third of its places for one category, and fills up from what was set aside', () => {
    expect(choose().chosen).toEqual([0, 1, 2, 3, 5, 6]);
    expect(choose().dropped).toEqual([
      { place: 4, why: 'category-full' },
      { place: 7, why: 'category-full' },
      { place: 8, why: 'category-full' },
    ]);
  });

  it('stays short rather than give a category more than was asked for', () => {
    expect(choose({ perCategory: 1 }).chosen).toEqual([0, 5]);
  });

  it('leaves out what a rule keeps back, and says why', () => {
    const { chosen, dropped } = choose({
      k: 2,
      dropReasonOf: (place) => (place === 0 ? 'out-of-stock' : null),
    });
    expect([chosen, dropped]).toEqual([[1, 2], [{ place: 0, why: 'out-of-stock' }]]);
  });

  it('looks no further than it must', () => {
    function* endless() {
      for (let place = 0; ; place += 1) yield place;
    }
    const choosing = { k: 3, perCategory: null, categoryOf: () => undefined, dropReasonOf: () => null };
    expect(chooseList(endless(), choosing).chosen).toEqual([0, 1, 2]);
    const one = { ...choosing, categoryOf: () => 'tea' };
    expect(chooseList(endless(), one).chosen).toEqual([0, 1, 2]);
  });
});
