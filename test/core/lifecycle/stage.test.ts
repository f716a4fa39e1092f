import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldOrders } from '../../../core/customer/order.ts';
import { judgeStage, latenessLimitDays, type StageVerdict } from '../../../core/lifecycle/stage.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { startOfDay } from '../../../core/time.ts';
import { anOrder, aRhythm } from '../../support/builders.ts';

const RULES = DEFAULT_SETTINGS.lifecycle;
const RHYTHM = aRhythm();

function stageAt(evaluationDay: number, days: readonly number[], rhythm = RHYTHM): StageVerdict {
  return judgeStage({ days, knownSinceDay: 0, evaluationDay }, rhythm, RULES);
}

/** The formula of the design, computed the long way round. */
function limitByHand(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  const position = 0.9 * (sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? 0;
  const high = sorted[Math.ceil(position)] ?? 0;
  const own = Math.max(1, low + (high - low) * (position % 1));
  const shares = [...gaps.map(() => own), 60, 60, 60];
  return shares.reduce((product, share) => product * share ** (1 / shares.length), 1);
}

describe('judgeStage', () => {
  it.each([
    ['no order yet', [], 500, 'identification', 'no-order-yet', 0, null],
    ['a first order within the usual first gap', [100], 110, 'identification', 'within-first-gap', 100, 142],
    [
      'a first order on the last day of the usual gap',
      [100],
      141,
      'identification',
      'within-first-gap',
      100,
      142,
    ],
    ['one order and the usual first gap past', [100], 142, 'decline', 'past-first-gap', 142, null],
    ['a second order in time', [100, 120], 121, 'development', 'repeat-buyer', 120, 167],
    ['a second order after decline', [100, 160], 161, 'development', 'back-after-decline', 160, 222],
    ['four regular orders', [0, 30, 60, 90], 91, 'stability', 'regular', 90, 134],
    ['regular orders and none for too long', [0, 30, 60, 90], 134, 'decline', 'late', 134, null],
    ['three regular orders are too few', [0, 30, 60], 61, 'development', 'repeat-buyer', 30, 107],
  ] as const)('%s', (_, days, evaluationDay, stage, rule, sinceDay, nextChangeDay) => {
    const verdict = stageAt(evaluationDay, days);
    expect(verdict).toMatchObject({ stage, sinceDay, nextChangeDay });
    expect(verdict.evidence).toMatchObject({
      rule,
      orderDays: days.length,
      lastOrderDay: days.at(-1) ?? null,
    });
  });

  it('dates somebody without an order from when they became known', () => {
    expect(judgeStage({ days: [], knownSinceDay: 77, evaluationDay: 90 }, RHYTHM, RULES).sinceDay).toBe(77);
  });

  it('lets only an order leave decline: into development, and into stability with the next', () => {
    const regular = [0, 30, 60, 90];
    const gone = stageAt(150, regular);
    const back = stageAt(171, [...regular, 170]);
    expect([gone.stage, gone.nextChangeDay]).toEqual(['decline', null]);
    expect([back.stage, back.evidence.rule, back.sinceDay]).toEqual([
      'development',
      'back-after-decline',
      170,
    ]);
    expect(back.evidence.gapVariation).toBeLessThan(1);
    expect(stageAt(201, [...regular, 170, 200])).toMatchObject({ stage: 'stability', sinceDay: 200 });
  });

  it('shows the shop’s first gap beside one order, and its other gaps beside more', () => {
    const shown = (days: readonly number[]) => stageAt(500, days).evidence.shopP90Days;
    expect([shown([]), shown([0]), shown([0, 9])]).toEqual([40, 40, 60]);
  });

  it('knows a variation of two gaps at least', () => {
    const variation = (days: readonly number[]) =>
      stageAt((days.at(-1) ?? 0) + 1, days).evidence.gapVariation;
    expect([variation([0]), variation([0, 9]), variation([0, 9, 18]), variation([0, 10, 40])]).toEqual([
      null,
      null,
      0,
      expect.closeTo(Math.SQRT1_2, 12),
    ]);
  });

  it('finds no regularity in a single gap, however few orders the settings ask for', () => {
    const rules = { ...RULES, stabilityMinOrders: 2 };
    const judged = (days: readonly number[]) =>
      judgeStage({ days, knownSinceDay: 0, evaluationDay: (days.at(-1) ?? 0) + 1 }, RHYTHM, rules).stage;
    expect([judged([0, 20]), judged([0, 20, 40])]).toEqual(['development', 'stability']);
  });

  it('does not shorten a limit by rounding: one gap as long as the shop’s own makes just that limit', () => {
    for (const gap of [7, 30, 60, 90, 365]) {
      const rhythm = { ...RHYTHM, firstGapDays: 400, gapDays: gap };
      expect(stageAt(gap + 1, [0, gap], rhythm).nextChangeDay).toBe(2 * gap + 2);
    }
  });
});

describe('hysteresis', () => {
  const PATIENT = aRhythm({ firstGapDays: 2_000, gapDays: 2_000 });

  function after(gaps: readonly number[]): StageVerdict {
    const days = gaps.reduce<number[]>((known, gap) => [...known, (known.at(-1) ?? 0) + gap], [0]);
    return stageAt((days.at(-1) ?? 0) + 1, days, PATIENT);
  }

  it.each([
    ['regular enough to enter', [45, 10, 10, 10, 10], 0.92, 'stability'],
    ['too irregular to enter', [55, 10, 10, 10, 10], 1.06, 'development'],
    ['the same gaps, but regular from the start: stays', [10, 10, 10, 10, 55], 1.06, 'stability'],
    ['too irregular to stay', [10, 10, 10, 10, 80], 1.3, 'development'],
    ['and has to become regular again to return', [10, 10, 10, 10, 80, 10, 10], 1.32, 'development'],
    ['a variation of just 1 is regular enough', [15, 4, 2], 1, 'stability'],
    ['which takes a variation of at most 1', [10, 10, 10, 10, 80, 40, 40, 40], 0.84, 'stability'],
  ] as const)('%s', (_, gaps, variation, stage) => {
    const verdict = after(gaps);
    expect(verdict.evidence.gapVariation).toBeCloseTo(variation, 2);
    expect(verdict.stage).toBe(stage);
  });
});

describe('latenessLimitDays', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });

  it('is the weighted geometric mean of the own and the shop’s ninetieth percentile', () => {
    fc.assert(
      fc.property(gaps, (own) => {
        const sorted = [...own].sort((a, b) => a - b);
        const limit = latenessLimitDays(sorted, RHYTHM, RULES);
        expect(limit / limitByHand(own)).toBeCloseTo(1, 9);
        expect(limit).toBeGreaterThanOrEqual(Math.min(60, sorted[0] ?? 0) - 1e-9);
        expect(limit).toBeLessThanOrEqual(Math.max(60, sorted.at(-1) ?? 0) + 1e-9);
      }),
    );
  });

  it('is the shop’s alone where nothing has a weight, and at least a day', () => {
    expect(latenessLimitDays([], RHYTHM, { ...RULES, shopWeightGaps: 0 })).toBe(60);
    expect(latenessLimitDays([0], { ...RHYTHM, gapDays: 0 }, RULES)).toBe(1);
  });
});

