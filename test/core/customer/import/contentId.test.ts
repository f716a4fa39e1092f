import { describe, expect, it } from 'vitest';
import { contentId } from '../../../../core/customer/import/contentId.ts';

describe('contentId', () => {
  it('stays what it was when ids were first stored', () => {
    expect(contentId('row', 852_076_800_000, '4', 2933, 'USD')).toBe('row-19970101-f35cb78db81a71241a071369');
    expect(contentId('refund', 852_076_800_000, 'A-1', -500)).toBe(
      'refund-19970101-b0e98e1b5555fc242be8e115',
    );
  });

  it('tells parts apart however their texts run together', () => {
    const ids = [
      contentId('row', 0, 'ab', 'c'),
      contentId('row', 0, 'a', 'bc'),
      contentId('row', 0, 'abc', ''),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('sorts by day, whatever else the content says', () => {
    const days = [0, 86_400_000, 852_076_800_000, 1_795_000_000_000];
    const ids = days.map((at) => contentId('row', at, 'x'));
    expect(ids.toSorted()).toEqual(ids);
  });

  it('gives 200,000 near contents as many ids', () => {
    const ids = new Set<string>();
    for (let customer = 0; customer < 400; customer += 1)
      for (let amount = 0; amount < 500; amount += 1)
        ids.add(contentId('row', 1e12, String(customer), amount, 'USD'));
    expect(ids.size).toBe(200_000);
  });
});
