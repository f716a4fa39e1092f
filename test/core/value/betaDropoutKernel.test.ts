import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predict } from '../../../core/value/kernelOf.ts';
import { logGamma } from '../../../core/value/logGamma.ts';
import { nbdExpectedOrders } from '../../../core/value/nbd.ts';
import { nbdKernel } from '../../../core/value/nbdKernel.ts';
import type {
  FittedModel,
  MbgCnbdKParams,
  MbgNbdParams,
  PurchaseHistory,
} from '../../../core/value/purchaseModel.ts';
import { drawHistories } from '../../support/valueCohorts.ts';

/** Fader, Hardie & Lee 2005, table 2: the CDNOW sample. */
const PUBLISHED = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
/** The fit of MBG/NBD to the CDNOW sample that two reference packages agree on. */
const CDNOW: MbgNbdParams = {
  r: 0.524_843_209_516_595_9,
  alpha: 6.183_085_434_290_914_5,
  a: 0.891_359_296_061_054,
  b: 1.614_001_813_400_477_2,
};

const modelsOf = (params: MbgNbdParams): FittedModel[] => [
  { model: 'bg-nbd', params },
  { model: 'mbg-nbd', params },
  { model: 'mbg-cnbd-k', params: { ...params, k: 2 } },
  { model: 'mbg-cnbd-k', params: { ...params, k: 6 } },
];

const parameter = fc.double({ min: 0.05, max: 20, noNaN: true });
const someModel = fc
  .record<MbgNbdParams>({ r: parameter, alpha: parameter, a: parameter, b: parameter })
  .chain((params) => fc.constantFrom(...modelsOf(params)));
const someHistory = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 700 }), fc.integer({ min: 0, max: 700 }))
  .map(
    ([x, tx, silence]): PurchaseHistory => ({
      x,
      tx: x === 0 ? 0 : tx / 7,
      T: ((x === 0 ? 0 : tx) + silence) / 7,
    }),
  );
const someHorizon = fc.double({ min: 0.01, max: 200, noNaN: true });

describe('published figures', () => {
  it('are met by BG/NBD: the customer 0001 of CDNOW and the total of a new customer', () => {
    const { expectedOrders, pAlive } = predict({ model: 'bg-nbd', params: PUBLISHED });
    const history = { x: 2, tx: 30.43, T: 38.86 };
    expect(expectedOrders(history, 39)).toBeCloseTo(1.226, 3);
    expect(pAlive(history)).toBeCloseTo(0.7266, 3);
  });

  /** Of the CDNOW sample, over the 39 weeks after calibration; computed by a reference package. */
  it.each([
    [0, 0, 193, 0.426_268_937_825_387_7, 0.216_318_342_139_936_84],
    [0, 0, 271, 0.390_119_545_849_002_66, 0.154_554_630_750_890_13],
    [1, 31, 255, 0.260_396_543_507_504_2, 0.301_657_010_421_695_7],
    [2, 157, 250, 0.607_502_420_638_809_5, 1.153_516_377_040_323_4],
    [6, 207, 228, 0.834_696_542_117_068_2, 4.169_165_014_082_683],
    [29, 264, 266, 0.965_938_085_484_89, 18.951_872_579_380_925],
    [21, 33, 205, 2.356_729_576_987_622e-10, 4.006_044_177_853_375e-9],
  ])('are met by MBG/NBD for x = %d, t_x = %d and T = %d days', (x, txDays, TDays, pAlive, orders) => {
    const history = { x, tx: txDays / 7, T: TDays / 7 };
    const model = predict({ model: 'mbg-nbd', params: CDNOW });
    expect(model.pAlive(history) / pAlive).toBeCloseTo(1, 10);
    expect(model.expectedOrders(history, 39) / orders).toBeCloseTo(1, 9);
  });
});

