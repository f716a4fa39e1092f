/**
 * The scratch of an evaluation that two parts of a shop share: each puts its own summary, hands it to the other and fits the
 * model to both. Both fit the same, so nobody waits for the other's model.
 */
import type { PastSample } from '../../core/lifecycle/pastSample.ts';
import { DayCounts } from '../../core/lifecycle/quantile.ts';
import type { SegmentSummary, SummaryColumns } from '../../core/lifecycle/segmentSummary.ts';
import type { EvaluationScratch } from '../../core/ports.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';

/** A summary as it travels between threads. */
export interface SummaryMessage {
  readonly kind: 'summary';
  readonly run: string;
  readonly people: number;
  readonly columns: SummaryColumns;
  readonly firstGaps: readonly number[];
  readonly gaps: readonly number[];
  /** Empty: a simulation learns nothing from the past. */
  readonly past: PastSample;
}

interface Waiting {
  readonly resolve: (summary: SegmentSummary) => void;
  readonly reject: (reason: Error) => void;
}

export class SummaryExchange {
  private readonly place: 'first' | 'second';
  private readonly send: (message: SummaryMessage) => void;
  private readonly arrived = new Map<string, SegmentSummary>();
  private readonly waiting = new Map<string, Waiting>();
  private failure: Error | null = null;

  /** `place` of the own part, so that both list the parts in the same order. */
  constructor(place: 'first' | 'second', send: (message: SummaryMessage) => void) {
    this.place = place;
    this.send = send;
  }

  /** The other part's summary came. */
  receive({ run, people, columns, past, ...counts }: SummaryMessage): void {
    const [firstGaps, gaps] = [DayCounts.of(counts.firstGaps), DayCounts.of(counts.gaps)];
    const summary = { people, columns, firstGaps, gaps, past };
    const waiting = this.waiting.get(run);
    if (waiting === undefined) this.arrived.set(run, summary);
    else {
      this.waiting.delete(run);
      waiting.resolve(summary);
    }
  }

  /** The other part is no more: whoever waits for it waits in vain. */
  fail(reason: Error): void {
    this.failure = reason;
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }

  scratch(): EvaluationScratch {
    const own = memoryScratch();
    return {
      ...own,
      put: async (run, segment, summary) => {
        await own.put(run, segment, summary);
        const { people, columns, past } = summary;
        const [firstGaps, gaps] = [summary.firstGaps.list(), summary.gaps.list()];
        this.send({ kind: 'summary', run, people, columns, firstGaps, gaps, past });
      },
      all: async (run) => {
        const [mine, others] = [await own.all(run), await this.other(run)];
        return this.place === 'first' ? [...mine, others] : [others, ...mine];
      },
    };
  }

  private other(run: string): Promise<SegmentSummary> {
    const arrived = this.arrived.get(run);
    this.arrived.delete(run);
    if (arrived !== undefined) return Promise.resolve(arrived);
    return new Promise((resolve, reject) => {
      if (this.failure === null) this.waiting.set(run, { resolve, reject });
      else reject(this.failure);
    });
  }
}
