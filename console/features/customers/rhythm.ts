/**
 * A customer's own rhythm, ready to be drawn: purchases as ticks along time, and after the last one the span within
 * which the next is still usual, so that lateness is seen. Days are whole UTC days since the epoch.
 */

const DAY_MS = 86_400_000;
/** However long ago the last order was, no more than this many limits are drawn behind it. */
const MOST_LIMITS_DRAWN = 3;
/** Of the whole width, kept free on the right so that the last mark is not at the edge. */
const FREE_SHARE = 0.03;

export interface RhythmInput {
  /** ISO instants of purchases, in any order. */
  readonly orders: readonly string[];
  /** Days after the last order beyond which it counts as late; null where nothing says. */
  readonly limitDays: number | null;
  readonly nowMs: number;
}

export interface Rhythm {
  /** Positions from 0 to 1 along the strip. */
  readonly ticks: readonly number[];
  /** From the last order to where it turns late; null without a limit. */
  readonly usual: { readonly from: number; readonly to: number; readonly untilIso: string } | null;
  /** Null where now lies beyond what is drawn. */
  readonly now: number | null;
  readonly daysSinceLast: number;
  /** Days beyond the limit; 0 or less while not late. */
  readonly overDays: number | null;
  readonly firstIso: string;
}

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Null without a purchase. */
export function rhythmOf({ orders, limitDays, nowMs }: RhythmInput): Rhythm | null {
  const days = orders.map((at) => dayOf(Date.parse(at))).sort((a, b) => a - b);
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const today = Math.max(dayOf(nowMs), last);
  const lateFrom = limitDays === null ? null : last + Math.round(limitDays);
  const drawnUntil =
    limitDays === null ? today : Math.min(today, last + Math.ceil(limitDays * MOST_LIMITS_DRAWN));
  const end = Math.max(drawnUntil, lateFrom ?? 0, first + 1);
  const width = (end - first) * (1 + FREE_SHARE);
  const place = (day: number) => (day - first) / width;
  return {
    ticks: [...new Set(days)].map(place),
    usual: lateFrom === null ? null : { from: place(last), to: place(lateFrom), untilIso: isoDay(lateFrom) },
    now: today <= end ? place(today) : null,
    daysSinceLast: today - last,
    overDays: lateFrom === null ? null : today - lateFrom,
    firstIso: isoDay(first),
  };
}
