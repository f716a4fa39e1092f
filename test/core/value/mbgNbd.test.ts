import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGamma } from '../../../core/value/logGamma.ts';
import {
  type MbgNbdParams,
  mbgNbdExpectedOrders,
  mbgNbdPActive,
  mbgNbdPAlive,
  scoreMbgNbd,
} from '../../../core/value/mbgNbd.ts';
import { mbgNbdLogLikelihood } from '../../../core/value/mbgNbdLikelihood.ts';
import { nbdExpectedOrders, nbdLogLikelihood } from '../../../core/value/nbd.ts';
import {
  groupSummaries,
  groupWeeklySummaries,
  type RepeatSummary,
} from '../../../core/value/repeatSummary.ts';
import { drawPurchases } from '../../support/valueCohorts.ts';

/** The fit to the CDNOW sample that two reference packages agree on. */
const CDNOW: MbgNbdParams = {
  r: 0.524_843_209_516_595_9,
  alpha: 6.183_085_434_290_914_5,
  a: 0.891_359_296_061_054,
  b: 1.614_001_813_400_477_2,
};

const parameter = fc.double({ min: 0.05, max: 20, noNaN: true });
const someParams = fc.record<MbgNbdParams>({ r: parameter, alpha: parameter, a: parameter, b: parameter });
const someHistory = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 700 }), fc.integer({ min: 0, max: 700 }))
  .map(
    ([x, tx, silence]): RepeatSummary => ({
      x,
      tx: x === 0 ? 0 : tx / 7,
      T: ((x === 0 ? 0 : tx) + silence) / 7,
    }),
  );

const cohort = drawPurchases({
  customers: 300,
  params: { r: 0.8, alpha: 5, a: 0.9, b: 3 },
  days: 300,
  seed: 4,
});
const grouped = groupSummaries(cohort);

/** The individual likelihood of Batislam et al. (2007), customer by customer, in gamma functions. */
function byHand({ r, alpha, a, b }: MbgNbdParams, histories: readonly RepeatSummary[]): number {
  let sum = 0;
  for (const { x, tx, T } of histories) {
    const beta = logGamma(a + b) + logGamma(b + x + 1) - logGamma(b) - logGamma(a + b + x + 1);
    const left = Math.log(a / (b + x)) + (r + x) * Math.log((alpha + T) / (alpha + tx));
    sum += logGamma(r + x) - logGamma(r) + r * Math.log(alpha) - (r + x) * Math.log(alpha + T);
    sum += beta + (left > 500 ? left : Math.log1p(Math.exp(left)));
  }
  return sum;
}

const histories = Array.from(
  cohort.x,
  (x, i): RepeatSummary => ({
    x,
    tx: (cohort.txDays[i] ?? 0) / 7,
    T: (cohort.TDays[i] ?? 0) / 7,
  }),
);

