import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClassicalTerms,
  classicalClv,
  type FirstMargin,
  retentionOfLifetime,
} from '../../../core/value/classicalClv.ts';

const FIRST_MARGINS: FirstMargin[] = ['now', 'on-renewal', 'end-of-period'];
const valueOf = (terms: ClassicalTerms): number => {
  const clv = classicalClv(terms);
  return clv.kind === 'bounded' ? clv.value : Number.POSITIVE_INFINITY;
};
const share = fc.double({ min: 0, max: 0.99, noNaN: true });

describe('classicalClv', () => {
  it('values the customer of Berger & Nasr 1998, case 1, at $568.78', () => {
    const clv = classicalClv({
      margin: 260,
      retention: 0.75,
      discount: 0.2,
      firstMargin: 'now',
      periods: 11,
      retentionCost: 50,
      retentionCostAt: 'mid-period',
    });
    expect(clv).toMatchObject({ kind: 'bounded', value: expect.closeTo(568.78, 2) });
  });

  it.each<[FirstMargin, number]>([
    ['now', (100 * 1.1) / (1.1 - 0.8)],
    ['on-renewal', (100 * 0.8) / (1.1 - 0.8)],
    ['end-of-period', 100 / (1.1 - 0.8)],
  ])('has the closed form of a first margin %s', (firstMargin, expected) => {
    expect(valueOf({ margin: 100, retention: 0.8, discount: 0.1, firstMargin })).toBeCloseTo(expected, 9);
  });

  it('is the sum of its periods, costs and growth included', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FIRST_MARGINS),
        share,
        share,
        fc.double({ min: -0.1, max: 0.2, noNaN: true }),
        fc.nat(30),
        (firstMargin, retention, discount, growth, periods) => {
          const terms = { margin: 100, retention, discount, growth, periods, firstMargin, retentionCost: 10 };
          const [start, kept] = { now: [0, 0], 'on-renewal': [1, 1], 'end-of-period': [1, 0] }[firstMargin];
          let sum = -25;
          for (let t = 0; t < periods; t += 1) {
            const factor = retention ** (t + (kept ?? 0)) / (1 + discount) ** (t + (start ?? 0));
            sum += factor * (100 * (1 + growth) ** t - (firstMargin === 'now' && t === 0 ? 0 : 10));
          }
          expect(valueOf({ ...terms, acquisitionCost: 25 })).toBeCloseTo(sum, 6);
        },
      ),
    );
  });

  it('tends to the value for ever as periods are added', () => {
    const terms = {
      margin: 100,
      retention: 0.9,
      discount: 0.1,
      firstMargin: 'on-renewal',
      retentionCost: 7,
    } as const;
    expect(valueOf({ ...terms, periods: 500 })).toBeCloseTo(valueOf(terms), 9);
  });

  it('says so where the value has no bound', () => {
    const loyal = { margin: 100, retention: 1, discount: 0, firstMargin: 'now' } as const;
    expect(classicalClv(loyal)).toEqual({ kind: 'unbounded' });
    expect(classicalClv({ ...loyal, discount: 0.1, growth: 0.1 })).toEqual({ kind: 'unbounded' });
    expect(classicalClv({ ...loyal, periods: 12 })).toMatchObject({ kind: 'bounded', value: 1_200 });
  });

  it('refuses a retention or a discount that is none', () => {
    const terms = { margin: 1, retention: 0.5, discount: 0.1, firstMargin: 'now' } as const;
    expect(() => classicalClv({ ...terms, retention: 1.2 })).toThrow(RangeError);
    expect(() => classicalClv({ ...terms, retention: Number.NaN })).toThrow(RangeError);
    expect(() => classicalClv({ ...terms, discount: -1 })).toThrow(RangeError);
  });

  it('reads a mean relation of five periods as a retention of 80 %', () => {
    expect([retentionOfLifetime(5), retentionOfLifetime(1), retentionOfLifetime(0)]).toEqual([0.8, 0, 0]);
  });
});
