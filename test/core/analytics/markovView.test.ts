import { describe, expect, it } from 'vitest';
import { MarkovView } from '../../../core/analytics/markovView.ts';
import { STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { aBuyer, aContext } from '../../support/analytics.ts';

function chain(people: readonly ReturnType<typeof aBuyer>[], until = '2026-03-01') {
  const view = new MarkovView(aContext(until));
  for (const person of people) view.add(person);
  return view.answer();
}

const PEOPLE = [
  aBuyer('a', ['2025-11-20', '2025-12-15'], [1_000, 2_500]),
  aBuyer('b', ['2025-11-20']),
  aBuyer('c', ['2025-11-20', '2026-01-20']),
];

describe('the chain of stages', () => {
  it('counts the passages of customers from month to month', () => {
    const { counts, from, to, steps, beginsIn } = chain(PEOPLE);
    expect([from, to, steps]).toEqual(['2025-12', '2026-02', 9]);
    expect(beginsIn).toEqual({ identification: 3, development: 0, stability: 0, decline: 0 });
    // On the first of December, January, February and March, a: identification, development, decline, decline;
    // b: identification, then decline; c: identification, decline, and back in development for two months.
    expect(counts).toEqual([
      [0, 1, 0, 2],
      [0, 1, 0, 1],
      [0, 0, 0, 0],
      [0, 1, 0, 3],
    ]);
  });

  it('has rows that sum to 1, within their intervals, and keeps a stage nobody was seen in', () => {
    const { probabilities, intervals, unobserved } = chain(PEOPLE);
    for (const [i, row] of probabilities.entries()) {
      expect(row.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
      for (const [j, chance] of row.entries()) {
        const [low = 2, high = -1] = intervals[i]?.[j] ?? [];
        expect(low).toBeLessThanOrEqual(chance);
        expect(high).toBeGreaterThanOrEqual(chance);
      }
    }
    expect(unobserved).toEqual(['stability']);
    expect(probabilities[STAGES.indexOf('stability')]).toEqual([0, 0, 1, 0]);
  });

  it('says what a month in a stage brings, and how many are there now', () => {
    const { stages } = chain(PEOPLE);
    const of = (name: (typeof STAGES)[number]) => stages.find(({ stage }) => stage === name);
    expect(of('identification')).toMatchObject({
      months: 3,
      monthlyMinor: Math.round(2_500 / 3),
      customers: 0,
    });
    expect(of('decline')).toMatchObject({ monthlyMinor: 250, customers: 2 });
    expect(of('stability')).toMatchObject({ months: 0, expectedMonths: null, monthlyMinor: 0 });
  });

  it('is the same whatever order people come in, and counted in parts', () => {
    const whole = chain(PEOPLE);
    expect(chain(PEOPLE.toReversed())).toEqual(whole);
    const [one, other] = [new MarkovView(aContext('2026-03-01')), new MarkovView(aContext('2026-03-01'))];
    for (const [i, person] of PEOPLE.entries()) (i === 1 ? other : one).add(person);
    one.merge(other);
    expect(one.answer()).toEqual(whole);
  });

  it('knows nothing without a month that is over', () => {
    expect(chain([aBuyer('a', ['2026-02-20'])])).toMatchObject({ from: null, to: null, steps: 0 });
    expect(chain([])).toMatchObject({ steps: 0, unobserved: [...STAGES] });
  });
});
