import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../core/stats/wilsonInterval.ts';
import { countTransitions, transitionMatrix } from '../../../core/value/markov.ts';

const states = ['development', 'stability', 'decline'];
const counts = [
  [60, 30, 10],
  [0, 90, 10],
  [0, 0, 0],
];

describe('countTransitions', () => {
  it('counts steps between the states named and leaves out others', () => {
    expect(
      countTransitions(states, [
        { from: 'development', to: 'stability' },
        { from: 'development', to: 'stability', count: 4 },
        { from: 'stability', to: 'decline' },
        { from: 'identification', to: 'development' },
        { from: 'decline', to: 'gone' },
      ]),
    ).toEqual([
      [0, 5, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });
});

describe('transitionMatrix', () => {
  it('has the shares of each row with Wilson’s interval', () => {
    const { cells, probabilities } = transitionMatrix(states, counts);
    expect(probabilities[0]).toEqual([0.6, 0.3, 0.1]);
    const [low, high] = wilsonInterval(30, 100);
    expect(cells[0]?.[1]).toEqual({
      count: 30,
      probability: 0.3,
      low: expect.closeTo(low, 9),
      high: expect.closeTo(high, 9),
    });
    expect(cells[1]?.[0]?.low).toBe(0);
  });

  it('keeps a stage nobody was seen in, and names it', () => {
    const { cells, probabilities, unobserved } = transitionMatrix(states, counts);
    expect(unobserved).toEqual(['decline']);
    expect(probabilities[2]).toEqual([0, 0, 1]);
    expect(cells[2]?.[0]).toEqual({ count: 0, probability: 0, low: 0, high: 1 });
  });

  it('has the posterior mean under a Dirichlet prior, with the interval of the cell’s beta marginal', () => {
    const { cells, probabilities } = transitionMatrix(
      ['a', 'b'],
      [
        [3, 1],
        [0, 2],
      ],
      {
        interval: 'dirichlet',
        prior: 1,
        confidence: 0.9,
      },
    );
    expect(probabilities[0]).toEqual([4 / 6, 2 / 6]);
    // Beta(4, 2): P(p ≤ x) = 5x^4 − 4x^5.
    const [low, high] = [cells[0]?.[0]?.low ?? 0, cells[0]?.[0]?.high ?? 0];
    expect(5 * low ** 4 - 4 * low ** 5).toBeCloseTo(0.05, 9);
    expect(5 * high ** 4 - 4 * high ** 5).toBeCloseTo(0.95, 9);
  });

  it('has rows that sum to one and intervals that hold their chance, whatever was counted', () => {
    const row = fc.array(fc.nat(50), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.tuple(row, row, row), fc.constantFrom('wilson', 'dirichlet'), (any, interval) => {
        const { cells } = transitionMatrix(states, any, { interval });
        for (const line of cells) {
          expect(line.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
          for (const { low, probability, high } of line) {
            expect(low).toBeLessThanOrEqual(probability + 1e-12);
            expect(high).toBeGreaterThanOrEqual(probability - 1e-12);
          }
        }
      }),
    );
  });

  it('refuses counts that are none and a matrix that is not square', () => {
    expect(() =>
      transitionMatrix(
        ['a', 'b'],
        [
          [1, -1],
          [0, 1],
        ],
      ),
    ).toThrow(RangeError);
    expect(() =>
      transitionMatrix(
        ['a', 'b'],
        [
          [1, Number.NaN],
          [0, 1],
        ],
      ),
    ).toThrow(RangeError);
    expect(() => transitionMatrix(['a', 'b'], [[1, 2]])).toThrow(RangeError);
  });
});
