import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGamma } from '../../../core/value/logGamma.ts';
import { type AliveCustomer, ordersWhileAlive } from '../../../core/value/ordersWhileAlive.ts';

const between = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);

const customer = fc.record<AliveCustomer>({
  shape: between(1e-3, 300),
  horizon: between(1e-4, 50),
  a: between(1e-4, 100),
  B: between(1, 300),
});

/** The closed form of the papers, by the power series of 2F1: usable away from a = 1. */
function closedForm({ shape, horizon, a, B }: AliveCustomer): number {
  const z = horizon / (1 + horizon);
  let term = 1;
  let hypergeometric = 1;
  for (let k = 0; term > 1e-17 * hypergeometric; k += 1) {
    term *= (((shape + k) * (B + k)) / ((a + B - 1 + k) * (k + 1))) * z;
    hypergeometric += term;
  }
  return ((a + B - 1) / (a - 1)) * (1 - hypergeometric * (1 + horizon) ** -shape);
}

/** The mean of (1 − (1 + p·u)^−n)/p over Beta(a, B) by Simpson's rule, for a ≥ 2 and B ≥ 2. */
function simpson({ shape, horizon, a, B }: AliveCustomer): number {
  const logBeta = logGamma(a) + logGamma(B) - logGamma(a + B);
  const panels = 400_000;
  let sum = 0;
  for (let i = 1; i < panels; i += 1) {
    const p = i / panels;
    const density = Math.exp((a - 1) * Math.log(p) + (B - 1) * Math.log1p(-p) - logBeta);
    sum += (i % 2 === 0 ? 2 : 4) * density * (-Math.expm1(-shape * Math.log1p(p * horizon)) / p);
  }
  return sum / (3 * panels);
}

const ratio = (left: number, right: number): number => Math.abs(left / right - 1);

describe('ordersWhileAlive', () => {
  it.each<AliveCustomer>([
    { shape: 2.52, horizon: 0.866, a: 0.891, B: 4.614 },
    { shape: 0.52, horizon: 8.4, a: 0.3, B: 2.6 },
    { shape: 30, horizon: 1.2, a: 2.5, B: 31 },
    { shape: 1, horizon: 1, a: 1.5, B: 1 },
  ])('equals the closed form by 2F1 for %j', (given) => {
    expect(ratio(ordersWhileAlive(given), closedForm(given))).toBeLessThan(1e-11);
  });

  it.each<AliveCustomer>([
    { shape: 2.5, horizon: 3, a: 2, B: 4 },
    { shape: 900, horizon: 40, a: 12, B: 700 },
    { shape: 0.4, horizon: 4_000, a: 5, B: 5 },
    { shape: 5_000, horizon: 2, a: 3, B: 5_000 },
  ])('equals the integral over dropout probabilities for %j', (given) => {
    expect(ratio(ordersWhileAlive(given), simpson(given))).toBeLessThan(1e-6);
  });

  it('agrees with itself where it changes from series to integral', () => {
    // Terms needed grow with the horizon; 4,000 are reached near a horizon of 121 here.
    const at = (horizon: number): number => ordersWhileAlive({ shape: 0.9, horizon, a: 0.9, B: 2.6 });
    for (let horizon = 100; horizon < 140; horizon += 1) {
      const curve = (at(horizon + 2) - 2 * at(horizon + 1) + at(horizon)) / at(horizon);
      expect(Math.abs(curve)).toBeLessThan(1e-4);
      expect(at(horizon + 1)).toBeGreaterThan(at(horizon));
    }
  });

  it('lies between one order made for sure and the orders without dropout', () => {
    fc.assert(
      fc.property(customer, (given) => {
        const orders = ordersWhileAlive(given);
        const { shape, horizon } = given;
        expect(orders).toBeLessThanOrEqual(shape * horizon * (1 + 1e-9));
        expect(orders).toBeGreaterThanOrEqual(-Math.expm1(-shape * Math.log1p(horizon)) * (1 - 1e-9));
      }),
    );
  });

  it('grows with the horizon and falls with dropout', () => {
    fc.assert(
      fc.property(customer, (given) => {
        const orders = ordersWhileAlive(given);
        const longer = ordersWhileAlive({ ...given, horizon: given.horizon * 1.1 });
        expect(longer).toBeGreaterThanOrEqual(orders * (1 - 1e-9));
        expect(ordersWhileAlive({ ...given, a: given.a * 1.5 })).toBeLessThanOrEqual(orders * (1 + 1e-9));
      }),
    );
  });

  it('is smooth across a = 1, where the closed form is 0/0', () => {
    const at = (a: number): number => ordersWhileAlive({ shape: 2, horizon: 1.5, a, B: 3 });
    expect(at(1)).toBeCloseTo((at(1 - 1e-6) + at(1 + 1e-6)) / 2, 9);
  });

  it('tends to the orders without dropout as dropout vanishes', () => {
    expect(ratio(ordersWhileAlive({ shape: 3, horizon: 2, a: 1e-12, B: 5 }), 6)).toBeLessThan(1e-9);
    expect(ratio(ordersWhileAlive({ shape: 3, horizon: 20_000, a: 1e-12, B: 5 }), 60_000)).toBeLessThan(1e-9);
  });

  it('tends to 0 with the horizon, in proportion', () => {
    expect(ratio(ordersWhileAlive({ shape: 3, horizon: 1e-12, a: 0.8, B: 4 }), 3e-12)).toBeLessThan(1e-9);
    expect(ordersWhileAlive({ shape: 3, horizon: 0, a: 0.8, B: 4 })).toBe(0);
  });

  it.each<AliveCustomer>([
    { shape: 1e6, horizon: 1e-5, a: 1e6, B: 1e6 },
    { shape: 1e-5, horizon: 1e7, a: 1e-6, B: 1 },
    { shape: 1e6, horizon: 1e3, a: 1e-6, B: 1e6 },
    { shape: 3_000, horizon: 1, a: 0.5, B: 3_000 },
  ])('is finite and positive at the ends of the parameters’ ranges: %j', (given) => {
    const orders = ordersWhileAlive(given);
    expect(orders).toBeGreaterThan(0);
    expect(orders).toBeLessThanOrEqual(given.shape * given.horizon * (1 + 1e-9));
  });
});
