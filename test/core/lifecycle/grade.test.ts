import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradeCuts, gradeOf, topCuts, type Worth } from '../../../core/lifecycle/grade.ts';
import type { GradeCuts } from '../../../core/lifecycle/model.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';

const SETTINGS = DEFAULT_SETTINGS.grades;
const CUTS: GradeCuts = { aValueMinor: 1_000, bValueMinor: 400, aFrequency: 5, aPotentialMinor: 2_000 };

function worth(overrides: Partial<Worth> = {}): Worth {
  return { valueMinor: 0, frequency: 1, potentialMinor: 0, ...overrides };
}

function cutsOf(values: readonly number[]): GradeCuts {
  const ascending = [...values].sort((a, b) => a - b);
  return gradeCuts({ valueMinor: ascending, frequency: ascending, potentialMinor: ascending }, SETTINGS);
}

function countAtOrAbove(values: readonly number[], cut: number): number {
  return values.filter((value) => value >= cut).length;
}

describe('gradeCuts', () => {
  const values = fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 70 });

  it('let at most the share in, with ties together, and no cut lower would do', () => {
    fc.assert(
      fc.property(values, (all) => {
        const cuts = cutsOf(all);
        for (const [cut, share] of [
          [cuts.aValueMinor, 0.2],
          [cuts.bValueMinor, 0.5],
        ] as const) {
          expect(countAtOrAbove(all, cut)).toBeLessThanOrEqual(all.length * share + 1e-9);
          const lower = Math.max(...all.filter((value) => value < cut));
          expect(countAtOrAbove(all, lower)).toBeGreaterThan(all.length * share);
        }
      }),
    );
  });

  it.each([
    ['ten different values', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9, 6],
    ['a tie across the cut', [1, 1, 1, 1, 1, 1, 5, 9, 9, 9], Number.MAX_VALUE, 5],
    ['everyone alike', [3, 3, 3, 3, 3], Number.MAX_VALUE, Number.MAX_VALUE],
    ['nobody', [], Number.MAX_VALUE, Number.MAX_VALUE],
  ])('%s', (_, all, aValueMinor, bValueMinor) => {
    expect(cutsOf(all)).toMatchObject({ aValueMinor, bValueMinor });
  });

  it('of every share let as many in as that of the grade', () => {
    const tops = topCuts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([tops[0], tops[9], tops[19], tops[98]]).toEqual([Number.MAX_VALUE, 10, 9, 2]);
  });

  it('let everybody in where the share is everything', () => {
    const ascending = [1, 2, 3];
    const all = { valueMinor: ascending, frequency: ascending, potentialMinor: ascending };
    expect(gradeCuts(all, { ...SETTINGS, aShare: 1, bShare: 0 }).aValueMinor).toBe(1);
  });
});

describe('gradeOf', () => {
  it.each([
    ['value at the cut', worth({ valueMinor: 1_000 }), null, 'A'],
    ['value below the cut', worth({ valueMinor: 999 }), null, 'B'],
    ['value at the cut of B', worth({ valueMinor: 400 }), null, 'B'],
    ['value below the cut of B', worth({ valueMinor: 399 }), null, 'C'],
    ['frequency and potential both', worth({ frequency: 5, potentialMinor: 2_000 }), null, 'A'],
    ['frequency alone', worth({ frequency: 50 }), null, 'C'],
    ['potential alone', worth({ potentialMinor: 9_000 }), null, 'C'],
    ['an A that fell a little', worth({ valueMinor: 900 }), 'A', 'A'],
    ['an A that fell clearly', worth({ valueMinor: 899 }), 'A', 'B'],
    ['a B as worthy as the A that fell a little', worth({ valueMinor: 900 }), 'B', 'B'],
    ['a B that fell a little', worth({ valueMinor: 360 }), 'B', 'B'],
    ['a B that fell clearly', worth({ valueMinor: 359 }), 'B', 'C'],
    ['a C just below the cut', worth({ valueMinor: 399 }), 'C', 'C'],
    ['an A that fell through B’s cut a little', worth({ valueMinor: 360 }), 'A', 'B'],
    ['a C that rose', worth({ valueMinor: 1_000 }), 'C', 'A'],
  ] as const)('%s', (_, customer, held, grade) => {
    expect(gradeOf(customer, CUTS, held, SETTINGS)).toBe(grade);
  });

  it('does not flap: a value between a cut and its slack keeps whatever grade it has', () => {
    const between = fc.double({ min: 900, max: 999.99, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(between, { minLength: 2 }),
        fc.constantFrom('A' as const, 'B' as const),
        (values, first) => {
          let held: 'A' | 'B' | 'C' = first;
          for (const valueMinor of values) held = gradeOf(worth({ valueMinor }), CUTS, held, SETTINGS);
          expect(held).toBe(first);
        },
      ),
    );
  });
});
