import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bgBbAliveAtEnd, bgBbKernel as kernel } from '../../../core/value/bgBb.ts';
import type { BgBbParams, PurchaseHistory } from '../../../core/value/purchaseModel.ts';

/** Fader, Hardie & Shang 2010, section 4: donors of 1995 over six years. */
const donors: BgBbParams = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };

/** P(alive in period T) and P(orders in the periods after) by drawing p and θ from a grid, weighted. */
function byGrid(
  { alpha, beta, gamma, delta }: BgBbParams,
  { x, tx, T }: PurchaseHistory,
  horizon: number,
): { alive: number; orders: number; active: number } {
  const step = 0.2;
  let [total, alive, orders, active] = [0, 0, 0, 0];
  for (let u = -25; u <= 25; u += step) {
    for (let v = -25; v <= 25; v += step) {
      const [p, leave] = [1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(-v))];
      const weight = p ** alpha * (1 - p) ** beta * leave ** gamma * (1 - leave) ** delta;
      const throughout = p ** x * (1 - p) ** (T - x) * (1 - leave) ** T;
      let likelihood = throughout;
      for (let last = tx; last < T; last += 1)
        likelihood += p ** x * (1 - p) ** (last - x) * leave * (1 - leave) ** last;
      total += weight * likelihood;
      alive += weight * throughout;
      let silent = 0;
      for (let k = 1; k <= horizon; k += 1) {
        orders += weight * throughout * p * (1 - leave) ** k;
        silent += (1 - p) ** (k - 1) * p * (1 - leave) ** k;
      }
      active += weight * throughout * silent;
    }
  }
  return { alive: alive / total, orders: orders / total, active: active / total };
}

const between = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
const anyParams = fc.record<BgBbParams>({
  alpha: between(1e-4, 1e5),
  beta: between(1e-4, 1e5),
  gamma: between(1e-4, 1e5),
  delta: between(1e-4, 1e5),
});
const anyHistory = fc
  .tuple(fc.nat(400), fc.nat(400), fc.nat(400))
  .map((counts) => counts.toSorted((left, right) => left - right))
  .map(([x = 0, tx = 0, T = 0]): PurchaseHistory => ({ x, tx: x === 0 ? 0 : tx, T }));

describe('BG/BB', () => {
  it.each([
    [6, 6, 3.75],
    [0, 0, 0.07],
  ])(
    'expects of donors with %d gifts, the last in year %d, what the paper prints for five years',
    (x, tx, expected) => {
      expect(kernel.expectedOrders(donors, { x, tx, T: 6 }, 5)).toBeCloseTo(expected, 2);
    },
  );

  it.each([
    { x: 0, tx: 0, T: 6 },
    { x: 2, tx: 3, T: 6 },
    { x: 6, tx: 6, T: 6 },
  ])('agrees with the mean over order and dropout chances after $x, $tx, $T', (history) => {
    const expected = byGrid(donors, history, 4);
    expect(bgBbAliveAtEnd(donors, history)).toBeCloseTo(expected.alive, 6);
    expect(kernel.expectedOrders(donors, history, 4)).toBeCloseTo(expected.orders, 6);
    expect(kernel.pActive(donors, history, 4)).toBeCloseTo(expected.active, 6);
  });

  it('gives P(alive) in period T + 1, as the paper: one more chance to leave than in period T', () => {
    const history = { x: 6, tx: 6, T: 6 };
    expect(bgBbAliveAtEnd(donors, history)).toBe(1);
    expect(kernel.pAlive(donors, history)).toBeCloseTo((2.783 + 6) / (0.657 + 2.783 + 6), 12);
  });

  it('takes the residual orders for the sum of all expected increments, discounted', () => {
    const history = { x: 3, tx: 4, T: 6 };
    let [sum, before] = [0, 0];
    for (let k = 1; k < 3_000; k += 1) {
      const until = kernel.expectedOrders(donors, history, k);
      sum += (until - before) / 1.1 ** k;
      before = until;
    }
    expect(kernel.dert(donors, history, Math.log(1.1))).toBeCloseTo(sum, 10);
  });

  it('has the same closed form as sum, however many periods, and no break where gamma is 1', () => {
    const history = { x: 2, tx: 5, T: 9 };
    const at = (gamma: number, horizon: number): number =>
      kernel.expectedOrders({ ...donors, gamma }, history, horizon);
    for (const gamma of [0.3, 1, 4]) {
      const slope = at(gamma, 257) - at(gamma, 256);
      expect(slope / (at(gamma, 256) - at(gamma, 255))).toBeCloseTo(1, 1);
      expect(at(gamma, 256.5)).toBeCloseTo((at(gamma, 256) + at(gamma, 257)) / 2, 12);
    }
    expect(at(1 + 1e-9, 400)).toBeCloseTo(at(1, 400), 7);
    expect(at(1 - 1e-9, 400)).toBeCloseTo(at(1, 400), 7);
  });

  it('expects of a customer just won what one with no periods behind is expected', () => {
    expect(kernel.expectedOfNew(donors, 7.5)).toBeCloseTo(
      kernel.expectedOrders(donors, { x: 0, tx: 0, T: 0 }, 7.5),
      12,
    );
  });

  it('answers numbers that make sense for anything', () => {
    fc.assert(
      fc.property(
        anyParams,
        anyHistory,
        fc.oneof(fc.nat(2_000), between(1e-3, 50)),
        (params, history, horizon) => {
          const alive = kernel.pAlive(params, history);
          const orders = kernel.expectedOrders(params, history, horizon);
          const active = kernel.pActive(params, history, horizon);
          expect(alive).toBeGreaterThanOrEqual(0);
          expect(alive).toBeLessThanOrEqual(1);
          expect(orders).toBeGreaterThanOrEqual(0);
          expect(orders).toBeLessThanOrEqual(horizon * (1 + 1e-9));
          expect(active).toBeGreaterThanOrEqual(0);
          expect(active).toBeLessThanOrEqual(Math.min(1, orders) * (1 + 1e-6));
          expect(kernel.dert(params, history, 0.002)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
