import { describe, expect, it } from 'vitest';
import { foldOrders, type OrderHistory } from '../../../core/customer/order.ts';
import { evaluateCustomer } from '../../../core/lifecycle/evaluateCustomer.ts';
import { customerId } from '../../../core/ids.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { fitShop } from '../../../core/lifecycle/fitShop.ts';
import { averageOrderMinor } from '../../../core/lifecycle/rfm.ts';
import { statisticsOf } from '../../../core/lifecycle/statistics.ts';
import { Summariser } from '../../../core/lifecycle/summarise.ts';
import { customerValue } from '../../../core/lifecycle/worth.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, utcDay } from '../../../core/time.ts';
import { quantileSorted } from '../../../core/lifecycle/quantile.ts';
import { anOrder, NOW, someSettings } from '../../support/builders.ts';
import { uniforms } from '../../support/valueCohorts.ts';

const AT = utcDay(NOW) * DAY_MS;

/** Customers who come back after ten days once and every fifty after that; one in three never does. */
function histories(): OrderHistory[] {
  const draw = uniforms(3);
  return Array.from({ length: 120 }, (_, who) => {
    const orders = who % 3 === 0 ? 1 : 2 + Math.floor(draw() * 5);
    const last = 1 + Math.floor(draw() * 90);
    return foldOrders(
      Array.from({ length: orders }, (_unused, i) =>
        anOrder({
          at: AT - (last + Math.max(0, orders - 2 - i) * 50 + (i < orders - 1 ? 10 : 0)) * DAY_MS,
          amountMinor: 1_000 + Math.floor(draw() * 9_000),
        }),
      ),
    );
  });
}

const PEOPLE = histories();

function fitted(people: readonly OrderHistory[] = PEOPLE, settings = DEFAULT_SETTINGS) {
  const summariser = new Summariser(AT);
  for (const [who, history] of people.entries()) summariser.add(customerId(`c${who}`), history);
  return fitShop(summariser.summary(), { at: AT, model: 'mbg-nbd' }, null, settings);
}

function evaluated(people: readonly OrderHistory[], model: ReturnType<typeof fitted>) {
  return people.map((history) =>
    evaluateCustomer({ knownSince: 0, lifecycle: null, history }, AT, model, DEFAULT_SETTINGS),
  );
}

/** 1 + floor(5 · customers strictly worse / customers). */
function naiveScores(values: readonly number[]): number[] {
  return values.map(
    (value) => 1 + Math.floor((5 * values.filter((other) => other < value).length) / values.length),
  );
}

