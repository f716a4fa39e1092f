import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadOver, valueByStage, valueByStageOver } from '../../../core/value/markovValue.ts';
import { solveLinear } from '../../../core/value/solveLinear.ts';

/** Pfeifer & Carraway 2000: recency 1 to 4 and former customer; margin 40, mailing 4, 20 % discount. */
const P = [
  [0.3, 0.7, 0, 0, 0],
  [0.2, 0, 0.8, 0, 0],
  [0.15, 0, 0, 0.85, 0],
  [0.05, 0, 0, 0, 0.95],
  [0, 0, 0, 0, 1],
];
const rewards = [36, -4, -4, -4, 0];

describe('value by stage', () => {
  it('over four periods to come is what Pfeifer & Carraway print', () => {
    expect(valueByStageOver(P, rewards, 0.2, 4)).toEqual(
      [50.115, 4.22, 0.592, -1.98, 0].map((value) => expect.closeTo(value, 3)),
    );
  });

  it('for ever is what Pfeifer & Carraway print, and what more and more periods tend to', () => {
    const forEver = valueByStage(P, rewards, 0.2);
    expect(forEver).toEqual([52.32, 5.554, 1.251, -1.82, 0].map((value) => expect.closeTo(value, 3)));
    expect(valueByStageOver(P, rewards, 0.2, 300)).toEqual(forEver.map((value) => expect.closeTo(value, 9)));
  });

  it('is the reward alone over the present period', () => {
    expect(valueByStageOver(P, rewards, 0.2, 0)).toEqual(rewards);
  });

  it('has no bound for ever without a discount', () => {
    expect(() => valueByStage(P, rewards, 0)).toThrow(RangeError);
  });
});

describe('spreadOver', () => {
  it('carries customers from stage to stage, losing none', () => {
    const rows = spreadOver(P, [100, 0, 0, 0, 0], 3);
    expect(rows[1]).toEqual([30, 70, 0, 0, 0]);
    for (const row of rows) expect(row.reduce((sum, count) => sum + count, 0)).toBeCloseTo(100, 9);
  });
});

describe('solveLinear', () => {
  it('solves what it is given, pivots of 0 included', () => {
    expect(
      solveLinear(
        [
          [0, 2],
          [4, 1],
        ],
        [[6], [11]],
      ),
    ).toEqual([[2], [3]]);
  });

  it('answers nothing for a singular matrix', () => {
    expect(
      solveLinear(
        [
          [1, 2],
          [2, 4],
        ],
        [[1], [1]],
      ),
    ).toBeUndefined();
  });

  it('gives back the right side', () => {
    const entry = fc.integer({ min: -9, max: 9 });
    const row = fc.array(entry, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.tuple(row, row, row), row, (any, right) => {
        const A = any.map((line, i) => line.map((value, j) => value + (i === j ? 40 : 0)));
        const X =
          solveLinear(
            A,
            right.map((value) => [value]),
          ) ?? [];
        const back = A.map((line) => line.reduce((sum, value, j) => sum + value * (X[j]?.[0] ?? 0), 0));
        expect(back).toEqual(right.map((value) => expect.closeTo(value, 9)));
      }),
    );
  });
});
