import { describe, expect, it } from 'vitest';
import { explore } from '../../../../core/recommend/picks/explore.ts';

const POOL = ['a', 'b', 'c', 'd'];
const LISTS = 40_000;

describe('exploration', () => {
  const draws = Array.from({ length: LISTS }, (_, n) =>
    explore(3, () => POOL, { seed: 1, listId: `list-${n}`, share: 0.05 }),
  ).filter((one) => one !== null);

  it('happens in the share of lists that was asked for', () => {
    expect(Math.abs(draws.length / LISTS - 0.05)).toBeLessThan(0.005);
  });

  it('draws items and places evenly, and says how likely each was', () => {
    for (const item of POOL)
      expect(Math.abs(draws.filter((one) => one.item === item).length / draws.length - 0.25)).toBeLessThan(
        0.04,
      );
    for (const place of [0, 1, 2])
      expect(Math.abs(draws.filter((one) => one.place === place).length / draws.length - 1 / 3)).toBeLessThan(
        0.05,
      );
    expect(draws[0]?.propensity).toBeCloseTo(0.05 / 12, 12);
  });

  it('draws the same for the same list, and otherwise for another seed', () => {
    const first = explore(3, () => POOL, { seed: 1, listId: 'x', share: 1 });
    expect(explore(3, () => POOL, { seed: 1, listId: 'x', share: 1 })).toEqual(first);
    const others = [2, 3, 4, 5, 6].map((seed) => explore(3, () => POOL, { seed, listId: 'x', share: 1 }));
    expect(others.some((one) => one?.item !== first?.item || one?.place !== first?.place)).toBe(true);
  });

  it.each([
    ['the list is empty', 0, POOL, 1],
    ['nothing else may be shown', 3, [], 1],
    ['nothing is left to chance', 3, POOL, 0],
  ])('is none where %s', (_, length, pool, share) => {
    expect(explore(length, () => pool, { seed: 1, listId: 'x', share })).toBeNull();
  });
});
