/**
 * What the fit needs of a segment: one row a customer with an order, in columns, the counts of the gaps, and a sample of how
 * customers stood in the past. Segments are summarised apart and merged exactly.
 */
import { gapsBetween, type OrderHistory } from '../customer/order.ts';
import type { CustomerId } from '../ids.ts';
import type { PersonHistory } from '../ports.ts';
import { type Instant, utcDay } from '../time.ts';
import type { PurchaseStatistics } from './lifecycle.ts';
import type { OwnMargin, OwnMargins } from './marginFound.ts';
import { type Costs, ownMargin } from './ownMargin.ts';
import { mergePast, PastSampler } from './pastSample.ts';
import { DayCounts } from './quantile.ts';
import type { SegmentSummary, SummaryColumns } from './segmentSummary.ts';
import { averageOrderMinor } from './rfm.ts';
import { meanRepeatMinor, repeatDays, statisticsOf } from './statistics.ts';

const CELLS = 8;

/** Growable rows, kept flat so that a million customers stay small. */
class Rows {
  private size = 0;
  private cells = new Float64Array(CELLS * 256);
  private readonly withMargins: boolean;

  constructor(withMargins: boolean) {
    this.withMargins = withMargins;
  }

  add(
    { x, txDays, TDays }: NonNullable<ReturnType<typeof repeatDays>>,
    statistics: PurchaseStatistics,
    margin: OwnMargin | null,
  ): void {
    const start = this.size * CELLS;
    if (start + CELLS > this.cells.length) {
      const larger = new Float64Array(this.cells.length * 2);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[start] = x;
    this.cells[start + 1] = txDays;
    this.cells[start + 2] = TDays;
    this.cells[start + 3] = meanRepeatMinor(statistics);
    this.cells[start + 4] = averageOrderMinor(statistics);
    this.cells[start + 5] = TDays - txDays;
    this.cells[start + 6] = margin?.marginMinor ?? 0;
    this.cells[start + 7] = margin?.revenueMinor ?? 0;
    this.size += 1;
  }

  private column<Column extends Int32Array | Float64Array>(into: Column, place: number): Column {
    for (let i = 0; i < into.length; i += 1) into[i] = this.cells[i * CELLS + place] ?? 0;
    return into;
  }

  columns(): SummaryColumns {
    const measured = this.withMargins ? this.size : 0;
    return {
      x: this.column(new Int32Array(this.size), 0),
      txDays: this.column(new Int32Array(this.size), 1),
      TDays: this.column(new Int32Array(this.size), 2),
      meanRepeatMinor: this.column(new Float64Array(this.size), 3),
      averageMinor: this.column(new Float64Array(this.size), 4),
      sinceLastDays: this.column(new Int32Array(this.size), 5),
      marginMinor: this.column(new Float64Array(measured), 6),
      marginRevenueMinor: this.column(new Float64Array(measured), 7),
    };
  }
}

export interface SummaryOptions {
  readonly learns?: boolean;
  readonly margins?: boolean;
}

/** Collects histories one by one. O(orders). */
export class Summariser {
  private readonly rows: Rows;
  private readonly firstGaps = new DayCounts();
  private readonly gaps = new DayCounts();
  private people = 0;
  private readonly past: PastSampler | null;
  private readonly evaluationDay: number;

  /** Without `learns` there is no sample of the past, and the fit tries no models. `margins`: everybody's own is measured. */
  constructor(at: Instant, { learns = true, margins = false }: SummaryOptions = {}) {
    this.evaluationDay = utcDay(at);
    this.rows = new Rows(margins);
    this.past = learns ? new PastSampler(this.evaluationDay) : null;
  }

  add(id: CustomerId, history: OrderHistory, margin: OwnMargin | null = null): void {
    this.people += 1;
    const statistics = statisticsOf(history);
    const repeat = repeatDays(statistics, this.evaluationDay);
    if (repeat === null) return;
    this.rows.add(repeat, statistics, margin);
    const gaps = gapsBetween(history.days);
    const [firstGap] = gaps;
    if (firstGap !== undefined) this.firstGaps.add(firstGap);
    for (const gap of gaps) this.gaps.add(gap);
    this.past?.add(id, history.days);
  }

  summary(): SegmentSummary {
    return {
      people: this.people,
      columns: this.rows.columns(),
      firstGaps: this.firstGaps,
      gaps: this.gaps,
      past: this.past?.sample() ?? mergePast([]),
    };
  }
}

export interface SummarisedSegment {
  readonly summary: SegmentSummary;
  /** Null where the run measures none. */
  readonly margins: OwnMargins | null;
}

/**
 * Summary of the pages of one segment, for an evaluation at 00:00 UTC of `at`. With `costs` the pages have orders, and
 * everybody's own margin is counted from them.
 */
export async function summarise(
  pages: AsyncIterable<readonly PersonHistory[]>,
  {
    at,
    learns = true,
    costs = null,
  }: { readonly at: Instant; readonly learns?: boolean; readonly costs?: Costs | null },
): Promise<SummarisedSegment> {
  const summariser = new Summariser(at, { learns, margins: costs !== null });
  const margins = new Map<CustomerId, OwnMargin>();
  for await (const page of pages)
    for (const { person, history, orders = [] } of page) {
      const own = costs === null ? null : ownMargin(orders, at, costs);
      if (own !== null) margins.set(person.id, own);
      summariser.add(person.id, history, own);
    }
  return { summary: summariser.summary(), margins: costs === null ? null : margins };
}

function joined<A extends Int32Array | Float64Array>(parts: readonly A[], into: (length: number) => A): A {
  const whole = into(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Summaries of all segments as one. */
export function mergeSummaries(parts: readonly SegmentSummary[]): SegmentSummary {
  const firstGaps = new DayCounts();
  const gaps = new DayCounts();
  for (const part of parts) {
    firstGaps.merge(part.firstGaps);
    gaps.merge(part.gaps);
  }
  const whole = (of: (columns: SummaryColumns) => Int32Array) =>
    joined(
      parts.map((part) => of(part.columns)),
      (length) => new Int32Array(length),
    );
  const money = (of: (columns: SummaryColumns) => Float64Array) =>
    joined(
      parts.map((part) => of(part.columns)),
      (length) => new Float64Array(length),
    );
  return {
    people: parts.reduce((sum, part) => sum + part.people, 0),
    columns: {
      x: whole((c) => c.x),
      txDays: whole((c) => c.txDays),
      TDays: whole((c) => c.TDays),
      meanRepeatMinor: money((c) => c.meanRepeatMinor),
      averageMinor: money((c) => c.averageMinor),
      sinceLastDays: whole((c) => c.sinceLastDays),
      marginMinor: money((c) => c.marginMinor),
      marginRevenueMinor: money((c) => c.marginRevenueMinor),
    },
    firstGaps,
    gaps,
    past: mergePast(parts.map((part) => part.past)),
  };
}
