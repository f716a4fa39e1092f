import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoNbdKernel as kernel } from '../../../core/value/paretoNbd.ts';
import type { ParetoNbdParams, PurchaseHistory } from '../../../core/value/purchaseModel.ts';

/** The top of CDNOW's likelihood, to which the BTYD vignette's figures belong (0.553, 10.58, 0.606, 11.67). */
const cdnow: ParetoNbdParams = { r: 0.553277, alpha: 10.577683, s: 0.60624, beta: 11.668738 };
const weekly = Math.log(1.15) / 52;

const between = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
const anyParams = fc.record<ParetoNbdParams>({
  r: between(1e-4, 1e4),
  alpha: between(1e-4, 1e6),
  s: between(1e-4, 1e4),
  beta: between(1e-4, 1e6),
});
const anyHistory = fc
  .record({
    x: fc.integer({ min: 0, max: 5_000 }),
    T: between(1e-3, 2_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ x, T, share }): PurchaseHistory => ({ x, tx: x === 0 ? 0 : T * Math.max(share, 1e-9), T }));

describe('Pareto/NBD', () => {
  it('expects of CDNOW’s customer 1516 what the BTYD vignette prints', () => {
    const history = { x: 26, tx: 30.85714, T: 31 };
    expect(kernel.expectedOrders(cdnow, history, 52)).toBeCloseTo(25.45647, 2);
    expect(kernel.pAlive(cdnow, history)).toBeCloseTo(0.997874, 5);
  });

  it('expects of a customer just won what the BTYD vignette prints', () => {
    expect(kernel.expectedOfNew(cdnow, 52)).toBeCloseTo(1.473434, 5);
  });

  it.each([
    [10, 0.7062289],
    [15, 0.1442396],
    [20, 0.02250658],
    [25, 0.00309267],
  ])('shows the increasing-frequency paradox: %d orders until week 20 of 39', (x, expected) => {
    expect(Math.abs(kernel.expectedOrders(cdnow, { x, tx: 20, T: 39 }, 52) / expected - 1)).toBeLessThan(
      1e-3,
    );
  });

  it('knows that a customer who has just ordered is alive', () => {
    expect(kernel.pAlive(cdnow, { x: 3, tx: 12, T: 12 })).toBe(1);
    expect(kernel.pAlive(cdnow, { x: 0, tx: 0, T: 0 })).toBe(1);
  });

  it('has no break where alpha equals beta or s equals 1', () => {
    const history = { x: 4, tx: 10, T: 30 };
    const at = (alpha: number, s: number): number[] => {
      const params = { r: 0.7, alpha, s, beta: 8 };
      return [
        kernel.pAlive(params, history),
        kernel.expectedOrders(params, history, 20),
        kernel.pActive(params, history, 20),
        kernel.dert(params, history, weekly),
      ];
    };
    for (const [i, figure] of at(8, 1).entries()) {
      expect(at(8 + 1e-9, 1 - 1e-9)[i]).toBeCloseTo(figure, 7);
      expect(at(8 - 1e-9, 1 + 1e-9)[i]).toBeCloseTo(figure, 7);
    }
  });

  it('expects what NBD does where hardly anybody leaves', () => {
    const params = { r: 0.7, alpha: 5, s: 1e-4, beta: 1e7 };
    const history = { x: 3, tx: 4, T: 30 };
    expect(kernel.pAlive(params, history)).toBeCloseTo(1, 7);
    expect(kernel.expectedOrders(params, history, 20)).toBeCloseTo((3.7 / 35) * 20, 6);
    expect(kernel.pActive(params, history, 20)).toBeCloseTo(1 - (35 / 55) ** 3.7, 7);
  });

  it('takes the residual orders for the sum of all expected increments, discounted', () => {
    const history = { x: 6, tx: 25, T: 30 };
    const step = 0.05;
    let [sum, before] = [0, 0];
    for (let t = step; t < 6_000; t += step) {
      const until = kernel.expectedOrders(cdnow, history, t);
      sum += (until - before) * Math.exp(-weekly * (t - step / 2));
      before = until;
    }
    expect(kernel.dert(cdnow, history, weekly)).toBeCloseTo(sum, 4);
  });

  it('has as chance of an order in a short time what it expects in it', () => {
    const history = { x: 6, tx: 25, T: 30 };
    const [chance, expected] = [
      kernel.pActive(cdnow, history, 1e-4),
      kernel.expectedOrders(cdnow, history, 1e-4),
    ];
    expect(chance / expected).toBeCloseTo(1, 4);
    expect(kernel.pActive(cdnow, history, 0)).toBe(0);
  });

  it('takes the chance of an order for what is left of the likelihood of silence', () => {
    const history = { x: 2, tx: 10, T: 20 };
    const later = { ...history, T: 33 };
    const silent = Math.exp(
      (cdnow.r + 2) * Math.log((cdnow.alpha + 20) / (cdnow.alpha + 33)) +
        cdnow.s * Math.log((cdnow.beta + 20) / (cdnow.beta + 33)),
    );
    const stillSilent = (silent * kernel.pAlive(cdnow, history)) / kernel.pAlive(cdnow, later);
    expect(kernel.pActive(cdnow, history, 13)).toBeCloseTo(1 - stillSilent, 10);
  });

  it('answers numbers that make sense for anything', () => {
    fc.assert(
      fc.property(anyParams, anyHistory, between(1e-3, 1e4), (params, history, horizon) => {
        const alive = kernel.pAlive(params, history);
        const active = kernel.pActive(params, history, horizon);
        const orders = kernel.expectedOrders(params, history, horizon);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        expect(active).toBeGreaterThanOrEqual(0);
        expect(active).toBeLessThanOrEqual(alive * (1 + 1e-9));
        expect(orders).toBeGreaterThanOrEqual(0);
        expect(active).toBeLessThanOrEqual(orders * (1 + 1e-6) + 1e-9);
        expect(kernel.dert(params, history, weekly)).toBeGreaterThanOrEqual(0);
        expect(kernel.expectedOfNew(params, horizon)).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