describe('what a fitted model says of a customer', () => {
  it('has P(alive) between 0 and 1, falling from order to order', () => {
    fc.assert(
      fc.property(someModel, someHistory, someHorizon, (fitted, history, later) => {
        const { pAlive } = predict(fitted);
        const now = pAlive(history);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(1);
        expect(pAlive({ ...history, T: history.T + later })).toBeLessThanOrEqual(now + 1e-15);
      }),
    );
  });

  it('has P(alive) of 1 in BG/NBD for everyone without a repeat order: no churn score', () => {
    const { pAlive } = predict({ model: 'bg-nbd', params: PUBLISHED });
    expect([0, 40, 4_000].map((T) => pAlive({ x: 0, tx: 0, T }))).toEqual([1, 1, 1]);
  });

  it('gives a customer just won the chance not to have left at once', () => {
    const { pAlive } = predict({ model: 'mbg-nbd', params: CDNOW });
    expect(pAlive({ x: 0, tx: 0, T: 0 })).toBeCloseTo(CDNOW.b / (CDNOW.a + CDNOW.b), 12);
  });

  it('expects no orders of no horizon, more of a longer one, and never more than without dropout', () => {
    fc.assert(
      fc.property(someModel, someHistory, someHorizon, (fitted, history, horizon) => {
        const model = predict(fitted);
        const orders = model.expectedOrders(history, horizon);
        expect([model.expectedOrders(history, 0), model.pActive(history, 0)]).toEqual([0, 0]);
        expect(orders).toBeLessThanOrEqual(model.expectedOrders(history, horizon * 1.2) * (1 + 1e-9));
        if (fitted.model !== 'bg-nbd' && fitted.model !== 'mbg-nbd') return;
        const most = nbdExpectedOrders(fitted.params, history.x, history.T, horizon);
        expect(orders).toBeLessThanOrEqual(most * (1 + 1e-9));
      }),
    );
  });

  it('is active with a chance of P(alive) at most, and of the expected orders at most', () => {
    fc.assert(
      fc.property(someModel, someHistory, someHorizon, (fitted, history, horizon) => {
        const model = predict(fitted);
        const active = model.pActive(history, horizon);
        expect(active).toBeGreaterThanOrEqual(0);
        expect(active).toBeLessThanOrEqual(model.pAlive(history));
        expect(active).toBeLessThanOrEqual(model.expectedOrders(history, horizon) * (1 + 1e-9));
      }),
    );
  });

  /** Reference values of 40 digits, from the closed form. */
  it.each([
    [0.01, 3.636_908_109_170_95e-10],
    [1, 1.034_522_043_620_25e-4],
  ])('keeps the digits of a chance to be active that is next to none: %d weeks', (weeks, chance) => {
    const params = { r: 0.05, alpha: 0.05, a: 0.05, b: 0.05, k: 6 };
    const active = predict({ model: 'mbg-cnbd-k', params }).pActive({ x: 3, tx: 223 / 7, T: 32 }, weeks);
    expect(active / chance).toBeCloseTo(1, 10);
  });

  it.each(modelsOf(CDNOW))('is consistent in time: %j', (fitted) => {
    // What is expected of a new customer equals what is expected after a first short step, averaged over what may
    // happen in it: silence, or one order.
    const { expectedOrders, expectedOfNew, pActive } = predict(fitted);
    const step = 1e-4;
    const now = { x: 0, tx: 0, T: 0 };
    const ordered = pActive(now, step);
    const silent = (1 - ordered) * expectedOrders({ x: 0, tx: 0, T: step }, 1);
    const after = ordered * (1 + expectedOrders({ x: 1, tx: step, T: step }, 1));
    expect((silent + after) / expectedOfNew(1 + step)).toBeCloseTo(1, 6);
  });

  it.each([
    { x: 10_000, tx: 99, T: 100 },
    { x: 0, tx: 0, T: 0 },
    { x: 3, tx: 1e-7, T: 1e6 },
    { x: 5, tx: 12.345_678_9, T: 12.345_678_9 },
  ])('is finite for the history $x, $tx, $T', (history) => {
    for (const fitted of modelsOf(CDNOW)) {
      const model = predict(fitted);
      const figures = [
        model.pAlive(history),
        model.expectedOrders(history, 52),
        model.pActive(history, 52),
        model.dert(history, 0.0027),
      ];
      expect(figures.every((figure) => figure >= 0 && figure < Infinity)).toBe(true);
    }
  });
});

