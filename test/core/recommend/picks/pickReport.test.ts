import { describe, expect, it } from 'vitest';
import type { PickList, PickOutcome } from '../../../../core/recommend/picks/pickLog.ts';
import { PickCounter } from '../../../../core/recommend/picks/pickReport.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { NOW } from '../../../support/builders.ts';
import { aPickList } from './pickLists.ts';

interface Told {
  readonly method?: string;
  readonly lists: number;
  readonly clicked: number;
  readonly bought?: number;
  readonly byChance?: boolean;
  readonly daysAgo?: number;
  readonly delivered?: boolean;
}

/** One item a list; the first of them are followed, the first are bought. */
function tell(counter: PickCounter, told: Told): void {
  const {
    method = 'ease',
    lists,
    clicked,
    bought = 0,
    byChance = false,
    daysAgo = 0,
    delivered = true,
  } = told;
  for (let n = 0; n < lists; n += 1) {
    const list: PickList = {
      ...aPickList({ id: `list-${n}` }),
      items: [
        { item: 'mug', method: byChance ? 'chance' : method, ...(byChance ? { propensity: 0.01 } : {}) },
      ],
    };
    const outcome: PickOutcome = {
      shownAt: delivered ? NOW - daysAgo * DAY_MS : null,
      clicked: n < clicked ? ['mug'] : [],
      bought: n < bought ? ['mug'] : [],
    };
    counter.add([{ list, outcome }]);
  }
}

function counted(...all: Told[]) {
  const counter = new PickCounter(NOW, 90);
  for (const told of all) tell(counter, told);
  return counter;
}

describe('the report of recommendations', () => {
  it('says what choosing brought over chance, with its interval', () => {
    const { chosen, byChance, clicks, purchases, withChance } = counted(
      { lists: 2_000, clicked: 200, bought: 80 },
      { lists: 200, clicked: 10, bought: 2, byChance: true },
    ).report();
    expect([chosen, byChance, withChance]).toEqual([
      { shown: 2_000, clicked: 200, bought: 80 },
      { shown: 200, clicked: 10, bought: 2 },
      200,
    ]);
    expect(clicks.difference).toBeCloseTo(0.05, 12);
    expect(clicks.relative?.lift).toBeCloseTo(1, 12);
    const [low = 0, high = 0] = clicks.interval ?? [];
    expect([low < 0.05, high > 0.05, low > 0]).toEqual([true, true, true]);
    expect(purchases.difference).toBeCloseTo(0.03, 12);
  });

  it('says nothing of a lift where chance showed nothing', () => {
    const { clicks } = counted({ lists: 10, clicked: 3 }).report();
    expect(clicks).toEqual({ difference: null, interval: null, relative: null });
  });

  it('leaves out what was never delivered, and chance from the figures of methods', () => {
    const report = counted(
      { lists: 5, clicked: 5, delivered: false },
      { lists: 4, clicked: 2, method: 'reorder' },
      { lists: 3, clicked: 0, byChance: true },
    ).report();
    expect([report.customers, report.lists]).toEqual([7, 7]);
    expect(report.methods).toEqual([{ name: 'reorder', shown: 4, clicked: 2, bought: 0 }]);
    expect(report.kinds).toEqual([{ name: 'personal', shown: 4, clicked: 2, bought: 0 }]);
  });
});

describe('what a way of choosing weighs', () => {
  const weights = (...all: Told[]) => counted(...all).weights().discover;

  it('is more for the one that is followed more', () => {
    const found = weights(
      { lists: 1_000, clicked: 150 },
      { lists: 1_000, clicked: 50, method: 'popularity' },
    );
    expect(found['ease']).toBeCloseTo((150 + 200 * 0.1) / 1_200 / 0.1, 6);
    expect(found['popularity']).toBeCloseTo((50 + 200 * 0.1) / 1_200 / 0.1, 6);
  });

  it('does not grow by being shown more, for the same share', () => {
    const found = weights({ lists: 3_000, clicked: 300 }, { lists: 30, clicked: 3, method: 'popularity' });
    expect(found['ease']).toBeCloseTo(1, 6);
    expect(found['popularity']).toBeCloseTo(1, 6);
  });

  it('is drawn towards all where little was shown, and is never more than twice or less than half', () => {
    const few = weights({ lists: 1_000, clicked: 100 }, { lists: 2, clicked: 2, method: 'popularity' });
    expect(few['popularity']).toBeLessThan(1.12);
    const far = weights({ lists: 2_700, clicked: 0 }, { lists: 900, clicked: 900, method: 'reorder' });
    expect([far['ease'], far['reorder']]).toEqual([0.5, 2]);
  });

  it('forgets: after a half-life a list counts half', () => {
    const old = weights(
      { lists: 400, clicked: 80, daysAgo: 90 },
      { lists: 200, clicked: 0, method: 'popularity' },
    );
    const recent = weights({ lists: 200, clicked: 40 }, { lists: 200, clicked: 0, method: 'popularity' });
    expect(old).toEqual(recent);
  });

  it('is nothing where nothing was followed', () => {
    expect(weights({ lists: 50, clicked: 0 })).toEqual({});
  });
});
