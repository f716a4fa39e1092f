import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chance, hash32, shardOf } from '../../core/chance.ts';

const names = Array.from({ length: 20_000 }, (_, i) => `customer-${i}`);

function shareBelow(seed: number, limit: number): number {
  return names.filter((name) => chance(seed, 'win-back', 'holdout', name) < limit).length / names.length;
}

describe('chance', () => {
  it('is a share in [0, 1) that depends on the seed and the names alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.string(), { maxLength: 4 }), (seed, parts) => {
        const drawn = chance(seed, ...parts);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThan(1);
        expect(chance(seed, ...parts)).toBe(drawn);
      }),
    );
  });

  // Pinned: a holdout drawn by an older version must be drawn alike by every later one.
  it('draws the same for ever', () => {
    expect(chance(1, 'win-back', 'holdout', 'maya')).toBe(0.4088901370887036);
    expect(hash32(1, 'maya')).toBe(1_064_894_017);
    expect(shardOf('maya', 16)).toBe(12);
  });

  it.each([0.1, 0.5, 0.9])('falls below %d in that share of draws', (limit) => {
    for (const seed of [1, 2, 99]) expect(Math.abs(shareBelow(seed, limit) - limit)).toBeLessThan(0.012);
  });

  it('keeps names apart that only join to the same text', () => {
    expect(chance(1, 'ab', 'c')).not.toBe(chance(1, 'a', 'bc'));
  });

  it('decides anew under another seed', () => {
    const changed = names.filter((name) => chance(1, name) < 0.5 !== chance(2, name) < 0.5);
    expect(Math.abs(changed.length / names.length - 0.5)).toBeLessThan(0.02);
  });
});

describe('shardOf', () => {
  it('spreads ids evenly over the shards', () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (const name of names) {
      const shard = shardOf(name, 8);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - names.length / 8)).toBeLessThan(250);
  });
});