/** The mean over rates and dropout chances of `figure`, weighted by how well they explain the history, by a grid. */
function overPosterior(
  params: MbgNbdParams & { readonly k: number },
  { x, tx, T }: PurchaseHistory,
  figure: (rate: number, p: number, ended: number) => number,
): number {
  const { k, r, alpha, a, b } = params;
  let [sum, all] = [0, 0];
  for (let u = -14; u < 4; u += 0.08) {
    const rate = Math.exp(u);
    const logRate = (r + k * x) * u - (alpha + T) * rate;
    for (let v = -30; v < 14; v += 0.2) {
      const p = 1 / (1 + Math.exp(-v));
      const logChance = a * Math.log(p) + (b + x + 1) * Math.log(1 - p);
      for (let ended = 0; ended < k; ended += 1) {
        const logStages = ended === 0 ? 0 : ended * Math.log(rate * (T - tx)) - logGamma(ended + 1);
        const weight = Math.exp(logRate + logChance + logStages);
        all += weight;
        sum += weight * figure(rate, p, ended);
      }
    }
  }
  return sum / all;
}

/** Orders a living customer makes in the horizon, by counting stages. */
function ordersAhead(k: number, rate: number, p: number, ended: number, horizon: number): number {
  let chance = Math.exp(-rate * horizon);
  let sum = 0;
  for (let stages = 1; stages < 40 + 4 * rate * horizon; stages += 1) {
    chance *= (rate * horizon) / stages;
    const orders = Math.floor((stages + ended) / k);
    sum += (chance * (1 - (1 - p) ** orders)) / p;
  }
  return sum;
}

describe('MBG/CNBD-k of a living customer', () => {
  const params = { k: 3, r: 1.1, alpha: 2, a: 0.8, b: 2 };
  const { pAlive, expectedOrders, pActive, dert } = predict({ model: 'mbg-cnbd-k', params });
  const history = { x: 2, tx: 9, T: 12 };
  const alive = pAlive(history);

  it('is expected to order what stages, rates and dropout chances mean together', () => {
    const byGrid = overPosterior(params, history, (rate, p, ended) => ordersAhead(3, rate, p, ended, 8));
    expect(expectedOrders(history, 8) / alive / byGrid).toBeCloseTo(1, 5);
  });

  it('is active unless too few stages end', () => {
    const byGrid = overPosterior(params, history, (rate, _, ended) => {
      let [term, silent] = [Math.exp(-rate * 8), 0];
      for (let stages = 0; stages < 3 - ended; stages += 1) {
        silent += term;
        term *= (rate * 8) / (stages + 1);
      }
      return 1 - silent;
    });
    expect(pActive(history, 8) / alive / byGrid).toBeCloseTo(1, 5);
  });

  it('is worth its orders, each discounted', () => {
    const discount = 0.01;
    const byGrid = overPosterior(params, history, (rate, p, ended) => {
      const q = rate / (rate + discount);
      return q ** (3 - ended) / (1 - q ** 3 * (1 - p));
    });
    expect(dert(history, discount) / alive / byGrid).toBeCloseTo(1, 5);
  });

  it('says the same as MBG/NBD for one stage an interval', () => {
    const one = predict({ model: 'mbg-cnbd-k', params: { ...CDNOW, k: 1 } });
    const plain = predict({ model: 'mbg-nbd', params: CDNOW });
    expect(one.expectedOrders(history, 8)).toBe(plain.expectedOrders(history, 8));
    expect(one.dert(history, 0.01)).toBe(plain.dert(history, 0.01));
  });

  it('orders what a cohort drawn from the model orders', () => {
    const drawn = drawHistories({ customers: 6_000, params, weeks: [15, 40], horizon: 20, seed: 9 });
    const total = drawn.x.reduce(
      (sum, x, i) => sum + expectedOrders({ x, tx: drawn.tx[i] ?? 0, T: drawn.T[i] ?? 0 }, 20),
      0,
    );
    expect(total / drawn.later.reduce((sum, orders) => sum + orders, 0)).toBeCloseTo(1, 1);
  });
});

