import { describe, expect, it } from 'vitest';
import { evaluateRankings, rankingCases, type Scorer } from '../../../core/recommend/evaluateRankings.ts';
import { purchaseTable, undatedHistory } from '../../support/purchaseTables.ts';

/** Item 4 first, then 3, 2, 1, 0. */
const byNumber: Scorer = (_, scores) => {
  for (let item = 0; item < scores.length; item += 1) scores[item] = item;
};
const OPTIONS = { k: 3, excludeSeen: false, items: 5 };
const log2 = Math.log2;

function aCase(bought: readonly number[], wanted: readonly number[], wantedElsewhere = 0) {
  return { history: undatedHistory(bought), wanted: new Set(wanted), wantedElsewhere, now: Number.NaN };
}

describe('the quality of rankings', () => {
  it('is worked out by hand for one customer', () => {
    // The list is 4, 3, 2: 3 is hit at rank 2, 0 is missed.
    expect(evaluateRankings([aCase([1], [0, 3])], byNumber, OPTIONS)).toEqual({
      users: 1,
      recallAtK: 1 / 2,
      ndcgAtK: expect.closeTo(1 / log2(3) / (1 + 1 / log2(3)), 15),
      hitRateAtK: 1,
      coverageAtK: 3 / 5,
    });
  });

  it('is a mean over customers', () => {
    const quality = evaluateRankings([aCase([1], [4]), aCase([1], [0])], byNumber, OPTIONS);
    expect(quality).toMatchObject({ users: 2, recallAtK: 0.5, ndcgAtK: 0.5, hitRateAtK: 0.5 });
  });

  it('asks no more of a list than it has places', () => {
    const quality = evaluateRankings([aCase([], [0, 1, 2, 3, 4])], byNumber, OPTIONS);
    expect(quality).toMatchObject({ recallAtK: 1, ndcgAtK: 1 });
  });

  it('leaves out what was bought before where that is asked, and then it cannot be hit', () => {
    const options = { ...OPTIONS, excludeSeen: true };
    expect(evaluateRankings([aCase([4], [1])], byNumber, options).recallAtK).toBe(1);
    expect(evaluateRankings([aCase([4], [4, 1])], byNumber, options).recallAtK).toBe(1 / 2);
    expect(evaluateRankings([aCase([0, 1, 2, 3, 4], [4])], byNumber, options)).toMatchObject({
      users: 1,
      recallAtK: 0,
      coverageAtK: 0,
    });
  });

  it('counts what is not in the catalogue as wanted and missed', () => {
    expect(evaluateRankings([aCase([1], [4], 1)], byNumber, OPTIONS).recallAtK).toBe(1 / 2);
    expect(evaluateRankings([aCase([1], [], 1)], byNumber, OPTIONS)).toMatchObject({
      users: 1,
      recallAtK: 0,
    });
  });

  it('gives ties to the lower item', () => {
    const alike: Scorer = () => {};
    expect(evaluateRankings([aCase([1], [2])], alike, OPTIONS).hitRateAtK).toBe(1);
    expect(evaluateRankings([aCase([1], [3])], alike, OPTIONS).hitRateAtK).toBe(0);
  });

  it('is nothing where nobody is judged', () => {
    const nothing = { users: 0, recallAtK: 0, ndcgAtK: 0, hitRateAtK: 0, coverageAtK: 0 };
    expect(evaluateRankings([], byNumber, OPTIONS)).toEqual(nothing);
    expect(evaluateRankings([aCase([1], [])], byNumber, OPTIONS)).toEqual(nothing);
  });
});

describe('who is judged', () => {
  it('is who stands in both tables, by their own names of items', () => {
    const train = purchaseTable([
      ['ann', 'milk', 1],
      ['bob', 'tea', 5],
    ]);
    const test = purchaseTable([
      ['ann', 'tea'],
      ['ann', 'tea'],
      ['ann', 'jam'],
      ['eve', 'tea'],
    ]);
    const [only, ...others] = rankingCases(train, test);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ wanted: new Set([1]), wantedElsewhere: 1, now: 5 * 86_400_000 });
    expect([...(only?.history.items ?? [])]).toEqual([0]);
  });
});
