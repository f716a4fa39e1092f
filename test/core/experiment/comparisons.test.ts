import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceToBeat } from '../../../core/experiment/betaBinomial.ts';
import { compareMeans } from '../../../core/experiment/compareMeans.ts';
import { compareShares } from '../../../core/experiment/compareShares.ts';
import { cuped } from '../../../core/experiment/cuped.ts';
import { returnOnSpend } from '../../../core/experiment/incremental.ts';
import type { Arms, Conversions } from '../../../core/experiment/interval.ts';
import { liftReport } from '../../../core/experiment/liftReport.ts';
import { momentsOf } from '../../../core/experiment/moments.ts';
import { msprtLook } from '../../../core/experiment/msprt.ts';
import { newcombe } from '../../../core/experiment/newcombe.ts';
import { sampleRatio } from '../../../core/experiment/sampleRatio.ts';
import { minimumDetectableEffect, peoplePerArm } from '../../../core/experiment/sampleSize.ts';

const conversions: fc.Arbitrary<Conversions> = fc
  .tuple(fc.integer({ min: 0, max: 2_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([people, share]) => ({ people, converted: Math.round(people * share) }));
const arms = fc.record({ treated: conversions, control: conversions });
const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 30 });
const EVEN = { expectedRatio: [1, 1], cost: 100 } as const;

function swapped<Arm>({ treated, control }: Arms<Arm>): Arms<Arm> {
  return { treated: control, control: treated };
}