/** Chance of x repeat orders of a new customer in the time t: the distribution behind the expectation, by stages. */
function chanceOfOrders({ k, r, alpha, a, b }: MbgCnbdKParams, t: number, x: number): number {
  const stagesBetween = (from: number, to: number): number => {
    let sum = 0;
    for (let i = from; i < to; i += 1) {
      const logBinomial = logGamma(r + i) - logGamma(r) - logGamma(i + 1);
      sum += Math.exp(logBinomial + r * Math.log(alpha / (alpha + t)) + i * Math.log(t / (alpha + t)));
    }
    return sum;
  };
  const stayed = Math.exp(logGamma(b + x + 1) + logGamma(a + b) - logGamma(b) - logGamma(a + b + x + 1));
  const left = (a / (b + x)) * (1 - stagesBetween(0, k * x));
  return stayed * (stagesBetween(k * x, k * x + k) + left);
}

describe('MBG/CNBD-k of a new customer', () => {
  const params = { k: 3, r: 0.5, alpha: 2, a: 0.3, b: 0.6 };

  it('is expected to order what the distribution of orders means, one chance of which is published', () => {
    // 0.04548: a check in the authors' own program.
    expect(chanceOfOrders(params, 10, 2)).toBeCloseTo(0.045_48, 5);
    let mean = 0;
    for (let x = 1; x < 150; x += 1) mean += x * chanceOfOrders(params, 10, x);
    expect(predict({ model: 'mbg-cnbd-k', params }).expectedOfNew(10)).toBeCloseTo(mean, 8);
  });
});

describe('discounted residual orders', () => {
  const histories: PurchaseHistory[] = [
    { x: 0, tx: 0, T: 30 },
    { x: 5, tx: 20, T: 30 },
    { x: 30, tx: 29, T: 30 },
  ];
  const discount = 0.02;

  it.each(modelsOf(CDNOW))('are expected orders summed with their discounts: %j', (fitted) => {
    // ∫ e^−δt dE(t) = δ·∫ e^−δt E(t) dt, with t = tan-like stretched over (0, ∞) and the trapezoidal rule in y.
    const { expectedOrders, dert } = predict(fitted);
    for (const history of histories) {
      let sum = 0;
      for (let y = -6; y < 4.2; y += 0.1) {
        const u = Math.exp(y - Math.exp(-y));
        sum += 0.1 * u * (1 + Math.exp(-y)) * Math.exp(-u) * expectedOrders(history, u / discount);
      }
      expect(dert(history, discount) / sum).toBeCloseTo(1, 7);
    }
  });

  it('tend to those of NBD as dropout vanishes', () => {
    for (const fitted of modelsOf({ ...CDNOW, a: 1e-9, b: 1 }).slice(0, 2))
      for (const history of histories) {
        const { dert, pAlive } = predict(fitted);
        expect(dert(history, discount) / pAlive(history)).toBeCloseTo(
          nbdKernel.dert(CDNOW, history, discount),
          5,
        );
      }
  });

  it.each([1e-6, 0.3, 0.51, 40, 1e5])('are found for dropout as odd as a = %d', (a) => {
    const exact = predict({ model: 'mbg-nbd', params: { ...CDNOW, a } });
    const near = predict({ model: 'mbg-nbd', params: { ...CDNOW, a: a * (1 + 1e-6) } });
    for (const history of histories)
      expect(exact.dert(history, discount) / near.dert(history, discount)).toBeCloseTo(1, 5);
  });
});
