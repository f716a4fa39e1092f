import { describe, expect, it } from 'vitest';
import { contentId } from '../../../../core/customer/import/contentId.ts';

describe('contentId', () => {
  it('stays what it was when ids were first stored', () => {
    expect(contentId('row', '4', 852_076_800_000, 2933, 'USD')).toBe('row-dd39650e0a0bd36c0fb72a01');
    expect(contentId('refund', 'A-1', 852_076_800_000, -500)).toBe('refund-869fc8083671632a0aa12a17');
  });

  it('tells parts apart however their texts run together', () => {
    const ids = [contentId('row', 'ab', 'c'), contentId('row', 'a', 'bc'), contentId('row', 'abc', '')];
    expect(new Set(ids).size).toBe(3);
  });

  it('gives 200,000 near contents as many ids', () => {
    const ids = new Set<string>();
    for (let customer = 0; customer < 400; customer += 1)
      for (let amount = 0; amount < 500; amount += 1)
        ids.add(contentId('row', String(customer), 1e12, amount, 'USD'));
    expect(ids.size).toBe(200_000);
  });
});
