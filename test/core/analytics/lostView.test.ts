import { describe, expect, it } from 'vitest';
import { LostView } from '../../../core/analytics/lostView.ts';
import { lossReason, type LossReason } from '../../../core/feedback/lossReason.ts';
import { customerId } from '../../../core/ids.ts';
import { aBuyer, aContext, aModel } from '../../support/analytics.ts';
import { someSettings } from '../../support/builders.ts';

const settings = someSettings();
/** Everyone buys every ten weeks for ever, at 20.00: a year of a living customer is worth 104.00. */
const model = aModel(settings, {
  purchase: { kind: 'hiatus', r: 1e6, alpha: 1e7 },
  spend: { p: 1, q: 1e6 + 1, gamma: 2e9 },
});

const regular = ['2025-09-01', '2025-09-21', '2025-10-11', '2025-10-31', '2025-11-20'];
const PEOPLE = [
  aBuyer('once', ['2025-12-20']),
  aBuyer('regular', regular),
  aBuyer('here', ['2026-02-20']),
  aBuyer('nobody', []),
];

function lost(options: { most?: number; reasons?: ReadonlyMap<string, LossReason> } = {}) {
  const reasons = new Map([...(options.reasons ?? [])].map(([id, reason]) => [customerId(id), reason]));
  const view = new LostView(aContext('2026-03-01', { settings, model }), {
    most: options.most ?? 10,
    reasons,
  });
  for (const person of PEOPLE) view.add(person);
  return view.answer();
}

describe('the lost', () => {
  it('are those in decline, with the stage before and the day it began', () => {
    const { lost: count, customers, top } = lost();
    expect([count, customers]).toEqual([2, 3]);
    const [once] = top.filter(({ id }) => id === 'once');
    const [steady] = top.filter(({ id }) => id === 'regular');
    expect(once).toMatchObject({ stage: 'identification', lastOrder: '2025-12-20', lostOn: '2026-01-31' });
    expect(once).toMatchObject({ daysSince: 70, limitDays: 40, lateDays: 30, orders: 1 });
    expect(steady).toMatchObject({ stage: 'stability', lastOrder: '2025-11-20', orders: 5 });
  });

  it('take with them the year they would have brought', () => {
    const { top, valueMinor, atStakeMinor } = lost();
    for (const one of top) {
      expect(one.valueMinor).toBeGreaterThan(10_390);
      expect(one.valueMinor).toBeLessThan(10_410);
      expect(one.atStakeMinor).toBe(one.valueMinor);
    }
    expect(valueMinor).toBe(top.reduce((sum, one) => sum + one.valueMinor, 0));
    expect(atStakeMinor).toBe(valueMinor);
  });

  it('are counted by stage, grade, month and reason, everyone once', () => {
    const answer = lost({ reasons: new Map([['once', 'price']]) });
    for (const counts of [answer.byStage, answer.byGrade, answer.byMonth, answer.byReason])
      expect(counts.reduce((sum, { customers }) => sum + customers, 0)).toBe(2);
    expect(answer.byReason.filter(({ customers }) => customers > 0)).toMatchObject([
      { reason: 'price', customers: 1 },
      { reason: 'unknown', customers: 1 },
    ]);
    expect(answer.byMonth.at(-2)).toMatchObject({ month: '2026-01', customers: 1 });
  });

  it('are named up to so many, most at stake first', () => {
    const { top } = lost({ most: 1 });
    expect(top).toHaveLength(1);
    const all = lost().top.map(({ atStakeMinor }) => atStakeMinor);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
  });

  it('are nobody in an empty shop', () => {
    const view = new LostView(aContext('2026-03-01'), { most: 5, reasons: new Map() });
    expect(view.answer()).toMatchObject({ lost: 0, customers: 0, medianLateDays: null, top: [] });
  });

  it('have reasons only by the codes there are', () => {
    expect(lossReason('price')).toBe('price');
    expect(lossReason('because')).toBeNull();
    expect(lossReason(7)).toBeNull();
  });
});
