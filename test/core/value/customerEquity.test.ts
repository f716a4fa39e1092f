import { describe, expect, it } from 'vitest';
import { customerEquity } from '../../../core/value/customerEquity.ts';

const input = {
  current: [
    { name: 'A', customers: 10, value: 5_000 },
    { name: 'B', customers: 90, value: 1_000 },
  ],
  potential: [{ name: 'leads', prospects: 200, winRate: 0.1, valueEach: 60, costEach: 1 }],
};

describe('customerEquity', () => {
  it('adds current customers and those who may be won, less what winning costs', () => {
    const equity = customerEquity(input);
    expect(equity).toMatchObject({ total: 7_000, current: 6_000, potential: 1_000, drivers: [] });
    expect(equity.groups.map(({ name, customers, share }) => [name, customers, share])).toEqual([
      ['A', 10, 5 / 7],
      ['B', 90, 1 / 7],
      ['leads', 20, 1 / 7],
    ]);
  });

  it('splits the whole by the importance of its drivers', () => {
    const { drivers } = customerEquity({ ...input, drivers: { value: 3, brand: 1, relationship: 4 } });
    expect(drivers).toEqual([
      { driver: 'value', share: 0.375, equity: 2_625 },
      { driver: 'brand', share: 0.125, equity: 875 },
      { driver: 'relationship', share: 0.5, equity: 3_500 },
    ]);
    expect(customerEquity({ ...input, drivers: { value: 0, brand: 0, relationship: 0 } }).drivers).toEqual(
      [],
    );
  });

  it('has no shares of nothing', () => {
    expect(customerEquity({ current: [], potential: [] })).toMatchObject({ total: 0, groups: [] });
    const [group] = customerEquity({
      current: [{ name: 'A', customers: 0, value: 0 }],
      potential: [],
    }).groups;
    expect(group?.share).toBeNull();
  });

  it('refuses a chance that is none and a negative importance', () => {
    const lead = { name: 'leads', prospects: 1, winRate: 1.5, valueEach: 1 };
    expect(() => customerEquity({ current: [], potential: [lead] })).toThrow(RangeError);
    expect(() => customerEquity({ ...input, drivers: { value: -1, brand: 1, relationship: 1 } })).toThrow(
      RangeError,
    );
  });
});
