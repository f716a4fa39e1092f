import { describe, expect, it } from 'vitest';
import { type Blend, blendScores, type Voices } from '../../../core/recommend/blend.ts';
import { addFrequency } from '../../../core/recommend/frequency.ts';
import { undatedHistory } from '../../support/purchaseTables.ts';

const POPULARITY = Float64Array.of(0.9, 0.5, 0.1);

function voices(neighbours: readonly number[] | null, isHabit = true): Voices {
  return {
    habit: isHabit ? (history, scores) => addFrequency(history, scores) : null,
    neighbours: neighbours === null ? null : (_, scores) => scores.set(neighbours),
    popularity: POPULARITY,
  };
}

function blended(heard: Voices, blend: Blend, bought: readonly number[]) {
  const room = { scores: new Float64Array(3), habit: new Float64Array(3), now: 0 };
  const scales = blendScores(heard, blend, undatedHistory(bought), room);
  return { scores: [...room.scores], habit: room.habit, scales };
}

const MIXED: Blend = { habit: 'frequency', discover: 'neighbours', discoverShare: 0.25 };
const DISCOVERY: Blend = { habit: null, discover: 'neighbours', discoverShare: 1 };

describe('a blend', () => {
  it('weighs habit and neighbours by their greatest scores for the customer', () => {
    const { scores } = blended(voices([4, 2, -4]), MIXED, [2]);
    expect(scores).toEqual([0.25, 0.125, 0.75 - 0.25].map((score) => expect.closeTo(score, 5)));
  });

  it('says what a score is made of, to the last part', () => {
    const neighbours = [4, 2, -4];
    const { scores, habit, scales } = blended(voices(neighbours), MIXED, [0, 2]);
    for (const [item, score] of scores.entries())
      expect(score).toBeCloseTo(
        scales.habit * (habit[item] ?? 0) +
          scales.neighbours * (neighbours[item] ?? 0) +
          scales.popularity * (POPULARITY[item] ?? 0),
        14,
      );
  });

  it('lets popularity break a tie and turn nothing around', () => {
    expect(blended(voices([1, 1, 1.001], false), DISCOVERY, [0]).scores).toEqual([
      expect.closeTo(1 / 1.001, 5),
      expect.closeTo(1 / 1.001, 5),
      expect.closeTo(1, 5),
    ]);
    const [first = 0, second = 0, third = 0] = blended(voices([1, 1, 1.001], false), DISCOVERY, [0]).scores;
    expect([third > first, first > second]).toEqual([true, true]);
  });

  it.each([
    ['a newcomer', voices([0, 0, 0]), MIXED, []],
    ['who bought what goes with nothing', voices([0, -1, 0], false), DISCOVERY, [0]],
  ])('gives %s what most customers buy', (_, heard, blend, bought) => {
    const { scores, scales } = blended(heard, blend, bought);
    expect(scales).toEqual({ habit: 0, neighbours: 0, popularity: 1 });
    expect(scores).toEqual([...POPULARITY]);
  });

  it('mixes habit with popularity where that foretells the shop better', () => {
    const blend: Blend = { habit: 'frequency', discover: 'popularity', discoverShare: 0.5 };
    const { scores } = blended(voices(null), blend, [2]);
    expect(scores).toEqual([0.45, 0.25, 0.55].map((score) => expect.closeTo(score, 14)));
  });
});
