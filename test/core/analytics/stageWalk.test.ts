import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDayOf, isoMonth, MonthCursor, monthOf } from '../../../core/analytics/months.ts';
import { MonthWalk } from '../../../core/analytics/monthWalk.ts';
import { stagesOn } from '../../../core/analytics/stageWalk.ts';
import { judgeStage } from '../../../core/lifecycle/stage.ts';
import { utcDay } from '../../../core/time.ts';
import { aBuyer, aContext } from '../../support/analytics.ts';
import { aRhythm, at, someSettings } from '../../support/builders.ts';

const rhythm = aRhythm({ firstGapDays: 40, gapDays: 40, gaps: 100 });
const { lifecycle: rules } = someSettings();

describe('stages morning by morning', () => {
  it('are those that an evaluation on each of these mornings finds', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 15 });
    const steps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(gaps, steps, (between, apart) => {
        const days = [20_000];
        for (const gap of between) days.push((days.at(-1) ?? 0) + gap);
        const mornings = [19_990];
        for (const step of apart) mornings.push((mornings.at(-1) ?? 0) + step);
        const found = stagesOn(mornings, days, rhythm, rules);
        for (const [i, morning] of mornings.entries()) {
          const known = days.filter((day) => day < morning);
          const input = { days: known, knownSinceDay: 20_000, evaluationDay: morning };
          expect(found[i]).toBe(known.length === 0 ? null : judgeStage(input, rhythm, rules).stage);
        }
      }),
    );
  });
});

describe('months', () => {
  it('are counted through the turn of the year and in leap years', () => {
    for (const [day, month, first] of [
      ['2025-12-31', '2025-12', '2025-12-01'],
      ['2026-01-01', '2026-01', '2026-01-01'],
      ['2028-02-29', '2028-02', '2028-02-01'],
    ] as const) {
      expect(isoMonth(monthOf(utcDay(at(day))))).toBe(month);
      expect(firstDayOf(monthOf(utcDay(at(day))))).toBe(utcDay(at(first)));
    }
  });

  it('are the same by a cursor, whatever the order of days', () => {
    const days = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 50 });
    fc.assert(
      fc.property(days, (some) => {
        const cursor = new MonthCursor();
        for (const day of some) expect(cursor.of(day)).toBe(monthOf(day));
      }),
    );
  });
});

describe('the months of a customer', () => {
  it('begin with the month of the first order and end with the last that is over', () => {
    const { history } = aBuyer('a', ['2025-11-20', '2025-12-15'], [1_000, 2_500]);
    const steps = new MonthWalk(aContext('2026-03-10')).steps(history);
    expect(steps.map(({ month, ...step }) => [isoMonth(month), step])).toEqual([
      ['2025-11', { from: null, to: 'identification', orders: 1, revenueMinor: 1_000 }],
      ['2025-12', { from: 'identification', to: 'development', orders: 1, revenueMinor: 2_500 }],
      ['2026-01', { from: 'development', to: 'decline', orders: 0, revenueMinor: 0 }],
      ['2026-02', { from: 'decline', to: 'decline', orders: 0, revenueMinor: 0 }],
    ]);
  });

  it('are none within the month of the first order', () => {
    expect(new MonthWalk(aContext('2026-03-10')).steps(aBuyer('a', ['2026-03-02']).history)).toEqual([]);
  });
});
