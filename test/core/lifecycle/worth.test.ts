import { describe, expect, it } from 'vitest';
import { foldOrders } from '../../../core/customer/order.ts';
import type { PurchaseModel, SpendModel } from '../../../core/lifecycle/model.ts';
import { statisticsOf } from '../../../core/lifecycle/statistics.ts';
import { customerValue } from '../../../core/lifecycle/worth.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { gammaGammaExpectedOrderValue } from '../../../core/value/gammaGamma.ts';
import { mbgNbdKernel } from '../../../core/value/betaDropoutKernel.ts';
import { nbdExpectedOrders } from '../../../core/value/nbd.ts';
import { anOrder } from '../../support/builders.ts';

const SETTINGS = DEFAULT_SETTINGS.value;
const MBG = { kind: 'mbg-nbd', r: 0.52, alpha: 6.18, a: 0.89, b: 1.61 } as const satisfies PurchaseModel;
const HIATUS = { kind: 'hiatus', r: 0.6, alpha: 9 } as const satisfies PurchaseModel;
const SPEND: SpendModel = { p: 6.25, q: 3.74, gamma: 1_544 };

/** Bought on days 0, 21 and 49; evaluated at 00:00 of day 141, so that T is 20 weeks. */
const BUYER = statisticsOf(
  foldOrders([0, 21, 49].map((day) => anOrder({ at: day * DAY_MS, amountMinor: 3_000 }))),
);
const AT = 141 * DAY_MS;

describe('customerValue', () => {
  it('is what the models expect over the horizon, in weeks, times the margin', () => {
    const settings = { ...SETTINGS, margin: 0.4, horizonWeeks: 39 };
    const value = customerValue(BUYER, 'development', AT, { purchase: MBG, spend: SPEND }, settings);
    const orders = mbgNbdKernel.expectedOrders(MBG, { x: 2, tx: 7, T: 20 }, 39);
    const orderMinor = gammaGammaExpectedOrderValue(SPEND, 2, 3_000);
    expect(value.pAlive).toBe(mbgNbdKernel.pAlive(MBG, { x: 2, tx: 7, T: 20 }));
    expect(value.expectedOrders).toBe(orders);
    expect(value.expectedOrderMinor).toBe(orderMinor);
    expect(value.valueMinor).toBeCloseTo(orders * orderMinor * 0.4, 9);
    expect(value.potentialMinor).toBeCloseTo(value.valueMinor / (value.pAlive ?? 0), 6);
    expect(value.frequency).toBe(3);
  });

  it('falls with time while no order comes', () => {
    const values = [0, 30, 90, 365].map((days) =>
      customerValue(BUYER, 'development', AT + days * DAY_MS, { purchase: MBG, spend: SPEND }, SETTINGS),
    );
    for (const [i, later] of values.slice(1).entries()) {
      expect(later.pAlive).toBeLessThan(values[i]?.pAlive ?? 0);
      expect(later.valueMinor).toBeLessThan(values[i]?.valueMinor ?? 0);
    }
  });

  it('shows no P(alive) by the hiatus rule: the late count as gone, the others buy at their own rate', () => {
    const models = { purchase: HIATUS, spend: SPEND };
    const [here, gone] = [
      customerValue(BUYER, 'stability', AT, models, SETTINGS),
      customerValue(BUYER, 'decline', AT, models, SETTINGS),
    ];
    expect([here.pAlive, gone.pAlive]).toEqual([null, null]);
    expect(here.expectedOrders).toBe(nbdExpectedOrders(HIATUS, 2, 20, SETTINGS.horizonWeeks));
    expect([gone.expectedOrders, gone.valueMinor]).toEqual([0, 0]);
    expect(gone.potentialMinor).toBe(here.potentialMinor);
    expect(here.potentialMinor).toBe(here.valueMinor);
  });

  it('does not divide by a P(alive) that is as good as nothing', () => {
    const longGone = statisticsOf(
      foldOrders(Array.from({ length: 200 }, (_, day) => anOrder({ at: day * DAY_MS }))),
    );
    const value = customerValue(
      longGone,
      'decline',
      3_000 * DAY_MS,
      { purchase: MBG, spend: SPEND },
      SETTINGS,
    );
    expect(value.potentialMinor).toBe(0);
    expect(Number.isFinite(value.valueMinor)).toBe(true);
  });

  it('of somebody without an order is nothing, and nothing is expected', () => {
    const nobody = statisticsOf(foldOrders([]));
    expect(customerValue(nobody, 'identification', AT, { purchase: MBG, spend: SPEND }, SETTINGS)).toEqual({
      pAlive: null,
      expectedOrders: null,
      expectedOrderMinor: null,
      valueMinor: 0,
      frequency: 0,
      potentialMinor: 0,
    });
  });
});
