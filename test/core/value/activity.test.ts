import { describe, expect, it } from 'vitest';
import {
  activityScore,
  type ActivityColumns,
  fitActivity,
  innerHorizonDays,
  settleLevel,
} from '../../../core/value/activity.ts';
import { fitColumns } from '../../../core/value/fitColumns.ts';
import { trialColumns, type TrialColumns } from '../../../core/value/judgeModels.ts';
import type { OrderLog } from '../../../core/value/orderLog.ts';
import { rocArea } from '../../../core/value/ranking.ts';
import { scoreColumns } from '../../../core/value/scoreColumns.ts';
import { CDNOW_ABSENT, cdnowOrders } from '../../support/cdnow.ts';
import { drawShop, type ShopKind } from '../../support/drawnShops.ts';

interface Standing {
  readonly columns: ActivityColumns;
  readonly seen: TrialColumns;
}

function standing(log: OrderLog, holdoutDay: number, days: number): Standing {
  const seen = trialColumns({ log, holdoutDay, endDay: holdoutDay + days, unitDays: 7 });
  const fit = fitColumns('mbg-nbd', seen);
  const { pActive } = scoreColumns(fit, seen, { horizon: seen.horizon });
  return { columns: { ...seen, pActive }, seen };
}

/** Combined before `holdoutDay`, judged after it. */
function judged(log: OrderLog, span: { firstDay: number; holdoutDay: number; endDay: number }) {
  const { firstDay, holdoutDay, endDay } = span;
  const inner = innerHorizonDays(holdoutDay - 1 - firstDay, endDay - holdoutDay);
  const before = standing(log, holdoutDay - inner, inner);
  const after = standing(log, holdoutDay, endDay - holdoutDay);
  const fit = fitActivity(before.columns, before.seen.active);
  const score = activityScore(fit.params, after.columns);
  const { txDays, TDays, active } = after.seen;
  const silence = TDays.map((T, row) => (txDays[row] ?? 0) - T);
  const areaOf = (scores: ArrayLike<number>): number => rocArea(scores, active) ?? Number.NaN;
  return {
    fit,
    score,
    after,
    area: areaOf(score),
    recency: areaOf(silence),
    model: areaOf(after.columns.pActive),
  };
}

const KINDS: readonly (readonly [string, Partial<ShopKind>])[] = [
  ['in which nobody leaves', {}],
  ['in which many leave at once', { leaveAfterOrder: { a: 0.8, b: 1.2 } }],
  ['whose customers last some months', { lifetimeDays: 200 }],
  ['of regular orders', { k: 4, r: 3, alpha: 15, leaveAfterOrder: { a: 0.5, b: 3 } }],
  ['of regular orders for ever', { k: 8, r: 2, alpha: 10 }],
  ['of few customers', { customers: 300, lifetimeDays: 150, r: 1.5, alpha: 6 }],
  ['with a heavy season', { season: 0.9, leaveAfterOrder: { a: 0.5, b: 2 } }],
  ['of one cohort with a heavy season', { season: 0.9, lifetimeDays: 250, wonUntil: 84 }],
  ['of frequent orders', { r: 1.5, alpha: 1.5, lifetimeDays: 200 }],
];

describe('the activity score on a later period', () => {
  it.each(KINDS)('is not behind recency in a shop %s', (_, kind) => {
    const { area, recency } = judged(drawShop(kind), { firstDay: 0, holdoutDay: 545, endDay: 730 });
    expect(area).toBeGreaterThan(recency - 0.005);
  });

  it('uses a model that knows more than recency', () => {
    const { area, recency, model } = judged(drawShop({ k: 8, r: 2, alpha: 10 }), {
      firstDay: 0,
      holdoutDay: 545,
      endDay: 730,
    });
    expect(model).toBeGreaterThan(recency + 0.1);
    expect(area).toBeGreaterThan(model - 0.02);
  });

  it('can be kept as JSON', () => {
    const { fit, after, score } = judged(drawShop({ customers: 200 }), {
      firstDay: 0,
      holdoutDay: 545,
      endDay: 730,
    });
    expect(activityScore(JSON.parse(JSON.stringify(fit.params)), after.columns)).toEqual(score);
  });
});

describe('too little to learn from', () => {
  const nobody = { x: [], txDays: [], TDays: [], pActive: [] };
  const two = { x: [3, 3], txDays: [90, 10], TDays: [100, 100], pActive: [0.8, 0.1] };

  it('leaves the mean of model and recency as it was believed', () => {
    const { params, areas, customers } = fitActivity(nobody, []);
    expect([customers, areas.recency, params.kind]).toEqual([0, null, 'combination']);
    const [recent = 0, silent = 1] = activityScore(params, two);
    expect(recent).toBeGreaterThan(silent);
  });

  it.each([
    ['one customer', { x: [0], txDays: [0], TDays: [0], pActive: [0] }, [1]],
    ['all active', two, [1, 1]],
    ['none active', two, [0, 0]],
    [
      'extremes',
      { x: [1_000_000, 0], txDays: [65_535, 0], TDays: [65_535, 65_535], pActive: [1, 0] },
      [0, 1],
    ],
  ])('stays a probability with %s', (_, columns, active) => {
    const fit = fitActivity(columns, active);
    for (const params of [fit.params, settleLevel(fit, columns)])
      for (const score of activityScore(params, columns)) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
  });
});

describe('the level of the score', () => {
  it('follows a longer horizon and leaves the ranks', () => {
    const log = drawShop({ lifetimeDays: 300 });
    const before = standing(log, 455, 90);
    const after = standing(log, 545, 185);
    const fit = fitActivity(before.columns, before.seen.active);
    const settled = settleLevel(fit, after.columns);
    const mean = (column: ArrayLike<number>): number =>
      Array.from(column).reduce((sum, one) => sum + one, 0) / column.length;
    const share = mean(after.seen.active);
    const [plain, levelled] = [
      activityScore(fit.params, after.columns),
      activityScore(settled, after.columns),
    ];
    expect(Math.abs(mean(levelled) - share)).toBeLessThan(0.05);
    expect(rocArea(levelled, after.seen.active)).toBeCloseTo(
      rocArea(plain, after.seen.active) ?? Number.NaN,
      6,
    );
  });
});

describe('how far to look back', () => {
  it.each([
    [270, 90, 90],
    [180, 90, 60],
    [0, 90, 0],
    [-5, 90, 0],
  ])('of %i days for a horizon of %i it is %i', (span, horizon, days) => {
    expect(innerHorizonDays(span, horizon)).toBe(days);
  });
});

describe.skipIf(CDNOW_ABSENT)('on the CDNOW sample (skipped where it is absent)', () => {
  it('is ahead of recency alone and of the model alone', () => {
    const log = new Map<string, { at: number; amountMinor: number }[]>();
    for (const { customerId, at, amountMinor } of cdnowOrders())
      log.set(customerId, [...(log.get(customerId) ?? []), { at, amountMinor }]);
    const day = (text: string): number => Date.parse(text) / 86_400_000;
    const { area, recency, model } = judged(log, {
      firstDay: day('1997-01-01'),
      holdoutDay: day('1997-10-01'),
      endDay: day('1998-07-01'),
    });
    expect(recency).toBeCloseTo(0.7714, 3);
    expect(model).toBeCloseTo(0.7601, 3);
    expect(area).toBeGreaterThan(0.779);
  });
});