describe('fitShop', () => {
  const model = fitted();

  it('freezes the cuts that give every customer the score of the rule', () => {
    const statistics = PEOPLE.map(statisticsOf);
    const scores = evaluated(PEOPLE, model).map(({ rfm }) => rfm);
    expect(scores.map((rfm) => rfm?.recency)).toEqual(
      naiveScores(statistics.map(({ lastDay }) => lastDay ?? 0)),
    );
    expect(scores.map((rfm) => rfm?.frequency)).toEqual(
      naiveScores(statistics.map(({ orderDays }) => orderDays)),
    );
    expect(scores.map((rfm) => rfm?.monetary)).toEqual(naiveScores(statistics.map(averageOrderMinor)));
  });

  it('cuts grades so that at most the share is above, of the values customers then have', () => {
    const values = evaluated(PEOPLE, model).map(
      ({ statistics, stage }) =>
        customerValue(statistics, stage, AT, model, DEFAULT_SETTINGS.value).valueMinor,
    );
    const above = (cut: number) => values.filter((value) => value >= cut).length / values.length;
    expect(above(model.grades.aValueMinor)).toBeLessThanOrEqual(0.2);
    expect(above(model.grades.aValueMinor)).toBeGreaterThan(0.15);
    expect(above(model.grades.bValueMinor)).toBeLessThanOrEqual(0.55);
    expect(above(model.grades.bValueMinor)).toBeGreaterThan(0.4);
    const tops = model.topValuesMinor ?? [];
    expect(tops).toHaveLength(99);
    expect(tops[19]).toBe(model.grades.aValueMinor);
    for (const [place, cut] of tops.entries())
      expect(above(cut)).toBeLessThanOrEqual((place + 1) / 100 + 0.05);
    expect(above(tops[49] ?? 0)).toBeGreaterThan(0.4);
  });

  it('knows the first gap from the others', () => {
    const twice = (first: number) =>
      foldOrders([0, first].map((day) => anOrder({ at: AT - (90 - day) * DAY_MS })));
    const often = foldOrders([0, 5, 45, 85].map((day) => anOrder({ at: AT - (90 - day) * DAY_MS })));
    const people = [...Array.from({ length: 9 }, () => twice(5)), often];
    expect(fitted(people).rhythm).toEqual({
      firstGapDays: 5,
      gapDays: expect.closeTo(36.5, 6),
      p50Days: 5,
      p80Days: 5,
      firstP50Days: 5,
      firstP80Days: 5,
      gaps: 12,
    });
  });

  it('knows the usual gap and the long one, of everybody and up to the second purchase', () => {
    const people = Array.from({ length: 11 }, (_, i) =>
      foldOrders([0, 10 + i, 50 + 3 * i].map((day) => anOrder({ at: AT - (99 - day) * DAY_MS }))),
    );
    const { rhythm } = fitted(people);
    const firsts = people.map((_, i) => 10 + i);
    const all = [...firsts, ...people.map((_, i) => 40 + 2 * i)].sort((a, b) => a - b);
    expect(rhythm).toMatchObject({
      p50Days: quantileSorted(all, 0.5),
      p80Days: quantileSorted(all, 0.8),
      firstP50Days: 15,
      firstP80Days: 18,
      gaps: 22,
    });
    expect(rhythm.p80Days).toBeGreaterThan(rhythm.p50Days);
  });

  it('counts its versions on, and says for when it was fitted', () => {
    const summariser = new Summariser(AT);
    const next = fitShop(
      summariser.summary(),
      { at: AT, model: 'mbg-nbd' },
      { ...model, version: 6 },
      DEFAULT_SETTINGS,
    );
    expect([model.version, next.version, next.fittedAt, next.customers]).toEqual([1, 7, AT, 0]);
  });

  it.each([
    [11, 'identification'],
    [12, 'decline'],
  ])(
    'by the hiatus rule values a one-time buyer of %i days ago as in %s, as their stage will',
    (daysAgo, stage) => {
      const once = foldOrders([anOrder({ at: AT - daysAgo * DAY_MS })]);
      const back = foldOrders([60, 50, 5].map((day) => anOrder({ at: AT - day * DAY_MS })));
      const people = [...Array.from({ length: 42 }, () => once), ...Array.from({ length: 18 }, () => back)];
      const everybody = someSettings({ grades: { aShare: 1, bShare: 0 } });
      const shop = fitted(people, everybody);
      expect([shop.purchase.kind, shop.rhythm.firstGapDays]).toEqual(['hiatus', 10]);
      expect(evaluated([once], shop)[0]?.stage).toBe(stage);
      expect(shop.grades.aValueMinor > 0).toBe(stage === 'identification');
    },
  );
});

describe('coldModel', () => {
  it('makes nobody an A or a B, and lets the settings’ gap pass first', () => {
    const cold = coldModel(DEFAULT_SETTINGS);
    const grades = new Set(evaluated(PEOPLE, cold).map(({ grade }) => grade));
    expect(grades).toEqual(new Set(['C']));
    const [once] = evaluated([foldOrders([anOrder({ at: AT - 91 * DAY_MS })])], cold);
    expect(once?.stage).toBe('identification');
    expect(cold.fit).toMatchObject({ name: 'none', converged: false, flags: ['no-evaluation-yet'] });
  });
});
