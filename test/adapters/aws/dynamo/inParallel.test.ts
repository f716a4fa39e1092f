import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../../adapters/aws/dynamo/inParallel.ts';

const items = Array.from({ length: 20 }, (_, n) => n);

describe('many calls at once', () => {
  it.each([1, 3, 50])('are never more than %s, and answer in the order of the items', async (atOnce) => {
    let under = 0;
    let most = 0;
    const results = await inParallel(items, atOnce, async (n) => {
      under += 1;
      most = Math.max(most, under);
      // The later the item, the sooner it is done.
      for (let turns = n; turns < items.length; turns += 1) await Promise.resolve();
      under -= 1;
      return n * 2;
    });
    expect(results).toEqual(items.map((n) => n * 2));
    expect(most).toBe(Math.min(atOnce, items.length));
  });

  it('begin no other once one has failed, and wait for those under way', async () => {
    const begun: number[] = [];
    let ended = 0;
    const run = inParallel(items, 3, async (n) => {
      begun.push(n);
      await Promise.resolve();
      ended += 1;
      if (n === 4) throw new Error('the fifth fails');
      return n;
    });
    await expect(run).rejects.toThrow('the fifth fails');
    expect(begun.length).toBeLessThan(10);
    expect(ended).toBe(begun.length);
  });

  it('of nothing are none', async () => {
    expect(await inParallel([], 8, () => Promise.reject(new Error('is not called')))).toEqual([]);
  });
});
