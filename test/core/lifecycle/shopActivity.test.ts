import { describe, expect, it } from 'vitest';
import { foldOrders, type OrderHistory } from '../../../core/customer/order.ts';
import { customerId } from '../../../core/ids.ts';
import { customerActivity } from '../../../core/lifecycle/customerActivity.ts';
import { fitShop } from '../../../core/lifecycle/fitShop.ts';
import type { ShopActivity } from '../../../core/lifecycle/model.ts';
import { chanceToBuy } from '../../../core/lifecycle/outlook.ts';
import { mergePast, PastSampler, QUARTER_DAYS } from '../../../core/lifecycle/pastSample.ts';
import { learnActivity } from '../../../core/lifecycle/shopActivity.ts';
import { statisticsOf } from '../../../core/lifecycle/statistics.ts';
import { Summariser } from '../../../core/lifecycle/summarise.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { rocArea } from '../../../core/value/ranking.ts';
import { anOrder } from '../../support/builders.ts';
import { cohortHistories, type CohortShop } from '../../support/cohortShop.ts';
import { SOME_MODELS } from '../../support/someModels.ts';

const DAY = 2_000;
const SHOP: CohortShop = {
  customers: 2_000,
  days: 700,
  gapDays: [10, 120],
  stages: 1,
  dropout: 0.3,
  seed: 5,
};
const HISTORIES = cohortHistories(SHOP, (DAY + QUARTER_DAYS) * DAY_MS);

function learnt(people: readonly (readonly [string, readonly number[]])[]): ShopActivity | null {
  const sampler = new PastSampler(DAY);
  for (const [id, days] of people) sampler.add(customerId(id), days);
  return learnActivity(sampler.sample(), 'mbg-nbd');
}

/** What was known by the day. */
const KNOWN = HISTORIES.map(([id, { days }]) => [id, days.filter((day) => day < DAY)] as const).filter(
  ([, days]) => days.length > 0,
);

function boughtOn(days: readonly number[]): OrderHistory {
  return foldOrders(days.map((day) => anOrder({ at: day * DAY_MS })));
}

describe('the activity score', () => {
  const summariser = new Summariser(DAY * DAY_MS);
  for (const [id, days] of KNOWN) summariser.add(customerId(id), boughtOn(days));
  const request = { at: DAY * DAY_MS, model: 'mbg-nbd' } as const;
  const { purchase, activity } = fitShop(summariser.summary(), request, null, DEFAULT_SETTINGS);

  it('is judged on a later quarter than it was combined on, and not behind recency there', () => {
    expect(activity).toMatchObject({ horizonDays: 91 });
    expect(activity?.area ?? 0).toBeGreaterThan((activity?.recencyArea ?? 1) - 0.005);
  });

  it('tells who buys in the quarter that comes, at least as well as recency alone', () => {
    const came = new Map(HISTORIES.map(([id, { days }]) => [id, days.some((day) => day >= DAY) ? 1 : 0]));
    const active = KNOWN.map(([id]) => came.get(id) ?? 0);
    const scores = KNOWN.map(
      ([, days]) => customerActivity(statisticsOf(boughtOn(days)), DAY * DAY_MS, { purchase, activity }) ?? 0,
    );
    const recency = KNOWN.map(([, days]) => days.at(-1) ?? 0);
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
    expect(rocArea(scores, active) ?? 0).toBeGreaterThan((rocArea(recency, active) ?? 1) - 0.005);
    const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    const share = active.reduce((sum, one) => sum + one, 0) / active.length;
    expect(Math.abs(mean - share)).toBeLessThan(0.05);
  });

  it('falls with silence for a one-time buyer, of whom BG/NBD says P(alive) 1 for ever', () => {
    const once = statisticsOf(boughtOn([DAY - 5]));
    const scores = [0, 30, 120, 400].map(
      (later) =>
        customerActivity(once, (DAY + later) * DAY_MS, { purchase: SOME_MODELS[1], activity }) ?? Number.NaN,
    );
    expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
    expect(new Set(scores).size).toBe(4);
  });

  it.each([
    ['nobody', []],
    ['one customer', KNOWN.slice(0, 1)],
    ['customers who bought once', KNOWN.map(([id, days]) => [id, days.slice(0, 1)] as const)],
    ['customers won in the last quarter', [['new', [DAY - 10]] as const]],
  ])('of %s is finite, or not there', (_, people) => {
    const found = learnt(people);
    const numbers = Object.values(found?.params ?? {}).filter((value) => typeof value === 'number');
    expect(numbers.filter((number) => !Number.isFinite(number))).toEqual([]);
  });

  it('is not there where there is no past', () => {
    expect(learnActivity(mergePast([]), 'mbg-nbd')).toBeNull();
  });
});

describe('a customer of a shop without a past', () => {
  const none = { activity: null };
  const buyer = statisticsOf(boughtOn([DAY - 90, DAY - 40, DAY - 5]));

  it('is as likely to buy as the model says, and by the hiatus rule nobody knows', () => {
    for (const purchase of SOME_MODELS) {
      const told = customerActivity(buyer, DAY * DAY_MS, { purchase, ...none });
      const model = chanceToBuy(purchase, { x: 2, txDays: 85, TDays: 89 }, 13);
      expect(told).toEqual(purchase.kind === 'hiatus' ? null : model);
    }
  });

  it('is not told before the first order', () => {
    expect(
      customerActivity(statisticsOf(boughtOn([])), DAY * DAY_MS, { purchase: SOME_MODELS[2], ...none }),
    ).toBeNull();
  });
});
