/**
 * The hour of the day at which a person is most likely to be there, from the local hours of past orders. An hour's score is
 *
 *   3·c(h) + 2·(c(h−1) + c(h+1)) + c(h−2) + c(h+2),
 *
 * a triangular kernel around the clock, where c counts the orders of an hour and the fallback counts as two more. So one or two
 * orders far from the fallback do not move it, three in one hour do, and the evidence of neighbouring hours adds up.
 */
import { DAY_MS, type Instant, MINUTE_MS } from '../../time.ts';
import { localTimeOfDayMs } from '../../zone.ts';
import { nextLocalTime } from './localTime.ts';

/** Minutes after midnight, `until` exclusive; may span midnight. */
export interface MinuteWindow {
  readonly from: number;
  readonly until: number;
}

const HOURS = 24;
const HOUR_MINUTES = 60;
const WHOLE_DAY: MinuteWindow = { from: 0, until: HOURS * HOUR_MINUTES };
/** Weight by hours apart. */
const KERNEL = [3, 2, 1] as const;
/** Orders the fallback counts as. */
const FALLBACK_ORDERS = 2;

function isWithin({ from, until }: MinuteWindow, minute: number): boolean {
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** Spreads some orders of one hour over it and its neighbours. */
function spread(scores: Float64Array, hour: number, orders: number): void {
  for (let apart = 1 - KERNEL.length; apart < KERNEL.length; apart += 1) {
    const near = (hour + apart + HOURS) % HOURS;
    scores[near] = (scores[near] ?? 0) + orders * (KERNEL[Math.abs(apart)] ?? 0);
  }
}

function scoresOf(orderInstants: readonly Instant[], zone: string, fallbackMinute: number): Float64Array {
  const scores = new Float64Array(HOURS);
  spread(scores, Math.floor(fallbackMinute / HOUR_MINUTES), FALLBACK_ORDERS);
  for (const at of orderInstants) {
    if (at % DAY_MS === 0) continue;
    const localMs = localTimeOfDayMs(zone, at);
    if (localMs !== null) spread(scores, Math.floor(localMs / (HOUR_MINUTES * MINUTE_MS)), 1);
  }
  return scores;
}

/** The minute that stands for an hour: the fallback in its own hour, else the first inside the window; null where none is. */
function minuteOf(hour: number, fallbackMinute: number, window: MinuteWindow): number | null {
  const begins = hour * HOUR_MINUTES;
  if (Math.floor(fallbackMinute / HOUR_MINUTES) === hour) return fallbackMinute;
  if (isWithin(window, begins)) return begins;
  return Math.floor(window.from / HOUR_MINUTES) === hour ? window.from : null;
}

/**
 * Minutes after midnight of the best hour within the window. Orders at midnight UTC to the millisecond are days without an hour
 * and are left out, as all are in an unknown zone. Of equal hours the earliest, counted from the beginning of the window. A
 * fallback outside the window is taken for its beginning; an empty window gives the fallback. O(orders).
 */
export function bestHour(
  orderInstants: readonly Instant[],
  zone: string,
  fallbackMinute: number,
  window: MinuteWindow = WHOLE_DAY,
): number {
  if (window.from === window.until) return fallbackMinute;
  const prior = isWithin(window, fallbackMinute) ? fallbackMinute : window.from;
  const scores = scoresOf(orderInstants, zone, prior);
  const firstHour = Math.floor(window.from / HOUR_MINUTES);
  let best = prior;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let ahead = 0; ahead < HOURS; ahead += 1) {
    const hour = (firstHour + ahead) % HOURS;
    const minute = minuteOf(hour, prior, window);
    const score = scores[hour] ?? 0;
    if (minute === null || score <= bestScore) continue;
    best = minute;
    bestScore = score;
  }
  return best;
}

/** The next instant at or after `after` of the person's best hour; null for an unknown zone. */
export function nextBestHour(
  orderInstants: readonly Instant[],
  zone: string,
  after: Instant,
  fallbackMinute: number,
  window: MinuteWindow = WHOLE_DAY,
): Instant | null {
  return nextLocalTime(zone, after, { minute: bestHour(orderInstants, zone, fallbackMinute, window) });
}
