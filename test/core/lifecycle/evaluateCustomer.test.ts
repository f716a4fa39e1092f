import { describe, expect, it } from 'vitest';
import { foldOrders } from '../../../core/customer/order.ts';
import { evaluateCustomer, sameLifecycle } from '../../../core/lifecycle/evaluateCustomer.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import type { Lifecycle } from '../../../core/lifecycle/lifecycle.ts';
import type { ShopModel } from '../../../core/lifecycle/model.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, startOfDay } from '../../../core/time.ts';
import { anOrder, aRhythm } from '../../support/builders.ts';

/** The cold shop with other limits. */
function shop(gapDays: number, version = 1): ShopModel {
  return {
    ...coldModel(DEFAULT_SETTINGS),
    version,
    rhythm: aRhythm({ firstGapDays: gapDays, gapDays, gaps: 100 }),
  };
}

function evaluated(
  days: readonly number[],
  onDay: number,
  model: ShopModel,
  stored: Lifecycle | null = null,
): Lifecycle {
  const history = foldOrders(days.map((day) => anOrder({ at: startOfDay(day) + 3_600_000 })));
  return evaluateCustomer(
    { knownSince: 0, lifecycle: stored, history },
    onDay * DAY_MS,
    model,
    DEFAULT_SETTINGS,
  );
}

const REGULAR = [0, 30, 60, 90];
const STRICT = shop(30);
const LENIENT = shop(300, 2);

describe('evaluateCustomer', () => {
  it('says the stage, since when, and when time alone will change it', () => {
    expect(evaluated(REGULAR, 100, STRICT)).toMatchObject({
      stage: 'stability',
      stageSince: startOfDay(90),
      nextChangeAt: startOfDay(122),
      evaluatedAt: startOfDay(100),
      modelVersion: 1,
      statistics: { orderDays: 4, lastDay: 90 },
    });
  });

  it('leaves the beginning of an unchanged stage alone when the limits move', () => {
    const stored = evaluated([0], 10, STRICT);
    expect(evaluated([0], 40, STRICT, stored)).toMatchObject({
      stage: 'decline',
      stageSince: startOfDay(32),
    });
    const gone = evaluated([0], 40, STRICT, stored);
    expect(evaluated([0], 41, shop(20), gone).stageSince).toBe(startOfDay(32));
  });
});

describe('the statistics', () => {
  it('are the stored ones where no order came, and new ones where one did, if only a second of its day', () => {
    const stored = evaluated(REGULAR, 100, STRICT);
    expect(evaluated(REGULAR, 120, STRICT, stored).statistics).toBe(stored.statistics);
    const again = evaluated([...REGULAR, 90], 120, STRICT, stored).statistics;
    expect([again.orders, again.orderDays]).toEqual([5, 4]);
  });
});

describe('decline', () => {
  const gone = evaluated(REGULAR, 130, STRICT);

  it('is not left because the shop’s limits moved', () => {
    expect(gone.stage).toBe('decline');
    expect(evaluated(REGULAR, 131, LENIENT).stage).toBe('stability');
    const still = evaluated(REGULAR, 131, LENIENT, gone);
    expect(still).toMatchObject({ stage: 'decline', stageSince: gone.stageSince, nextChangeAt: null });
    expect(still.evidence.rule).toBe('still-lapsed');
    expect(evaluated(REGULAR, 160, shop(3_000, 3), still)).toMatchObject({ stage: 'decline' });
  });

  it('is left by an order, into development, though today’s limits would not have found the customer late', () => {
    const back = evaluated([...REGULAR, 131], 132, LENIENT, gone);
    expect(evaluated([...REGULAR, 131], 132, LENIENT).stage).toBe('stability');
    expect(back).toMatchObject({ stage: 'development', stageSince: startOfDay(131) });
    expect(back.evidence.rule).toBe('back-after-decline');
  });

  it('is left by an order on the very day it began', () => {
    const began = gone.stageSince / DAY_MS;
    expect(evaluated([...REGULAR, began], began + 1, LENIENT, gone)).toMatchObject({
      stage: 'development',
      evidence: { rule: 'back-after-decline' },
    });
  });

  it('leads into stability with the next order, not by waiting', () => {
    const back = evaluated([...REGULAR, 131], 132, LENIENT, gone);
    expect(evaluated([...REGULAR, 131], 140, LENIENT, back)).toMatchObject({
      stage: 'development',
      stageSince: back.stageSince,
    });
    const next = evaluated([...REGULAR, 131, 160], 161, LENIENT, back);
    expect(next).toMatchObject({ stage: 'stability', evidence: { rule: 'regular' } });
  });

  it('was none where an order that came late in the post lay before its beginning', () => {
    const missing = evaluated([0, 30, 60], 105, STRICT);
    expect(missing.stage).toBe('decline');
    const arrived = evaluated(REGULAR, 105, STRICT, missing);
    expect(arrived.stage).toBe(evaluated(REGULAR, 105, STRICT).stage);
    expect(arrived.stage).toBe('stability');
  });

  it('is not undone by a second order on the last known day', () => {
    expect(evaluated([...REGULAR, 90], 131, LENIENT, gone).stage).toBe('decline');
  });
});

describe('sameLifecycle', () => {
  const one = evaluated(REGULAR, 100, STRICT);

  it('holds for the same customer a day later, whatever the model’s version', () => {
    expect(sameLifecycle(one, evaluated(REGULAR, 101, shop(30, 7), one))).toBe(true);
  });

  it.each([
    ['stage', { stage: 'decline' }],
    ['grade', { grade: 'A' }],
    ['group', { group: 'champions' }],
    ['time of the next change', { nextChangeAt: null }],
    ['scores', { rfm: { recency: 5, frequency: 1, monetary: 1 } }],
    ['orders', { statistics: { ...one.statistics, orders: 9 } }],
    ['last order', { statistics: { ...one.statistics, lastOrderAt: 1 } }],
    ['spend', { statistics: { ...one.statistics, spendMinor: 1 } }],
  ] as const)('does not hold for another %s', (_, change) => {
    expect(sameLifecycle(one, { ...one, ...change })).toBe(false);
  });
});
