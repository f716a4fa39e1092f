import { describe, expect, it } from 'vitest';
import { CohortView } from '../../../core/analytics/cohortView.ts';
import { concentrationOf } from '../../../core/analytics/concentration.ts';
import { aBuyer, aContext } from '../../support/analytics.ts';

const PEOPLE = [
  aBuyer('a', ['2025-11-03', '2025-11-20', '2026-01-05'], [1_000, 500, 2_000]),
  aBuyer('b', ['2025-11-30'], [700]),
  aBuyer('c', ['2025-12-31', '2026-01-01'], [300, 400]),
  aBuyer('nobody', []),
];

function cohorts(until: string) {
  const view = new CohortView(aContext(until));
  for (const person of PEOPLE) view.add(person);
  return view.answer();
}

describe('cohorts', () => {
  it('follow customers by the months since their first order’s', () => {
    const { customers, cohorts: found } = cohorts('2026-02-01');
    expect(customers).toBe(3);
    expect(found).toEqual([
      {
        month: '2025-11',
        customers: 2,
        ages: [
          { age: 0, active: 2, orders: 3, revenueMinor: 2_200, retention: 1 },
          { age: 1, active: 0, orders: 0, revenueMinor: 0, retention: 0 },
          { age: 2, active: 1, orders: 1, revenueMinor: 2_000, retention: 0.5 },
        ],
      },
      {
        month: '2025-12',
        customers: 1,
        ages: [
          { age: 0, active: 1, orders: 1, revenueMinor: 300, retention: 1 },
          { age: 1, active: 1, orders: 1, revenueMinor: 400, retention: 1 },
        ],
      },
    ]);
  });

  it('say retention of all cohorts that are old enough', () => {
    expect(cohorts('2026-02-01').retentionByAge).toEqual([
      { age: 0, customers: 3, retention: 1 },
      { age: 1, customers: 3, retention: 1 / 3 },
      { age: 2, customers: 2, retention: 0.5 },
    ]);
  });

  it('mark a month that is not over, and leave it out of the mean', () => {
    expect(cohorts('2026-02-01').partialMonth).toBeNull();
    expect(cohorts('2026-02-02').partialMonth).toBe('2026-02');
    expect(cohorts('2026-02-02').cohorts[0]?.ages).toHaveLength(4);
    expect(cohorts('2026-02-02').retentionByAge).toEqual(cohorts('2026-02-01').retentionByAge);
  });

  it('are none in an empty shop', () => {
    expect(new CohortView(aContext('2026-02-01')).answer()).toMatchObject({ customers: 0, cohorts: [] });
  });
});

describe('concentration', () => {
  it('is even where all are equal', () => {
    const { top, shareOf80, gini } = concentrationOf([5, 5, 5, 5, 5]);
    expect(top.find(({ share }) => share === 0.2)?.of).toBeCloseTo(0.2, 12);
    expect(shareOf80).toBeCloseTo(0.8, 12);
    expect(gini).toBeCloseTo(0, 12);
  });

  it('is 80/20 where a fifth of customers has four fifths', () => {
    const { top, shareOf80, total, gini } = concentrationOf([16, 1, 1, 1, 1]);
    expect(total).toBe(20);
    expect(top.find(({ share }) => share === 0.2)?.of).toBeCloseTo(0.8, 12);
    expect(shareOf80).toBeCloseTo(0.2, 12);
    expect(gini).toBeCloseTo(0.6, 12);
  });

  it('counts a part of a customer, and values below 0 as nothing', () => {
    expect(concentrationOf([10, -5]).top.find(({ share }) => share === 0.2)?.of).toBeCloseTo(0.4, 12);
    expect(concentrationOf([10, -5]).gini).toBeCloseTo(0.5, 12);
  });

  it('is not known of nothing', () => {
    expect(concentrationOf([])).toMatchObject({ customers: 0, shareOf80: null, gini: null });
    expect(concentrationOf([0, 0])).toMatchObject({ total: 0, shareOf80: null, gini: null });
  });
});
