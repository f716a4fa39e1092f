import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { foldOrders } from '../../../core/customer/order.ts';
import { RFM_GROUPS, type PurchaseStatistics } from '../../../core/lifecycle/lifecycle.ts';
import type { RfmCuts } from '../../../core/lifecycle/model.ts';
import { averageOrderMinor, quintileCuts, rfmGroup, rfmScores } from '../../../core/lifecycle/rfm.ts';
import { statisticsOf } from '../../../core/lifecycle/statistics.ts';
import { utcDay } from '../../../core/time.ts';
import { anOrder, at } from '../../support/builders.ts';
import { CDNOW_ABSENT, cdnowOrders, gold } from '../../support/cdnow.ts';

const STATISTICS = statisticsOf(foldOrders([anOrder()]));
const NO_CUTS: RfmCuts = { recency: [], frequency: [], averageMinor: [] };

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** The score of a value under cuts, through the only public door. */
function scoreOf(value: number, cuts: readonly number[]): number {
  const statistics: PurchaseStatistics = { ...STATISTICS, orderDays: value };
  return rfmScores(statistics, 0, { ...NO_CUTS, frequency: cuts })?.frequency ?? 0;
}

function naiveScore(value: number, all: readonly number[]): number {
  const worse = all.filter((other) => other < value).length;
  return 1 + Math.floor((5 * worse) / all.length);
}

describe('quintile cuts', () => {
  const values = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 80 });

  it('reproduce 1 + floor(5 · strictly worse / all), ties together', () => {
    fc.assert(
      fc.property(values, (all) => {
        const cuts = quintileCuts(sorted(all));
        expect(all.map((value) => scoreOf(value, cuts))).toEqual(all.map((value) => naiveScore(value, all)));
      }),
      { numRuns: 500 },
    );
  });

  it('score better what is better, and equal customers equally', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -40, max: 40 }), (all, value) => {
        const cuts = quintileCuts(sorted(all));
        expect(scoreOf(value, cuts)).toBeLessThanOrEqual(scoreOf(value + 1, cuts));
        expect(cuts).toEqual(sorted(cuts));
      }),
    );
  });

  it.each([
    ['five different values', [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]],
    ['all alike', [7, 7, 7, 7], [1, 1, 1, 1]],
    ['one customer', [9], [1]],
    ['a half of one-time buyers', [1, 1, 1, 1, 2, 3], [1, 1, 1, 1, 4, 5]],
  ])('%s', (_, all, scores) => {
    const cuts = quintileCuts(all);
    expect(all.map((value) => scoreOf(value, cuts))).toEqual(scores);
  });
});

describe('rfmScores', () => {
  it('are null for people without an order', () => {
    expect(rfmScores(statisticsOf(foldOrders([])), 100, NO_CUTS)).toBeNull();
  });

  it('count a more recent order, more order days and a larger average as better', () => {
    const cuts = { recency: [-10], frequency: [2], averageMinor: [1_000] };
    const day = utcDay(at('2026-03-10'));
    const regular = { ...STATISTICS, orderDays: 2, orders: 2, spendMinor: 2_000, lastDay: day - 10 };
    expect(rfmScores(regular, day, cuts)).toEqual({ recency: 2, frequency: 2, monetary: 2 });
    const faded = { ...regular, orderDays: 1, spendMinor: 1_998, lastDay: day - 11 };
    expect(rfmScores(faded, day, cuts)).toEqual({ recency: 1, frequency: 1, monetary: 1 });
  });

  it('take the average order for M, so that frequency does not count twice', () => {
    expect(averageOrderMinor({ ...STATISTICS, orders: 4, spendMinor: 10_000 })).toBe(2_500);
    expect(averageOrderMinor({ ...STATISTICS, orders: 0, spendMinor: 0 })).toBe(0);
  });
});

describe('before the shop’s first fit', () => {
  it.each([
    ['one order', 1, false, 'new'],
    ['several orders', 3, false, 'promising'],
    ['one order long ago', 1, true, 'hibernating'],
    ['several orders long ago', 3, true, 'at-risk'],
  ] as const)('somebody with %s is judged by stage, not against nobody', (_, orderDays, inDecline, group) => {
    const scores = rfmScores({ ...STATISTICS, orderDays }, utcDay(at('2026-03-10')), NO_CUTS);
    expect(rfmGroup(scores, orderDays, inDecline)).toBe(group);
  });
});