/** Every number in it, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('whatever the counts', () => {
  it('nothing is NaN or infinite', () => {
    fc.assert(
      fc.property(arms, (given) => {
        const report = liftReport('conversion', compareShares(given), EVEN);
        expect(numbersIn(report).filter((one) => !Number.isFinite(one))).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(values, values, (treated, control) => {
        const moments = { treated: momentsOf(treated), control: momentsOf(control) };
        const report = liftReport('mean', compareMeans(moments), EVEN);
        expect(numbersIn(report).filter((one) => !Number.isFinite(one))).toEqual([]);
      }),
      {
        examples: [
          [
            [0, -3e-162],
            [0, 0],
          ],
          [
            [0, 1e-149],
            [1e6, 1e6],
          ],
        ],
      },
    );
  });

  it('with the groups exchanged the signs change and the chances complement each other', () => {
    fc.assert(
      fc.property(arms, (given) => {
        const there = compareShares(given);
        const back = compareShares(swapped(given));
        if (there.interval === null || back.interval === null) return;
        expect(back.difference).toBeCloseTo(-(there.difference ?? 0), 12);
        expect(back.interval[0]).toBeCloseTo(-there.interval[1], 12);
        expect(back.p ?? 1).toBeCloseTo(there.p ?? 1, 12);
        expect(back.alwaysValid?.p).toBeCloseTo(there.alwaysValid?.p ?? 1, 12);
        expect((back.chanceToBeat ?? 0) + (there.chanceToBeat ?? 0)).toBeCloseTo(1, 7);
        expect(back.expectedLoss?.ifTreated).toBeCloseTo(there.expectedLoss?.ifControl ?? 0, 7);
      }),
    );
  });

  it('the interval holds the difference and stays between −1 and 1', () => {
    fc.assert(
      fc.property(arms, (given) => {
        const found = newcombe(given);
        if (found === null) return;
        const { difference, interval } = found;
        expect(interval[0]).toBeLessThanOrEqual(difference + 1e-12);
        expect(interval[1]).toBeGreaterThanOrEqual(difference - 1e-12);
        expect(Math.max(-interval[0], interval[1])).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('limits', () => {
  it('an empty group gives nulls, an unanimous one no certainty', () => {
    const empty = compareShares({
      treated: { converted: 0, people: 0 },
      control: { converted: 1, people: 9 },
    });
    expect([empty.difference, empty.relative, empty.p, empty.chanceToBeat]).toEqual([null, null, null, null]);
    expect(empty.verdict).toEqual({ kind: 'too-early', morePeople: null });
    const one = compareShares({ treated: { converted: 1, people: 1 }, control: { converted: 0, people: 1 } });
    expect(one.alwaysValid?.p).toBeGreaterThan(0.99);
    expect(one.relative).toBeNull();
    const all = compareShares({
      treated: { converted: 457, people: 490 },
      control: { converted: 40, people: 40 },
    });
    expect(all.p).toBeGreaterThan(0.05);
    expect(all.verdict.kind).toBe('too-early');
    const never = compareShares({
      treated: { converted: 0, people: 50 },
      control: { converted: 5, people: 50 },
    });
    expect(never.relative).toEqual({ lift: -1, interval: null });
  });

  it('a mean without a spread has a difference and no interval', () => {
    const moments = { treated: momentsOf([2, 2]), control: momentsOf([1, 1]) };
    const found = compareMeans(moments);
    expect(found).toMatchObject({ difference: 1, interval: null, p: null, alwaysValid: null });
    expect(found.relative).toEqual({ lift: 1, interval: null });
    expect(compareMeans({ ...moments, control: momentsOf([]) }).difference).toBeNull();
  });

  it('a control that brought nothing has no relative lift, and nothing spent no return', () => {
    const none = compareMeans({ treated: momentsOf([3, 4]), control: momentsOf([0, 0, 0]) });
    expect(none.relative).toBeNull();
    expect(returnOnSpend({ amount: 5, interval: [1, 9] }, 0)).toBeNull();
    expect(returnOnSpend({ amount: 5, interval: [1, 9] }, 2)).toEqual({ ratio: 2.5, interval: [0.5, 4.5] });
  });

  it('what was before says nothing where it is the same for all', () => {
    const same = { pre: [1, 1, 1], post: [1, 2, 3] };
    expect(cuped({ treated: same, control: same })).toBeNull();
  });

  it('the exact chance holds where its terms leave the range of numbers', () => {
    const rare = chanceToBeat({
      treated: { converted: 0, people: 3_000_000 },
      control: { converted: 40, people: 3_000_000 },
    });
    expect(rare.chance).toBeGreaterThan(0);
    expect(rare.chance).toBeCloseTo(2 ** -41, 15);
    const even = { converted: 500_000, people: 1_000_000 };
    expect(chanceToBeat({ treated: even, control: even }).chance).toBeCloseTo(0.5, 6);
  });

  it('the sample ratio says nothing of nobody, and finds any arm of several', () => {
    expect(sampleRatio([0, 0], [1, 1])).toBeNull();
    expect(sampleRatio([500, 500, 500], [1, 1, 1])).toEqual({ chiSquare: 0, p: 1, mismatch: false });
    expect(sampleRatio([500, 500, 700], [1, 1, 1])?.mismatch).toBe(true);
  });
});

describe('planning', () => {
  it('the least difference to be found by n people is the one that n people are needed for', () => {
    for (const [baseline, effect] of [
      [0.05, 0.01],
      [0.2, 0.05],
      [0.5, 0.001],
    ] as const) {
      const needed = peoplePerArm(baseline, baseline + effect) ?? 0;
      expect(minimumDetectableEffect(baseline, needed)).toBeCloseTo(effect, 9);
    }
  });

  it('refuses what is no share and says where no difference would show', () => {
    expect(peoplePerArm(0, 0.1)).toBeNull();
    expect(peoplePerArm(0.1, 0.1)).toBeNull();
    expect(minimumDetectableEffect(1, 10)).toBeNull();
    expect(minimumDetectableEffect(0.3, 1)).toBeNull();
  });

  it('so many more people do decide it', () => {
    const given = { treated: { converted: 120, people: 1_000 }, control: { converted: 90, people: 1_000 } };
    const { verdict } = compareShares(given);
    if (verdict.kind !== 'too-early' || verdict.morePeople === null) throw new Error('decided');
    const times = (2_000 + verdict.morePeople) / 2_000;
    const then = (arm: Conversions) => ({ converted: arm.converted * times, people: arm.people * times });
    const after = msprtLook({ treated: then(given.treated), control: then(given.control) });
    expect(after?.p).toBeLessThanOrEqual(0.05);
    expect(after?.p).toBeGreaterThan(0.0499);
  });
});