describe('mbgNbdLogLikelihood', () => {
  it('is the sum over customers', () => {
    fc.assert(
      fc.property(someParams, (params) => {
        const { value } = mbgNbdLogLikelihood(params, grouped);
        expect(value / byHand(params, histories)).toBeCloseTo(1, 11);
      }),
    );
  });

  it('has the gradient of its values', () => {
    fc.assert(
      fc.property(someParams, fc.constantFrom('r', 'alpha', 'a', 'b'), (params, name) => {
        const at = (shift: number): number =>
          mbgNbdLogLikelihood({ ...params, [name]: params[name] * (1 + shift) }, grouped).value;
        const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        const analytic = mbgNbdLogLikelihood(params, grouped).gradient[name] * params[name];
        expect(slope / grouped.customers).toBeCloseTo(analytic / grouped.customers, 6);
      }),
    );
  });

  it('takes thousands of orders of one customer in one stretch', () => {
    const busy: RepeatSummary[] = [
      { x: 2, tx: 3, T: 9 },
      { x: 4_000, tx: 50, T: 60 },
    ];
    const columns = { x: busy.map(({ x }) => x), tx: busy.map(({ tx }) => tx), T: busy.map(({ T }) => T) };
    const params = { r: 0.5, alpha: 2, a: 0.7, b: 3 };
    const { value, gradient } = mbgNbdLogLikelihood(params, groupWeeklySummaries(columns));
    expect(value / byHand(params, busy)).toBeCloseTo(1, 12);
    const above = mbgNbdLogLikelihood({ ...params, b: 3.000_03 }, groupWeeklySummaries(columns)).value;
    expect((above - value) / 3e-5).toBeCloseTo(gradient.b, 4);
  });

  it('contains NBD: it tends to it as dropout vanishes', () => {
    const without = mbgNbdLogLikelihood({ r: 0.7, alpha: 6, a: 1e-9, b: 1 }, grouped).value;
    expect(without).toBeCloseTo(nbdLogLikelihood({ r: 0.7, alpha: 6 }, grouped).value, 3);
  });

  it('of no customers is 0, with no slope', () => {
    const { value, gradient } = mbgNbdLogLikelihood(CDNOW, groupWeeklySummaries({ x: [], tx: [], T: [] }));
    expect([value, gradient.r, gradient.alpha, gradient.a, gradient.b].map(Math.abs)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});

/** Of the CDNOW sample, over the 39 weeks after calibration; computed by a reference package. */
const referenceCustomers: readonly (readonly [
  x: number,
  txDays: number,
  TDays: number,
  pAlive: number,
  orders: number,
])[] = [
  [0, 0, 193, 0.426_268_937_825_387_7, 0.216_318_342_139_936_84],
  [0, 0, 271, 0.390_119_545_849_002_66, 0.154_554_630_750_890_13],
  [1, 31, 255, 0.260_396_543_507_504_2, 0.301_657_010_421_695_7],
  [2, 157, 250, 0.607_502_420_638_809_5, 1.153_516_377_040_323_4],
  [6, 207, 228, 0.834_696_542_117_068_2, 4.169_165_014_082_683],
  [29, 264, 266, 0.965_938_085_484_89, 18.951_872_579_380_925],
  [21, 33, 205, 2.356_729_576_987_622e-10, 4.006_044_177_853_375e-9],
];

describe('what the fitted model says of a customer', () => {
  it.each(referenceCustomers)(
    'agrees with the reference for x = %d, t_x = %d and T = %d days',
    (x, txDays, TDays, pAlive, orders) => {
      expect(mbgNbdPAlive(CDNOW, x, txDays / 7, TDays / 7) / pAlive).toBeCloseTo(1, 10);
      expect(mbgNbdExpectedOrders(CDNOW, x, txDays / 7, TDays / 7, 39) / orders).toBeCloseTo(1, 9);
    },
  );

  it('has P(alive) between 0 and 1, falling from order to order', () => {
    fc.assert(
      fc.property(
        someParams,
        someHistory,
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (params, { x, tx, T }, later) => {
          const now = mbgNbdPAlive(params, x, tx, T);
          expect(now).toBeGreaterThanOrEqual(0);
          expect(now).toBeLessThan(1);
          expect(mbgNbdPAlive(params, x, tx, T + later)).toBeLessThanOrEqual(now);
        },
      ),
    );
  });

  it('gives a customer just won the chance not to have left at once', () => {
    expect(mbgNbdPAlive(CDNOW, 0, 0, 0)).toBeCloseTo(CDNOW.b / (CDNOW.a + CDNOW.b), 12);
  });

  it('expects no orders of no horizon, more of a longer one, and never more than without dropout', () => {
    fc.assert(
      fc.property(
        someParams,
        someHistory,
        fc.double({ min: 0.01, max: 200, noNaN: true }),
        (params, { x, tx, T }, horizon) => {
          const orders = mbgNbdExpectedOrders(params, x, tx, T, horizon);
          expect(mbgNbdExpectedOrders(params, x, tx, T, 0)).toBe(0);
          expect(orders).toBeLessThanOrEqual(
            mbgNbdExpectedOrders(params, x, tx, T, horizon * 1.2) * (1 + 1e-9),
          );
          expect(orders).toBeLessThanOrEqual(nbdExpectedOrders(params, x, T, horizon) * (1 + 1e-9));
        },
      ),
    );
  });

  it('is consistent in time: what a new customer is expected to order is what is expected week by week', () => {
    // The expectation over 2 weeks equals that over 1 plus that of the second week, averaged over what may happen in
    // the first; with one repeat order at most to average over, a short first step shows it.
    const step = 1e-4;
    const orderNow = mbgNbdExpectedOrders(CDNOW, 0, 0, 0, step);
    const silent = (1 - orderNow) * mbgNbdExpectedOrders(CDNOW, 0, 0, step, 1);
    const ordered = orderNow * (1 + mbgNbdExpectedOrders(CDNOW, 1, step, step, 1));
    expect((silent + ordered) / mbgNbdExpectedOrders(CDNOW, 0, 0, 0, 1 + step)).toBeCloseTo(1, 7);
  });

  it('is active with a chance of P(alive) at most, and of the expected orders at most', () => {
    fc.assert(
      fc.property(
        someParams,
        someHistory,
        fc.double({ min: 0, max: 200, noNaN: true }),
        (params, { x, tx, T }, horizon) => {
          const active = mbgNbdPActive(params, x, tx, T, horizon);
          expect(active).toBeGreaterThanOrEqual(0);
          expect(active).toBeLessThanOrEqual(mbgNbdPAlive(params, x, tx, T));
          expect(active).toBeLessThanOrEqual(mbgNbdExpectedOrders(params, x, tx, T, horizon) * (1 + 1e-9));
        },
      ),
    );
  });
});

describe('scoreMbgNbd', () => {
  it('scores each customer as one by one', () => {
    const { pAlive, expectedOrders } = scoreMbgNbd(CDNOW, cohort, 52);
    for (const [i, { x, tx, T }] of histories.entries()) {
      expect(pAlive[i]).toBe(mbgNbdPAlive(CDNOW, x, tx, T));
      expect(expectedOrders[i]).toBe(mbgNbdExpectedOrders(CDNOW, x, tx, T, 52));
    }
  });
});
