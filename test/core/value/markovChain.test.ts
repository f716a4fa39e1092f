import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainStructure, chainTimes, steadyState } from '../../../core/value/markovChain.ts';
import type { Matrix } from '../../../core/value/solveLinear.ts';

/** A gambler with 0 to 4 coins and an even chance: Kemeny & Snell's standing example. */
const gambler = [
  [1, 0, 0, 0, 0],
  [0.5, 0, 0.5, 0, 0],
  [0, 0.5, 0, 0.5, 0],
  [0, 0, 0.5, 0, 0.5],
  [0, 0, 0, 0, 1],
];
/** The Land of Oz: rain, nice, snow (Kemeny & Snell 1960). */
const oz = [
  [0.5, 0.25, 0.25],
  [0.5, 0, 0.5],
  [0.25, 0.25, 0.5],
];

const close = (numbers: readonly number[]) => numbers.map((number) => expect.closeTo(number, 10));

const chance = fc.array(fc.nat(9), { minLength: 4, maxLength: 4 });
const anyChain = fc.tuple(chance, chance, chance, chance).map(
  (rows): Matrix =>
    rows.map((row, i) => {
      const sum = row.reduce((all, entry) => all + entry, 0);
      return row.map((entry, j) => (sum === 0 ? (i === j ? 1 : 0) : entry / sum));
    }),
);

describe('a chain with stages that are left for good', () => {
  it('knows which those are', () => {
    expect(chainStructure(gambler)).toEqual({ closed: [[0], [4]], transient: [1, 2, 3] });
  });

  it('has the fundamental matrix, the time until the end and the ends of the gambler’s ruin', () => {
    const { fundamental, untilClosed, endsIn, perStay, untilReturn } = chainTimes(gambler);
    expect(fundamental).toEqual([close([1.5, 1, 0.5]), close([1, 2, 1]), close([0.5, 1, 1.5])]);
    expect(untilClosed).toEqual(close([0, 3, 4, 3, 0]));
    expect(endsIn[1]).toEqual(close([0.75, 0.25]));
    expect(endsIn[4]).toEqual([0, 1]);
    expect(perStay).toEqual([Infinity, 1, 1, 1, Infinity]);
    expect(untilReturn).toEqual([1, Infinity, Infinity, Infinity, 1]);
  });

  it('settles where it started to go: one distribution for each end', () => {
    expect(steadyState(gambler)).toEqual({
      kind: 'several',
      byClosedSet: [
        [1, 0, 0, 0, 0],
        [0, 0, 0, 0, 1],
      ],
    });
  });
});

describe('a chain that is one whole', () => {
  it('settles at the weather of Oz', () => {
    expect(steadyState(oz)).toEqual({ kind: 'unique', shares: close([0.4, 0.2, 0.4]), period: 1 });
    expect(chainTimes(oz).untilReturn).toEqual(close([2.5, 5, 2.5]));
    expect(chainTimes(oz)).toMatchObject({ fundamental: [], untilClosed: [0, 0, 0] });
  });

  it('says when it circles', () => {
    const circle = [
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ];
    expect(steadyState(circle)).toEqual({ kind: 'unique', shares: close([1 / 3, 1 / 3, 1 / 3]), period: 3 });
  });

  it('holds rare steps to their last digits', () => {
    const [rare, rarer] = [1e-14, 3e-14];
    const found = steadyState([
      [1 - rare, rare],
      [rarer, 1 - rarer],
    ]);
    expect(found).toMatchObject({ shares: [expect.closeTo(0.75, 12), expect.closeTo(0.25, 12)] });
  });
});

describe('any chain', () => {
  it('leaves its steady shares as they are, and ends somewhere for certain', () => {
    fc.assert(
      fc.property(anyChain, (P) => {
        const found = steadyState(P);
        const settled = found.kind === 'unique' ? [found.shares] : found.byClosedSet;
        expect(settled.length).toBeGreaterThan(0);
        for (const shares of settled) {
          const next = P.map((_, j) => shares.reduce((sum, share, i) => sum + share * (P[i]?.[j] ?? 0), 0));
          expect(next).toEqual(close(shares));
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        }
        const { endsIn, untilClosed } = chainTimes(P);
        for (const row of endsIn) expect(row.reduce((sum, end) => sum + end, 0)).toBeCloseTo(1, 9);
        expect(untilClosed.every((time) => time >= 0 && time < Infinity)).toBe(true);
      }),
    );
  });
});
