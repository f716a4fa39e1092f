import { describe, expect, it } from 'vitest';
import { classicalClv } from '../../../core/value/classicalClv.ts';
import { type StageOnPath, stageClv, stagePathsClv } from '../../../core/value/stageClv.ts';

const path: StageOnPath[] = [
  { stage: 'identification', periods: 2, margin: 10, cost: 8, retention: 0.5 },
  { stage: 'development', periods: 3, margin: 30, cost: 5, retention: 0.8 },
  { stage: 'stability', periods: 1, margin: 60, retention: 0.95 },
];

describe('stageClv', () => {
  it('adds up what each stage brings those who reach it, discounted from the start of the path', () => {
    const { value, stages } = stageClv(path, { discount: 0.1, acquisitionCost: 20 });
    const [first, second, third] = stages;
    expect(first).toMatchObject({ reached: 1, expectedPeriods: 1.5, value: expect.closeTo(2 + 1 / 1.1, 12) });
    expect(second?.reached).toBeCloseTo(0.25, 12);
    expect(second?.value).toBeCloseTo(0.25 * 25 * (1 / 1.1 ** 2 + 0.8 / 1.1 ** 3 + 0.64 / 1.1 ** 4), 12);
    expect(third?.value).toBeCloseTo((0.25 * 0.512 * 60) / 1.1 ** 5, 12);
    expect(value).toBeCloseTo(
      stages.reduce((sum, stage) => sum + stage.value, -20),
      12,
    );
  });

  it('is the classical value where there is one stage', () => {
    const stage = { stage: 'stability', periods: 9, margin: 60, retention: 0.9 };
    const classical = classicalClv({ ...stage, discount: 0.1, firstMargin: 'now' });
    const { value } = stageClv([stage], { discount: 0.1 });
    expect(classical).toMatchObject({ value: expect.closeTo(value, 9) });
  });

  it('is what winning the customer cost where the path is empty', () => {
    expect(stageClv([], { discount: 0.1, acquisitionCost: 5 })).toEqual({ value: -5, stages: [] });
  });

  it('weights several ways through life by how many take each', () => {
    const early = path.slice(0, 1);
    const terms = { discount: 0.1 };
    const found = stagePathsClv(
      [
        { weight: 3, path },
        { weight: 1, path: early },
      ],
      terms,
    );
    expect(found.value).toBeCloseTo(
      0.75 * stageClv(path, terms).value + 0.25 * stageClv(early, terms).value,
      12,
    );
    expect(found.byStage.map(({ stage }) => stage)).toEqual(['identification', 'development', 'stability']);
    expect(found.byStage.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(found.value, 12);
    expect(stagePathsClv([], terms)).toEqual({ value: 0, paths: [], byStage: [] });
  });
});
