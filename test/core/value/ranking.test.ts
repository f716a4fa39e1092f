import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlation, meanRanks, rankCorrelation, rocArea } from '../../../core/value/ranking.ts';

describe('mean ranks', () => {
  it('gives equal values the mean of their places', () => {
    expect([...meanRanks([10, 20, 20, 5])]).toEqual([2, 3.5, 3.5, 1]);
    expect([...meanRanks([])]).toEqual([]);
  });

  it('puts what is no number before all', () => {
    expect([...meanRanks([1, Number.NaN, Number.NEGATIVE_INFINITY])]).toEqual([3, 1, 2]);
  });
});

describe('the area under the ROC curve', () => {
  it('is the share of pairs in the right order, ties half', () => {
    const scores = [0.9, 0.8, 0.8, 0.1];
    const active = [1, 0, 1, 0];
    expect(rocArea(scores, active)).toBe((1 + 1 + 0.5 + 1) / 4);
  });

  it('is counted pair by pair', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (pairs) => {
        let [right, count] = [0, 0];
        for (const [high, up] of pairs)
          for (const [low, down] of pairs) {
            if (up !== 1 || down !== 0) continue;
            count += 1;
            right += high > low ? 1 : high === low ? 0.5 : 0;
          }
        const area = rocArea(
          pairs.map(([score]) => score),
          pairs.map(([, active]) => active),
        );
        if (count === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(right / count, 12);
      }),
    );
  });
});

describe('correlations', () => {
  it('are 1 for a line and −1 for its mirror', () => {
    expect(correlation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
  });

  it('are nothing where a column does not vary', () => {
    expect(correlation([1, 2, 3], [0.1, 0.1, 0.1])).toBeNull();
    expect(rankCorrelation([4, 4], [1, 2])).toBeNull();
  });

  it('of ranks see order alone', () => {
    expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1_000])).toBeCloseTo(1, 12);
  });
});
