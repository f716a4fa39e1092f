import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronbachAlpha } from '../../../core/feedback/cronbachAlpha.ts';
import { csatOf } from '../../../core/feedback/csat.ts';
import { wilsonInterval } from '../../../core/stats/wilsonInterval.ts';
import { kanoCategory, kanoOf } from '../../../core/feedback/kano.ts';
import { npsOfCounts, npsOfScores } from '../../../core/feedback/nps.ts';
import { pastCustomerValue } from '../../../core/feedback/pastCustomerValue.ts';
import { REVERSED_1988, servqualOf } from '../../../core/feedback/servqual.ts';
import { shareOf, shareOfMany } from '../../../core/feedback/shareOfCustomer.ts';
import { trustIndex, trustOfMany } from '../../../core/feedback/trustIndex.ts';

describe('net promoter score', () => {
  it('is that of the published example: 1/2 promoters, 1/3 passives, 1/6 detractors, variance 5/9', () => {
    const { nps, variance } = npsOfCounts({ promoters: 162, passives: 108, detractors: 54 });
    expect(nps).toBeCloseTo(100 / 3, 12);
    expect(variance).toBeCloseTo(5 / 9, 12);
  });

  it.each([
    [6, { promoters: 0, passives: 0, detractors: 1 }],
    [7, { promoters: 0, passives: 1, detractors: 0 }],
    [8, { promoters: 0, passives: 1, detractors: 0 }],
    [9, { promoters: 1, passives: 0, detractors: 0 }],
  ])('puts an answer of %d where it belongs', (score, counts) => {
    expect(npsOfScores([score])).toMatchObject(counts);
  });

  it('says nothing of nobody', () => {
    expect(npsOfScores([])).toMatchObject({ n: 0, nps: null, variance: null, interval: null });
  });

  it.each([-1, 11, 7.5, Number.NaN])('refuses an answer of %d', (score) => {
    expect(() => npsOfScores([score])).toThrow(RangeError);
  });

  it('lies within its interval, and has the variance of the answers as 1, 0 and -1', () => {
    const answers = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(answers, (scores) => {
        const { nps, variance, interval } = npsOfScores(scores);
        const worths = scores.map((score) => (score >= 9 ? 1 : score >= 7 ? 0 : -1));
        const mean = worths.reduce<number>((sum, one) => sum + one, 0) / worths.length;
        const spread = worths.reduce<number>((sum, one) => sum + (one - mean) ** 2, 0) / worths.length;
        expect(nps).toBeCloseTo(100 * mean, 9);
        expect(variance).toBeCloseTo(spread, 9);
        expect(interval?.[0]).toBeLessThanOrEqual(nps ?? 0);
        expect(interval?.[1]).toBeGreaterThanOrEqual(nps ?? 0);
      }),
    );
  });
});

describe('satisfaction', () => {
  it('has the interval Wilson’s formula gives for 1 of 10: 0.0179 to 0.4042', () => {
    const [low, high] = wilsonInterval(1, 10);
    expect(low).toBeCloseTo(0.0179, 4);
    expect(high).toBeCloseTo(0.4042, 4);
  });

  it('reaches 0 and 1 exactly where nobody, and where everybody, is satisfied', () => {
    expect(csatOf([1, 1, 1]).interval?.[0]).toBe(0);
    expect(csatOf([5, 5, 5]).interval?.[1]).toBe(1);
    expect(csatOf([])).toEqual({ n: 0, satisfied: 0, csat: null, interval: null });
  });

  it('takes other scales and marks', () => {
    expect(csatOf([7, 6, 5, 1], { most: 7, satisfiedFrom: 6 }).csat).toBe(0.5);
    expect(() => csatOf([6])).toThrow(RangeError);
  });
});

