import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldOrders, type OrderHistory } from '../../../core/customer/order.ts';
import { type CustomerId, customerId } from '../../../core/ids.ts';
import type { SegmentSummary } from '../../../core/lifecycle/segmentSummary.ts';
import { mergeSummaries, Summariser, summarise } from '../../../core/lifecycle/summarise.ts';
import type { PersonHistory } from '../../../core/ports.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anOrder, aPerson } from '../../support/builders.ts';

const AT = 500 * DAY_MS;

const histories = fc
  .array(fc.record({ day: fc.nat(499), amountMinor: fc.integer({ min: -500, max: 9_000 }) }), {
    maxLength: 8,
  })
  .map((rows) => foldOrders(rows.map(({ day, amountMinor }) => anOrder({ at: day * DAY_MS, amountMinor }))));

/** Histories of a test are told apart by what is in them; equal ones are interchangeable. */
function idOf({ days, dayMinor }: OrderHistory): CustomerId {
  return customerId(`${days.join()} ${dayMinor.join()}`);
}

function summaryOf(people: readonly OrderHistory[]): SegmentSummary {
  const summariser = new Summariser(AT);
  for (const history of people) summariser.add(idOf(history), history);
  return summariser.summary();
}

/** What two summaries must agree on, quantiles standing for the counts. */
function told({ people, columns, firstGaps, gaps, past }: SegmentSummary) {
  const shares = [0, 0.1, 0.5, 0.9, 1];
  return {
    people,
    columns,
    past,
    totals: [firstGaps.total, gaps.total],
    quantiles: shares.map((p) => [firstGaps.quantile(p), gaps.quantile(p)]),
  };
}

describe('a summary', () => {
  it('holds a row for each customer with an order, and the gaps', () => {
    const orders = [1, 11, 41].map((day) => anOrder({ at: day * DAY_MS, amountMinor: day * 100 }));
    const { people, columns, firstGaps, gaps } = summaryOf([foldOrders(orders), foldOrders([])]);
    expect(people).toBe(2);
    expect(columns).toEqual({
      x: Int32Array.of(2),
      txDays: Int32Array.of(40),
      TDays: Int32Array.of(498),
      meanRepeatMinor: Float64Array.of(2_600),
      averageMinor: Float64Array.of(5_300 / 3),
      sinceLastDays: Int32Array.of(458),
      marginMinor: new Float64Array(),
      marginRevenueMinor: new Float64Array(),
    });
    expect([firstGaps.total, firstGaps.quantile(0.5)]).toEqual([1, 10]);
    expect([gaps.total, gaps.quantile(1)]).toEqual([2, 30]);
  });

  it('of the whole equals the merged summaries of its parts, however it is cut', () => {
    const cutting = fc.array(fc.array(histories, { maxLength: 12 }), { maxLength: 5 });
    fc.assert(
      fc.property(cutting, (parts) => {
        expect(told(mergeSummaries(parts.map(summaryOf)))).toEqual(told(summaryOf(parts.flat())));
      }),
    );
  });

  it('of a large segment keeps every row in its place', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => foldOrders([anOrder({ at: (i % 400) * DAY_MS })]));
    const { columns } = summaryOf(many);
    expect(Array.from(columns.TDays)).toEqual(many.map((_, i) => 499 - (i % 400)));
  });

  it('is read page by page', async () => {
    const known = (history: OrderHistory): PersonHistory => ({
      person: aPerson({ id: idOf(history) }),
      history,
    });
    const pages = [[known(foldOrders([anOrder({ at: DAY_MS })]))], [known(foldOrders([]))]];
    async function* read() {
      yield* pages;
    }
    expect(told((await summarise(read(), { at: AT })).summary)).toEqual(
      told(summaryOf(pages.flat().map(({ history }) => history))),
    );
  });
});