describe('rfmGroup', () => {
  const scores = [1, 2, 3, 4, 5];

  it('names a group for every combination of scores, and the same whoever asks', () => {
    const groups = scores.flatMap((recency) =>
      scores.flatMap((frequency) =>
        scores.flatMap((monetary) =>
          [1, 2, 9].map((days) => rfmGroup({ recency, frequency, monetary }, days, false)),
        ),
      ),
    );
    expect(groups.filter((group) => !RFM_GROUPS.includes(group))).toEqual([]);
    expect(new Set(groups)).toEqual(new Set(RFM_GROUPS.filter((group) => group !== 'prospects')));
  });

  it.each([
    ['champions', 5, 5, 5, 9],
    ['champions', 4, 4, 3, 9],
    ['loyal', 5, 5, 2, 9],
    ['promising', 4, 3, 5, 2],
    ['new', 5, 1, 5, 1],
    ['loyal', 3, 4, 1, 6],
    ['needs-attention', 3, 1, 5, 1],
    ['cannot-lose', 1, 5, 5, 9],
    ['cannot-lose', 2, 4, 4, 5],
    ['at-risk', 2, 4, 3, 5],
    ['at-risk', 1, 3, 5, 2],
    ['hibernating', 1, 3, 5, 1],
    ['hibernating', 2, 2, 2, 2],
  ] as const)('%s: R%i F%i M%i with %i order days', (group, recency, frequency, monetary, days) => {
    expect(rfmGroup({ recency, frequency, monetary }, days, false)).toBe(group);
  });

  it('calls people without an order prospects', () => {
    expect(rfmGroup(null, 0, false)).toBe('prospects');
  });

  it('calls nobody in decline by a name of those who still come, however recent the shop makes them look', () => {
    const named = scores.flatMap((frequency) =>
      scores.map((monetary) => rfmGroup({ recency: 5, frequency, monetary }, 4, true)),
    );
    expect(new Set(named)).toEqual(new Set(['cannot-lose', 'at-risk', 'hibernating']));
  });
});

const counts = z.record(z.string(), z.number());
const goldSchema = z.object({
  n: z.number(),
  score_counts: z.object({ R: counts, F: counts, M: counts }),
  first_20_by_id: z.array(z.object({ id: z.number(), r: z.number(), f: z.number(), m: z.number() })),
});

describe.skipIf(CDNOW_ABSENT)('the scores of CDNOW (skipped where the data is absent)', () => {
  // The reference scores M by total spend; here every customer counts as one order of everything spent.
  function scored() {
    const byCustomer = Map.groupBy(cdnowOrders(), (order) => order.customerId);
    const people = Array.from(byCustomer, ([id, orders]) => ({
      id,
      ...statisticsOf(foldOrders(orders)),
      orders: 1,
    }));
    const day = utcDay(at('1998-07-01'));
    const cuts = {
      recency: quintileCuts(sorted(people.map(({ lastDay }) => (lastDay ?? 0) - day))),
      frequency: quintileCuts(sorted(people.map(({ orderDays }) => orderDays))),
      averageMinor: quintileCuts(sorted(people.map(({ spendMinor }) => spendMinor))),
    };
    return people.map((one) => ({ id: Number(one.id), ...rfmScores(one, day, cuts) }));
  }

  it('are the reference’s, customer by customer and in sum', () => {
    const wanted = goldSchema.parse(gold('rfm_cdnow.json'));
    const people = scored();
    const tally = (pick: (one: (typeof people)[number]) => number | undefined) =>
      people.reduce<Record<string, number>>((sum, one) => {
        const score = String(pick(one));
        return { ...sum, [score]: (sum[score] ?? 0) + 1 };
      }, {});
    expect(people).toHaveLength(wanted.n);
    expect(tally((one) => one.recency)).toEqual(wanted.score_counts.R);
    expect(tally((one) => one.frequency)).toEqual(wanted.score_counts.F);
    expect(tally((one) => one.monetary)).toEqual(wanted.score_counts.M);
    const byId = new Map(people.map((one) => [one.id, one]));
    for (const { id, r, f, m } of wanted.first_20_by_id) {
      expect(byId.get(id)).toEqual({ id, recency: r, frequency: f, monetary: m });
    }
  });
});
