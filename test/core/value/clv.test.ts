import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  clv,
  continuousRate,
  discountedOrders,
  livingTime,
  type OrdersToCome,
  steppedOrders,
} from '../../../core/value/clv.ts';
import { gammaGammaExpectedOrderValue } from '../../../core/value/gammaGamma.ts';
import { predict } from '../../../core/value/kernelOf.ts';
import type { FittedModel, PurchaseHistory } from '../../../core/value/purchaseModel.ts';

const rate = continuousRate(0.15, 52);
const pareto: FittedModel = { model: 'pareto-nbd', params: { r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7 } };

function ordersOf(fitted: FittedModel, history: PurchaseHistory): OrdersToCome {
  const model = predict(fitted);
  return {
    expectedOrders: (horizon) => model.expectedOrders(history, horizon),
    pAlive: model.pAlive(history),
  };
}

/** Σ of the increments over many small steps, each discounted in its middle. */
function byIncrements(orders: OrdersToCome, horizon: number): number {
  const steps = 100_000;
  let [sum, before] = [0, 0];
  for (let k = 1; k <= steps; k += 1) {
    const until = orders.expectedOrders((horizon * k) / steps);
    sum += (until - before) * Math.exp((-rate * horizon * (k - 0.5)) / steps);
    before = until;
  }
  return sum;
}

describe('discounted orders', () => {
  it.each([
    [{ x: 2, tx: 30, T: 38 }, 39],
    [{ x: 0, tx: 0, T: 20 }, 104],
    [{ x: 9, tx: 3, T: 3 }, 520],
  ])(
    'are the increments of expected orders, each discounted when it falls: %j over %d weeks',
    (history, horizon) => {
      const orders = ordersOf(pareto, history);
      expect(discountedOrders(orders, horizon, rate) / byIncrements(orders, horizon)).toBeCloseTo(1, 6);
    },
  );

  it('tend to the discounted expected residual orders as the horizon grows', () => {
    const history = { x: 2, tx: 30, T: 38 };
    const residual = predict(pareto).dert(history, rate);
    expect(discountedOrders(ordersOf(pareto, history), 1e6, rate) / residual).toBeCloseTo(1, 5);
  });

  it('are the expected orders where nothing is discounted, and none where there is no horizon', () => {
    const orders = ordersOf(pareto, { x: 2, tx: 30, T: 38 });
    expect(discountedOrders(orders, 39, 0)).toBe(orders.expectedOrders(39));
    expect(discountedOrders(orders, 0, rate)).toBe(0);
  });
});

describe('living time', () => {
  it('is the discounted time in which a Pareto/NBD customer is expected to be alive', () => {
    const history = { x: 3, tx: 20, T: 30 };
    const orders = ordersOf(pareto, history);
    const horizon = 60;
    let sum = 0;
    for (let k = 0; k < 60_000; k += 1) {
      const t = (k + 0.5) / 1_000;
      sum += Math.exp(-rate * t) * ((11.7 + 30) / (11.7 + 30 + t)) ** 0.6 * 1e-3;
    }
    const discounted = discountedOrders(orders, horizon, rate);
    expect(livingTime(orders, { horizon, rate }, discounted) / (sum * (orders.pAlive ?? 0))).toBeCloseTo(
      1,
      6,
    );
  });

  it('is never more than the horizon, with regular orders just after one too', () => {
    const regular: FittedModel = { model: 'mbg-cnbd-k', params: { k: 4, r: 0.9, alpha: 1.5, a: 0.6, b: 2 } };
    const orders = ordersOf(regular, { x: 3, tx: 40, T: 40 });
    const time = livingTime(orders, { horizon: 20, rate: 0 }, orders.expectedOrders(20));
    expect(time).toBeLessThanOrEqual(20);
    expect(time).toBeGreaterThan(5);
  });
});

describe('clv', () => {
  const orders = ordersOf(pareto, { x: 2, tx: 30, T: 38 });

  it('is margin on discounted orders, with what the referred bring, less what keeping the customer costs', () => {
    const terms = { horizon: 52, rate, margin: 0.4, retentionCost: 0.2, referralShare: 0.1 };
    const found = clv(orders, 35, terms);
    expect(found.direct).toBeCloseTo(0.4 * 35 * found.discountedOrders, 12);
    expect(found.referral).toBeCloseTo(0.1 * found.direct, 12);
    expect(found.retentionCost).toBeCloseTo(0.2 * livingTime(orders, terms, found.discountedOrders), 12);
    expect(found.value).toBeCloseTo(found.direct + found.referral - found.retentionCost, 12);
  });

  it('keeps the whole order value where nothing else is said', () => {
    const { discountedOrders: discounted, value } = clv(orders, 35, { horizon: 52, rate });
    expect(value).toBeCloseTo(35 * discounted, 12);
  });
});

const gold = new URL('../../../../shared/gold/clv_cdnow_lifetimes.json', import.meta.url);
const goldSchema = z.object({
  params: z.object({
    bg: z.object({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() }),
    gg: z.object({ p: z.number(), q: z.number(), v: z.number() }),
  }),
  computed_first10: z.object({ D: z.array(z.number()), W: z.array(z.number()) }),
});

/** The first ten customers of the summary the reference was computed from, with its two decimals. */
const FIRST_TEN = [
  [2, 30.43, 22.35],
  [1, 1.71, 11.77],
  [0, 0, 0],
  [0, 0, 0],
  [0, 0, 0],
  [7, 29.43, 73.74],
  [1, 5, 11.77],
  [0, 0, 0],
  [2, 35.71, 25.55],
  [0, 0, 0],
] as const;

describe.skipIf(!existsSync(gold))('steps of months (skipped where the reference is absent)', () => {
  it.each([
    ['W', 4.345],
    ['D', 30],
  ] as const)('give the reference’s value over twelve months, unit %s', (unit, length) => {
    const { params, computed_first10: expected } = goldSchema.parse(JSON.parse(readFileSync(gold, 'utf8')));
    const spend = { p: params.gg.p, q: params.gg.q, gamma: params.gg.v };
    for (const [i, [x, tx, mean]] of FIRST_TEN.entries()) {
      const orders = ordersOf({ model: 'bg-nbd', params: params.bg }, { x, tx, T: 38.86 });
      const value = steppedOrders(orders, { count: 12, length, discount: 0.01 });
      expect((value * gammaGammaExpectedOrderValue(spend, x, mean)) / (expected[unit][i] ?? 0)).toBeCloseTo(
        1,
        10,
      );
    }
  });
});
