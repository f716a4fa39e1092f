import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ahpWeights } from '../../../core/composite/ahpWeights.ts';
import { compositeScores, handWeights } from '../../../core/composite/compositeScore.ts';
import { criticWeights } from '../../../core/composite/criticWeights.ts';
import { entropyWeights } from '../../../core/composite/entropyWeights.ts';
import { pcaWeights } from '../../../core/composite/pcaWeights.ts';
import { RANDOM_INDICES, randomIndexOf } from '../../../core/composite/randomIndex.ts';

const METHODS = [
  { name: 'entropy', weigh: (columns: readonly number[][]) => entropyWeights(columns).weights },
  { name: 'CRITIC', weigh: (columns: readonly number[][]) => criticWeights(columns) },
  { name: 'principal components', weigh: (columns: readonly number[][]) => pcaWeights(columns).weights },
] as const;

/** 1 to 5 columns of 1 to 12 rows each. */
const tables = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }))
  .chain(([columns, rows]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: rows, maxLength: rows }), {
      minLength: columns,
      maxLength: columns,
    }),
  );

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe.each(METHODS)('weights by $name', ({ weigh }) => {
  it('are 0 and more and sum to 1, for any table', () => {
    fc.assert(
      fc.property(tables, (columns) => {
        const weights = weigh(columns);
        expect(weights).toHaveLength(columns.length);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(sum(weights)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('do not depend on the order of rows', () => {
    fc.assert(
      fc.property(tables, (columns) => {
        const turned = weigh(columns.map((values) => values.toReversed()));
        for (const [j, weight] of weigh(columns).entries()) expect(turned[j]).toBeCloseTo(weight, 6);
      }),
    );
  });

  it('move with their columns', () => {
    const columns = [
      [1, 5, 2, 8],
      [3, 3, 4, 9],
      [7, 1, 1, 2],
    ];
    const turned = weigh(columns.toReversed()).toReversed();
    for (const [j, weight] of weigh(columns).entries()) expect(turned[j]).toBeCloseTo(weight, 9);
  });

  it('give nothing to a column that is the same everywhere, and are equal where all are', () => {
    const weights = weigh([
      [4, 4, 4, 4],
      [1, 2, 3, 9],
      [5, 1, 2, 2],
    ]);
    expect(weights[0]).toBeCloseTo(0, 12);
    expect(
      weigh([
        [4, 4],
        [7, 7],
      ]),
    ).toEqual([0.5, 0.5]);
  });
});

describe('weights by entropy', () => {
  it('are the published ones of Hwang & Yoon’s method: 0.358889 and 0.641111', () => {
    const { weights } = entropyWeights([
      [1, 4],
      [2, 16],
    ]);
    expect(weights[0]).toBeCloseTo(0.358889, 6);
    expect(weights[1]).toBeCloseTo(0.641111, 6);
  });

  it('refuse values below 0', () => {
    expect(() => entropyWeights([[1, -2]])).toThrow(RangeError);
  });
});

describe('weights by CRITIC', () => {
  it('are the published ones of Diakoulaki, Mavrotas & Papayannakis (1995)', () => {
    const weights = criticWeights([
      [61, 20.7, 16.3, 9, 5.4, 4, -6.1, -34.6],
      [1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31],
      [4.33, 4.34, 2.53, 1.65, 2.33, 1.21, 2.1, 0.98],
    ]);
    for (const [j, published] of [0.20222554, 0.48090173, 0.31687273].entries())
      expect(weights[j]).toBeCloseTo(published, 7);
  });

  it('weigh a column that agrees with another once its direction is turned', () => {
    const columns = [
      [1, 2, 3, 5],
      [5, 3, 2, 1],
      [2, 9, 1, 4],
    ];
    const opposed = criticWeights(columns);
    const agreeing = criticWeights(columns, [false, true, false]);
    expect(agreeing[2]).toBeGreaterThan(opposed[2] ?? 1);
  });
});

describe('weights by AHP', () => {
  /** Saaty (2008), Int. J. Services Sciences 1(1) 83-98: relative consumption of drinks. */
  const DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
  ];

  it('are the published ones of Saaty’s drinks, with a consistency ratio of 0.022', () => {
    const { weights, consistencyRatio, contradictions } = ahpWeights(DRINKS);
    for (const [i, published] of [0.177, 0.019, 0.042, 0.116, 0.19, 0.129, 0.327].entries())
      expect(weights[i]).toBeCloseTo(published, 3);
    expect(consistencyRatio).toBeCloseTo(0.022, 3);
    expect(contradictions).toEqual([]);
  });

  it('are the weights that a consistent matrix was made of', () => {
    const positive = fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(positive, (made) => {
        const ours = ahpWeights(made.map((a) => made.map((b) => a / b)));
        for (const [i, one] of made.entries()) expect(ours.weights[i]).toBeCloseTo(one / sum(made), 9);
        expect(ours.consistencyRatio).toBeCloseTo(0, 9);
      }),
    );
  });

  it('are refused at a ratio of 0.1, with the judgement named that contradicts most', () => {
    const made = [8, 4, 2, 1];
    const matrix = made.map((a) => made.map((b) => a / b));
    const turned = matrix.map((row, i) =>
      row.map((value, j) => (i + j === 3 && i * j === 0 ? 1 / value : value)),
    );
    const { isConsistent, consistencyRatio, contradictions } = ahpWeights(turned);
    expect(isConsistent).toBe(false);
    expect(consistencyRatio).toBeGreaterThan(0.1);
    expect(contradictions).toHaveLength(3);
    expect(contradictions[0]).toMatchObject({ row: 0, column: 3, judged: 1 / 8 });
    expect(contradictions[0]?.consistent).toBeGreaterThan(0.5);
  });

  it('are of one or two elements always consistent', () => {
    expect(ahpWeights([[1]])).toMatchObject({ weights: [1], consistencyRatio: 0 });
    expect(
      ahpWeights([
        [1, 3],
        [1 / 3, 1],
      ]).consistencyRatio,
    ).toBe(0);
  });

  it.each([[[[1, 2]]], [[[0]]], [[]]])('refuse %j', (matrix) => {
    expect(() => ahpWeights(matrix)).toThrow(RangeError);
  });

  it('compare with a random index that goes on growing beyond the tables', () => {
    for (const table of RANDOM_INDICES)
      for (let n = 3; n < 30; n += 1)
        expect(randomIndexOf(n + 1, table)).toBeGreaterThan(randomIndexOf(n, table));
  });
});

describe('the composite score', () => {
  it('is 1 for the row that is best in everything and 0 for the worst', () => {
    const columns = [
      [10, 20, 15],
      [3, 1, 2],
    ];
    expect(compositeScores(columns, [3, 1], [false, true])).toEqual([0, 1, 0.5]);
    expect(compositeScores(columns, [3, 1])).toEqual([0.25, 0.75, 0.5]);
  });

  it('takes weights of a hand as shares, and refuses those below 0 or all 0', () => {
    expect(handWeights([2, 3, 5])).toEqual([0.2, 0.3, 0.5]);
    expect(() => handWeights([1, -1])).toThrow(RangeError);
    expect(() => handWeights([0, 0])).toThrow(RangeError);
  });
});
