/**
 * What a customer buys again, and when. Personal frequency is how often they bought an item; the rhythm weighs it by whether the
 * time has come: an item is due when its typical gap has passed since they bought it last. The typical gap is the customer's
 * own mean gap, drawn towards the gap of all who reorder the item, as if one gap of theirs had been seen; so two purchases say
 * something and ten say more.
 */
import { DAY_MS, type Instant } from '../time.ts';
import type { HistoryRow, Interactions } from './interactions.ts';

/** After so many typical gaps without a purchase the weight begins to halve with each further gap. */
const PATIENCE_GAPS = 2;
/** Weight of an item nobody is known to reorder: half of one that is due. */
const WITHOUT_RHYTHM = 0.5;

/** Adds to `scores` how often each item was bought. */
export function addFrequency({ items, counts }: HistoryRow, scores: Float64Array): void {
  for (let n = 0; n < items.length; n += 1) {
    const item = items[n] ?? 0;
    scores[item] = (scores[item] ?? 0) + (counts[n] ?? 0);
  }
}

/** Mean days between a cell's purchases; NaN where it has fewer than two days. */
function meanGapDays(days: number, firstAt: Instant, lastAt: Instant): number {
  return days < 2 ? Number.NaN : (lastAt - firstAt) / DAY_MS / (days - 1);
}

/** The gap at which half of the weight lies below; `gaps` ascend. */
function weightedMedian(gaps: readonly { readonly gap: number; readonly weight: number }[]): number {
  const half = gaps.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const { gap, weight } of gaps) {
    below += weight;
    if (below >= half) return gap;
  }
  return Number.NaN;
}

/**
 * By item: days that typically pass until a customer buys it again, the median over customers weighted by their gaps; NaN where
 * nobody bought it on two days. O(cells log cells).
 */
export function reorderGaps({ items, days, firstAt, lastAt, itemIds }: Interactions): Float64Array {
  const seen = new Map<number, { gap: number; weight: number }[]>();
  for (let cell = 0; cell < items.length; cell += 1) {
    const gap = meanGapDays(days[cell] ?? 0, firstAt[cell] ?? 0, lastAt[cell] ?? 0);
    if (Number.isNaN(gap)) continue;
    const gaps = seen.get(items[cell] ?? 0) ?? [];
    gaps.push({ gap, weight: (days[cell] ?? 0) - 1 });
    seen.set(items[cell] ?? 0, gaps);
  }
  const typical = new Float64Array(itemIds.length).fill(Number.NaN);
  for (const [item, gaps] of seen) typical[item] = weightedMedian(gaps.sort((a, b) => a.gap - b.gap));
  return typical;
}

export interface Rhythm {
  /** Days that typically pass until this customer buys the item again; null where nothing is known of it. */
  readonly gapDays: number | null;
  /** Days since the last purchase; null without a date. */
  readonly sinceDays: number | null;
  /** Typical gaps that have passed since; 1 or more is due, null is not known. */
  readonly gapsPassed: number | null;
}

/** The rhythm of a history's nth item. `itemGapDays` is NaN where nobody reorders it. */
export function rhythmOf(history: HistoryRow, n: number, itemGapDays: number, now: Instant): Rhythm {
  const { days, firstAt, lastAt } = history;
  const last = lastAt[n] ?? Number.NaN;
  const sinceDays = Number.isNaN(last) ? null : Math.max(0, (now - last) / DAY_MS);
  const gaps = Math.max(0, (days[n] ?? 0) - 1);
  const own = meanGapDays(days[n] ?? 0, firstAt[n] ?? 0, last);
  const drawn = Number.isNaN(itemGapDays)
    ? own
    : gaps === 0
      ? itemGapDays
      : (gaps * own + itemGapDays) / (gaps + 1);
  const gapDays = Number.isNaN(drawn) || drawn <= 0 ? null : drawn;
  const known = gapDays !== null && sinceDays !== null && !Number.isNaN(sinceDays);
  return { gapDays, sinceDays, gapsPassed: known ? sinceDays / gapDays : null };
}

/**
 * From a half just after a purchase, when the next is a gap away, to 1 when the item is due; falls by half with each gap after
 * the second, as habits end.
 */
export function readiness({ gapsPassed }: Rhythm): number {
  if (gapsPassed === null) return WITHOUT_RHYTHM;
  return (0.5 + 0.5 * Math.min(1, gapsPassed)) * 2 ** -Math.max(0, gapsPassed - PATIENCE_GAPS);
}

/** Adds to `scores` how often each item was bought, weighed by its readiness at `now`. */
export function addRhythm(
  history: HistoryRow,
  gapDays: Float64Array,
  now: Instant,
  scores: Float64Array,
): void {
  for (let n = 0; n < history.items.length; n += 1) {
    const item = history.items[n] ?? 0;
    const rhythm = rhythmOf(history, n, gapDays[item] ?? Number.NaN, now);
    scores[item] = (scores[item] ?? 0) + (history.counts[n] ?? 0) * readiness(rhythm);
  }
}
