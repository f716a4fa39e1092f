import { describe, expect, it } from 'vitest';
import { repeatedOrderIds } from '../../../../functions/shared/import/repeatedOrderIds.ts';

describe('repeatedOrderIds', () => {
  it('counts rows whose id came before', () => {
    const repeats = repeatedOrderIds();
    for (const id of ['a', 'b', 'a', 'a', 'c', 'b']) repeats.see(id);
    expect(repeats.count()).toBe(3);
  });

  it('counts nothing among 300,000 different ids', () => {
    const repeats = repeatedOrderIds();
    for (let i = 0; i < 300_000; i += 1) repeats.see(`O-${i}`);
    expect(repeats.count()).toBe(0);
  });
});