describe('the promise of nextChangeDay', () => {
  const limits = fc.integer({ min: 1, max: 200 });
  const rhythms = fc.record({ firstGapDays: limits, gapDays: limits }).map(aRhythm);
  const histories = fc
    .array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 12 })
    .map((gaps) => gaps.reduce<number[]>((days, gap) => [...days, (days.at(-1) ?? 0) + gap], []));

  it('time alone changes the stage exactly on that day and not before, and never again', () => {
    fc.assert(
      fc.property(histories, rhythms, (days, rhythm) => {
        const last = days.at(-1) ?? 0;
        const promised = stageAt(last + 1, days, rhythm);
        const change = promised.nextChangeDay ?? Number.NaN;
        expect(change).toBeGreaterThan(last + 1);
        for (let day = last + 1; day < change; day += 1) {
          expect(stageAt(day, days, rhythm)).toEqual(promised);
        }
        for (const day of [change, change + 1, change + 500]) {
          expect(stageAt(day, days, rhythm)).toMatchObject({
            stage: 'decline',
            sinceDay: change,
            nextChangeDay: null,
          });
        }
      }),
    );
  });

  it('and the stage do not depend on the order in which the orders arrive', () => {
    const arrivals = histories.chain((days) =>
      fc.tuple(fc.constant(days), fc.shuffledSubarray(days, { minLength: days.length })),
    );
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 300 }), ([days, arrived], later) => {
        const orders = arrived.map((day, i) => anOrder({ id: `o${i}`, at: startOfDay(day) + 3_600_000 * i }));
        const evaluationDay = (days.at(-1) ?? 0) + later;
        expect(stageAt(evaluationDay, foldOrders(orders).days)).toEqual(stageAt(evaluationDay, days));
      }),
    );
  });
});
