import { describe, expect, it } from 'vitest';
import { countLoyaltyKinds, loyaltyKind } from '../../../core/feedback/loyaltyKind.ts';
import { satisfactionTrap, TRAP_THRESHOLDS } from '../../../core/feedback/satisfactionTrap.ts';

const people = (count: number, satisfaction: number, loyalty: number) =>
  Array.from({ length: count }, () => ({ satisfaction, loyalty }));

describe('the satisfaction trap', () => {
  it('is sprung where most are satisfied and few of those are loyal', () => {
    const trap = satisfactionTrap([...people(8, 5, 2), ...people(1, 4, 5), ...people(1, 2, 1)]);
    expect(trap).toMatchObject({ n: 10, satisfied: 9, trapped: 8, satisfiedShare: 0.9, isTrap: true });
    expect(trap.loyalShare).toBeCloseTo(1 / 9, 12);
  });

  it.each([
    ['the satisfied are loyal', [...people(8, 5, 5), ...people(2, 1, 1)]],
    ['few are satisfied', [...people(3, 5, 1), ...people(7, 2, 1)]],
    ['nobody answered', []],
  ])('is not where %s', (_, rows) => {
    expect(satisfactionTrap(rows).isTrap).toBe(false);
  });

  it('follows the thresholds it is given', () => {
    const rows = [...people(6, 3, 3), ...people(4, 1, 1)];
    expect(satisfactionTrap(rows).satisfied).toBe(0);
    const lenient = { ...TRAP_THRESHOLDS, satisfiedFrom: 3, highSatisfaction: 0.6 };
    expect(satisfactionTrap(rows, lenient).isTrap).toBe(true);
  });
});

describe('loyalty by attitude and behaviour', () => {
  it.each([
    [5, 4, 'true'],
    [5, 1, 'latent'],
    [2, 4, 'spurious'],
    [2, 1, 'none'],
  ] as const)('attitude %d and %d orders: %s', (attitude, behaviour, kind) => {
    expect(loyaltyKind({ attitude, behaviour }, { attitude: 4, behaviour: 3 })).toBe(kind);
  });

  it('counts everyone once', () => {
    const rows = [
      { attitude: 5, behaviour: 4 },
      { attitude: 1, behaviour: 9 },
      { attitude: 4, behaviour: 3 },
    ];
    expect(countLoyaltyKinds(rows, { attitude: 4, behaviour: 3 })).toEqual({
      true: 2,
      latent: 0,
      spurious: 1,
      none: 0,
    });
  });
});
