/** A file of orders as a shop to be analysed: no store, no settings but the defaults, a model fitted to the file itself. */
import {
  analyse,
  type AnalyticsAnswer,
  type AnalyticsRequest,
  type AnalyticsSource,
} from '../../core/analytics/analyse.ts';
import { foldOrders } from '../../core/customer/order.ts';
import { isCustomerId } from '../../core/ids.ts';
import type { PersonHistory } from '../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { type Instant, startOfDay, utcDay } from '../../core/time.ts';
import type { OrderLog } from '../../core/value/orderLog.ts';
import { type OrderSource, readOrders } from '../value/readOrders.ts';

export interface OrderFileRequest extends Omit<AnalyticsRequest, 'until'> {
  /** Null: the day after the last order. */
  readonly until: Instant | null;
}

export interface OrderFileAnalysis {
  readonly answer: AnalyticsAnswer;
  readonly rows: number;
  readonly rejected: number;
  readonly notes: readonly string[];
}

/** Money to the minor unit: a file may hold more decimals than its currency has. */
function* peopleOf(log: OrderLog, before: Instant): Generator<PersonHistory> {
  for (const [id, orders] of log) {
    const [first] = orders;
    if (first === undefined || !isCustomerId(id)) continue;
    const knownSince = orders.reduce((earliest, { at }) => Math.min(earliest, at), first.at);
    if (knownSince >= before) continue;
    const rounded = orders.map(({ at, amountMinor }) => ({ at, amountMinor: Math.round(amountMinor) }));
    yield { person: { id, version: 0, knownSince, lifecycle: null }, history: foldOrders(rounded, before) };
  }
}

function sourceOf(log: OrderLog, currency: string | null): AnalyticsSource {
  return {
    segments: 1,
    atOnce: 1,
    async *scan(_, before) {
      yield [...peopleOf(log, before)];
    },
    model: null,
    settings: DEFAULT_SETTINGS,
    currency,
    lossReasons: async () => new Map(),
    beside: async () => ({ product: null, promotion: null }),
  };
}

function dayAfterLast(log: OrderLog): Instant {
  let last = 0;
  for (const orders of log.values()) for (const { at } of orders) last = Math.max(last, at);
  return startOfDay(utcDay(last) + 1);
}

/** Throws `ImportMisuse` where the file cannot be read. */
export async function analyseOrderFile(
  source: OrderSource,
  { until, ...request }: OrderFileRequest,
): Promise<OrderFileAnalysis> {
  const { log, rows, rejected, notes } = await readOrders(source);
  const answer = await analyse(sourceOf(log, source.currency), {
    ...request,
    until: until ?? dayAfterLast(log),
  });
  return { answer, rows, rejected, notes };
}
