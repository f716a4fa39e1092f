import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { analyse } from '../../../core/analytics/analyse.ts';
import { rfmAnswer } from '../../../core/analytics/answers.ts';
import { RfmView } from '../../../core/analytics/rfmView.ts';
import { foldOrders } from '../../../core/customer/order.ts';
import { aBuyer, aContext, aSource } from '../../support/analytics.ts';
import { at, someSettings } from '../../support/builders.ts';
import { CDNOW_ABSENT, cdnowOrders, gold } from '../../support/cdnow.ts';

function scored(people: readonly ReturnType<typeof aBuyer>[]) {
  const view = new RfmView(aContext('2026-03-01'), { withRows: true });
  for (const person of people) view.add(person);
  return view.answer();
}

describe('RFM', () => {
  it('gives equal customers equal scores, and counts those strictly worse', () => {
    const people = [
      aBuyer('a', ['2026-02-01'], [100]),
      aBuyer('b', ['2026-02-01'], [200]),
      aBuyer('c', ['2026-02-01'], [300]),
      aBuyer('d', ['2026-02-01'], [400]),
      aBuyer('e', ['2026-01-01', '2026-02-20'], [500, 0]),
    ];
    const { customers = [], scoreCounts, n } = scored(people);
    expect(n).toBe(5);
    expect(customers.map(({ m }) => m)).toEqual([1, 2, 3, 4, 5]);
    expect(customers.map(({ r }) => r)).toEqual([1, 1, 1, 1, 5]);
    expect(scoreCounts.F).toEqual({ 1: 4, 5: 1 });
  });

  it('counts days to the last complete day, spend less refunds, and people without orders apart', () => {
    const { history } = aBuyer('a', ['2026-02-27']);
    const refunded = { ...aBuyer('a', []), history: { ...history, refundsMinor: -400 } };
    const answer = scored([refunded, aBuyer('nobody', [])]);
    expect(answer).toMatchObject({ n: 1, prospects: 1, means: { R: 1, F: 1, M: 6 } });
    expect(answer.customers?.[0]).toMatchObject({ recencyDays: 1, spendMinor: 600, monetary: 6 });
  });

  it('says nothing of an empty shop', () => {
    expect(scored([])).toMatchObject({
      n: 0,
      means: null,
      scoreCounts: { R: {}, F: {}, M: {} },
      customers: [],
    });
  });
});

const goldSchema = z.object({
  n: z.number(),
  score_counts: z.record(z.string(), z.record(z.string(), z.number())),
  top_rfm_555: z.number(),
  bottom_111: z.number(),
  means: z.object({ R: z.number(), F: z.number(), M: z.number() }),
  first_20_by_id: z.array(
    z.object({
      id: z.number(),
      recency_days: z.number(),
      frequency: z.number(),
      monetary: z.number(),
      r: z.number(),
      f: z.number(),
      m: z.number(),
    }),
  ),
});

describe.skipIf(CDNOW_ABSENT)('RFM of the CDNOW sample (skipped where it is absent)', () => {
  it('is that of the reference', async () => {
    const reference = goldSchema.parse(gold('rfm_cdnow.json'));
    const people = Array.from(
      Map.groupBy(cdnowOrders(), ({ customerId }) => customerId),
      ([id, orders]) => ({
        person: { id, version: 1, knownSince: orders[0]?.at ?? 0, lifecycle: null },
        history: foldOrders(orders),
      }),
    );
    const source = aSource(people, { model: null, settings: someSettings(), currency: 'USD' }, 3);
    const answer = rfmAnswer.parse(
      await analyse(source, { view: 'rfm', until: at('1998-07-01'), withRows: true, most: 1 }),
    );
    expect(answer.n).toBe(reference.n);
    expect(answer.scoreCounts).toEqual(reference.score_counts);
    expect([answer.topRfm555, answer.bottom111]).toEqual([reference.top_rfm_555, reference.bottom_111]);
    for (const name of ['R', 'F', 'M'] as const)
      expect(answer.means?.[name]).toBeCloseTo(reference.means[name], 9);
    const byId = new Map(answer.customers?.map((row) => [Number(row.id), row]));
    expect(reference.first_20_by_id).toHaveLength(20);
    for (const { id, recency_days, ...row } of reference.first_20_by_id)
      expect(byId.get(id)).toMatchObject({ ...row, recencyDays: recency_days });
  });
});
