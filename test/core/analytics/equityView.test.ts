import { describe, expect, it } from 'vitest';
import { EquityView } from '../../../core/analytics/equityView.ts';
import { customerValue } from '../../../core/lifecycle/worth.ts';
import { statisticsOf } from '../../../core/lifecycle/statistics.ts';
import { aBuyer, aContext, aModel } from '../../support/analytics.ts';
import { at, someSettings } from '../../support/builders.ts';

const settings = someSettings({ value: { margin: 0.5 } });
const model = aModel(settings, {
  purchase: { kind: 'mbg-nbd', r: 0.5, alpha: 6, a: 0.9, b: 2.5 },
  spend: { p: 6, q: 4, gamma: 1_500 },
});
const context = aContext('2026-03-01', { settings, model });

const PEOPLE = [
  aBuyer('a', ['2025-11-20', '2025-12-15', '2026-02-20'], [1_000, 2_500, 3_000]),
  aBuyer('b', ['2025-03-20']),
  aBuyer('c', ['2026-02-01']),
  aBuyer('nobody', []),
];

function equity(people: readonly ReturnType<typeof aBuyer>[], of = context) {
  const view = new EquityView(of);
  for (const person of people) view.add(person);
  return view.answer();
}

describe('customer equity', () => {
  it('is the sum of what each customer is worth, and of those still to come', () => {
    const answer = equity(PEOPLE);
    const own = PEOPLE.filter(({ history }) => history.days.length > 0).reduce((sum, { history }) => {
      const statistics = statisticsOf(history);
      return (
        sum + customerValue(statistics, 'development', at('2026-03-01'), model, settings.value).valueMinor
      );
    }, 0);
    expect(answer.currentMinor).toBe(Math.round(own));
    expect(answer.totalMinor - answer.currentMinor - answer.potentialMinor).toBeCloseTo(0, -0.5);
    expect([answer.customers, answer.prospects]).toEqual([3, 1]);
  });

  it('lies in stages and grades whole', () => {
    const { byStage, byGrade, currentMinor } = equity(PEOPLE);
    for (const parts of [byStage, byGrade]) {
      expect(parts.reduce((sum, { customers }) => sum + customers, 0)).toBe(3);
      expect(parts.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
      const sum = parts.reduce((total, { valueMinor }) => total + valueMinor, 0);
      expect(Math.abs(sum - currentMinor)).toBeLessThan(parts.length);
    }
  });

  it('is, of current customers, the product of its drivers', () => {
    const { drivers, currentMinor } = equity(PEOPLE);
    const product = drivers.customers * drivers.ordersEach * drivers.orderMinor * drivers.margin;
    expect(product / currentMinor).toBeCloseTo(1, 3);
  });

  it('takes newcomers at the pace of the last year, or of the shop’s days where it is younger', () => {
    expect(equity(PEOPLE).potential.customers).toBeCloseTo((3 / 346) * 364, 6);
    const old = aBuyer('old', ['2020-01-01']);
    expect(equity([...PEOPLE, old]).potential.customers).toBeCloseTo((3 / 365) * 364, 6);
  });

  it('is more over all time than over the horizon, and not known where nobody is known to leave', () => {
    const answer = equity(PEOPLE);
    expect(answer.lifetimeMinor).toBeGreaterThan(answer.currentMinor);
    expect(answer.active).toBeGreaterThan(0);
    const hiatus = aContext('2026-03-01');
    expect(equity(PEOPLE, hiatus)).toMatchObject({ lifetimeMinor: null, active: null });
  });

  it('tells what customers brought in the past, carried forward to now', () => {
    const year = aBuyer('year', ['2025-03-01'], [1_000]);
    expect(equity([year]).pastMinor).toBe(Math.round(1_000 * 0.5 * 1.15));
  });

  it('is nothing in an empty shop', () => {
    expect(equity([])).toMatchObject({ customers: 0, totalMinor: 0, potential: { customers: 0 } });
  });
});