describe('SERVQUAL', () => {
  const row = (value: number) => Array.from({ length: 22 }, () => value);

  it('turns round the statements it is told to, which turns their gap', () => {
    const survey = { expectations: [row(6)], perceptions: [row(4)] };
    expect(servqualOf(survey).gaps).toMatchObject({ Reliability: -2, Responsiveness: -2, Empathy: -2 });
    expect(servqualOf({ ...survey, reversed: REVERSED_1988 }).gaps).toEqual({
      Tangibles: -2,
      Reliability: -2,
      Responsiveness: 2,
      Assurance: -2,
      Empathy: 2,
    });
  });

  it('leaves out of the means what was left out, and dimensions nobody rated', () => {
    const perceived = row(4).map((value, i) => (i < 4 ? null : i === 4 ? 7 : value));
    const { gaps, unweighted, ratings } = servqualOf({ expectations: [row(5)], perceptions: [perceived] });
    expect(gaps.Tangibles).toBeNull();
    expect(gaps.Reliability).toBeCloseTo((2 - 4) / 5, 12);
    expect(unweighted).toBeCloseTo((-0.4 - 3) / 4, 12);
    expect(ratings).toBe(18);
  });

  it('says nothing of nobody, and refuses ratings off the scale', () => {
    expect(servqualOf({ expectations: [], perceptions: [] })).toMatchObject({
      respondents: 0,
      unweighted: null,
    });
    expect(() => servqualOf({ expectations: [row(8)], perceptions: [row(4)] })).toThrow(RangeError);
  });
});

describe('Kano', () => {
  it('gives a tie to the category whose absence costs more', () => {
    const tied = kanoOf([
      { functional: 'like', dysfunctional: 'neutral', count: 3 },
      { functional: 'neutral', dysfunctional: 'dislike', count: 3 },
    ]);
    expect(tied.category).toBe('M');
    expect(tied.better).toBe(0.5);
    expect(tied.worse).toBe(-0.5);
  });

  it('knows no better or worse where everyone is against it', () => {
    expect(kanoCategory('dislike', 'like')).toBe('R');
    expect(kanoOf([{ functional: 'dislike', dysfunctional: 'like' }])).toMatchObject({
      category: 'R',
      better: null,
      worse: null,
    });
    expect(kanoOf([]).category).toBeNull();
  });
});

describe('Cronbach’s alpha', () => {
  it('is 1 for items that are one, and leaves out incomplete answers', () => {
    const { alpha, respondents, incomplete } = cronbachAlpha([
      [1, 1, 1],
      [2, 2, 2],
      [4, 4, 4],
      [3, null, 3],
    ]);
    expect(alpha).toBeCloseTo(1, 12);
    expect({ respondents, incomplete }).toEqual({ respondents: 3, incomplete: 1 });
  });

  it('is not known for one item, one person or no variance', () => {
    expect(cronbachAlpha([[1], [2]]).alpha).toBeNull();
    expect(cronbachAlpha([[1, 2]]).alpha).toBeNull();
    expect(
      cronbachAlpha([
        [1, 2],
        [1, 2],
      ]).alpha,
    ).toBeNull();
    expect(cronbachAlpha([]).alpha).toBeNull();
  });
});

describe('trust, shares and past value', () => {
  it('divides what earns trust by self-orientation', () => {
    expect(trustIndex({ credibility: 8, reliability: 9, intimacy: 7, selfOrientation: 4 })).toBe(6);
    expect(() => trustIndex({ credibility: 8, reliability: 9, intimacy: 7, selfOrientation: 0 })).toThrow(
      RangeError,
    );
    expect(trustOfMany([]).index).toBeNull();
  });

  it('knows no share of wallet where the category’s spend is not known', () => {
    expect(shareOf({ ours: 300, all: 1_200 })).toBe(0.25);
    expect(shareOf({ ours: 300, all: null })).toBeNull();
    expect(shareOf({ ours: 0, all: 0 })).toBeNull();
    expect(() => shareOf({ ours: 300, all: 200 })).toThrow(RangeError);
  });

  it('tells the share of all spend from the mean of the customers’ shares', () => {
    const { share, mean, known, unknown } = shareOfMany([
      { ours: 90, all: 100 },
      { ours: 100, all: 900 },
      { ours: 50, all: null },
    ]);
    expect(share).toBe(0.19);
    expect(mean).toBeCloseTo((0.9 + 100 / 900) / 2, 12);
    expect({ known, unknown }).toEqual({ known: 2, unknown: 1 });
  });

  it('carries past contributions forward: 100 a year ago at 15 % are 115 today', () => {
    const past = [
      { contributionMinor: 100, yearsAgo: 1 },
      { contributionMinor: 50, yearsAgo: 0 },
    ];
    expect(pastCustomerValue(past, 0.15)).toBeCloseTo(165, 9);
    expect(pastCustomerValue([], 0.15)).toBe(0);
    expect(() => pastCustomerValue(past, -1)).toThrow(RangeError);
  });
});
