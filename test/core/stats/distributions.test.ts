import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../../core/stats/betaQuantile.ts';
import { chiSquareTail } from '../../../core/stats/chiSquareTail.ts';
import { incompleteBeta } from '../../../core/stats/incompleteBeta.ts';
import { incompleteGamma, incompleteGammaTail } from '../../../core/stats/incompleteGamma.ts';
import { logBeta } from '../../../core/stats/logBeta.ts';
import { normalCdf, normalTail, normalTwoSided } from '../../../core/stats/normalCdf.ts';
import { normalQuantile } from '../../../core/stats/normalQuantile.ts';
import { studentCdf, studentQuantile, studentTail, studentTwoSided } from '../../../core/stats/studentT.ts';

function relative(value: number, reference: number): number {
  return Math.abs(value - reference) / Math.abs(reference);
}

/** References worked out with 50 digits. */
describe('tails, far out too, against 50-digit arithmetic', () => {
  it.each([
    [0.5, 0.3085375387259869],
    [1.5, 0.06680720126885807],
    [3, 0.0013498980316300946],
    [8, 6.220960574271784e-16],
    [20, 2.7536241186062337e-89],
    [37, 5.725571222524577e-300],
  ])('normal above %d is %d', (z, reference) => {
    expect(relative(normalTail(z), reference)).toBeLessThan(1e-13);
    expect(relative(normalCdf(-z), reference)).toBeLessThan(1e-13);
  });

  it.each([
    [1, 1, 0.25],
    [2, 0.5, 0.22275744509156561],
    [3, 2.5, 0.03628804777451592],
    [10, 30, 2.2876257041148064e-11],
    [40, 5, 9.205981085886477e-8],
    [5, 250000, 2.868448979192268e-7],
    [1e10, 3, 1.102657790843584e-30],
  ])('t above %d with %d degrees of freedom is %d', (t, freedom, reference) => {
    expect(relative(studentTail(t, freedom), reference)).toBeLessThan(2e-12);
    expect(relative(studentCdf(-t, freedom), reference)).toBeLessThan(2e-12);
  });

  it.each([
    [0.25, 2, 3, 0.26171875],
    [0.0078125, 50, 50, 1.5090939750182674e-77],
    [0.125, 1450, 8551, 1.7385574901537146e-9],
    [9.313225746154785e-10, 0.125, 5, 0.09543588512998309],
  ])('I_x(a, b) at %d, %d, %d is %d', (x, a, b, reference) => {
    expect(relative(incompleteBeta(x, a, b), reference)).toBeLessThan(1e-12);
  });

  it.each([
    [0.5, 2, 0.04550026389635842],
    [3, 30, 4.501016648012124e-11],
    [100, 150, 5.924540335483916e-6],
    [100_000, 101_000, 0.0008084215129255907],
    [0.0078125, 0.5, 0.004390986141102559],
  ])('Q(a, x) at %d, %d is %d', (a, x, reference) => {
    expect(relative(incompleteGammaTail(a, x), reference)).toBeLessThan(1e-12);
  });
});

describe('published values', () => {
  it('agrees with the tables everybody knows', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalTwoSided(1.959963984540054)).toBeCloseTo(0.05, 14);
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.706204736174707, 11);
    expect(studentQuantile(0.975, 10)).toBeCloseTo(2.2281388519649385, 8);
    expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 13);
    expect(chiSquareTail(5.991464547107979, 2)).toBeCloseTo(0.05, 13);
    expect(Math.exp(logBeta(2, 3))).toBeCloseTo(1 / 12, 14);
    expect(betaQuantile(0.025, 52, 50)).toBeCloseTo(0.4132834747335459, 12);
  });
});

const positive = fc.double({ min: 0.05, max: 5_000, noNaN: true });
const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe('laws', () => {
  it('quantile and distribution undo each other', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 5_000, noNaN: true }), (p, freedom) => {
        expect(relative(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-11);
        expect(relative(studentCdf(studentQuantile(p, freedom), freedom), p)).toBeLessThan(1e-9);
      }),
    );
    fc.assert(
      fc.property(share, positive, positive, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        fc.pre(x > 1e-12 && x < 1 - 1e-6);
        expect(relative(incompleteBeta(x, a, b), p)).toBeLessThan(1e-7);
      }),
    );
  });

  it('a share below and the share above add up to 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), positive, positive, (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
        expect(incompleteGamma(a, b) + incompleteGammaTail(a, b)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('t with many degrees of freedom is the normal, on either side of the change of method', () => {
    for (const freedom of [4.9e6, 5.1e6, Number.POSITIVE_INFINITY])
      expect(relative(studentTail(2, freedom), normalTail(2))).toBeLessThan(2e-6);
    expect(relative(studentTail(2, 4.999e6), studentTail(2, 5.001e6))).toBeLessThan(1e-8);
    expect(studentTwoSided(0, 7)).toBe(1);
  });

  it('outside of a domain there is no number, and at its ends there is one', () => {
    expect(normalQuantile(1.1)).toBeNaN();
    expect(studentTail(1, 0)).toBeNaN();
    expect(incompleteBeta(0.5, 0, 1)).toBeNaN();
    expect(incompleteGamma(-1, 1)).toBeNaN();
    expect(betaQuantile(2, 1, 1)).toBeNaN();
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
    expect([incompleteGamma(2, 0), incompleteGammaTail(2, Infinity)]).toEqual([0, 0]);
    expect(normalTail(40)).toBe(0);
  });
});
