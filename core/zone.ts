/**
 * Local time by IANA zone. Offsets come from Temporal a few years at a time (a zone's transitions within a span), and are then
 * looked up by binary search, since a simulation asks millions of times.
 */
import { Temporal } from 'temporal-polyfill';

import { DAY_MS, type Instant, MINUTE_MS, WEEK_DAYS } from './time.ts';
import type { WeekHours } from './weekStretch.ts';

/** A zone's offsets over one span. */
interface SpanOffsets {
  /** Instants from which `offsetsMs` at the same place holds, ascending; the first is the start of the span. */
  readonly from: readonly Instant[];
  readonly offsetsMs: readonly number[];
  /** Exclusive end of the span. */
  readonly until: Instant;
}

/** How much is read of a zone at once: four years. */
const SPAN_MS = 1_461 * DAY_MS;
const NANOSECONDS_A_MS = 1_000_000;

/** Spans read so far, by zone and number of the span; null for a zone that is unknown. */
const known = new Map<string, Map<number, SpanOffsets> | null>();

function zonedAt(zone: string, at: Instant): Temporal.ZonedDateTime | null {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  try {
    return instant.toZonedDateTimeISO(zone);
  } catch {
    return null;
  }
}

function readSpan(start: Temporal.ZonedDateTime, until: Instant): SpanOffsets {
  const from: Instant[] = [start.epochMilliseconds];
  const offsetsMs: number[] = [start.offsetNanoseconds / NANOSECONDS_A_MS];
  for (
    let next = start.getTimeZoneTransition('next');
    next !== null && next.epochMilliseconds < until;
    next = next.getTimeZoneTransition('next')
  ) {
    from.push(next.epochMilliseconds);
    offsetsMs.push(next.offsetNanoseconds / NANOSECONDS_A_MS);
  }
  return { from, offsetsMs, until };
}

function spanAt(zone: string, at: Instant): SpanOffsets | null {
  const span = Math.floor(at / SPAN_MS);
  const spans = known.get(zone);
  const cached = spans?.get(span);
  if (cached !== undefined) return cached;
  const start = spans === null ? null : zonedAt(zone, span * SPAN_MS);
  if (start === null) {
    known.set(zone, null);
    return null;
  }
  const read = readSpan(start, (span + 1) * SPAN_MS);
  known.set(zone, (spans ?? new Map<number, SpanOffsets>()).set(span, read));
  return read;
}

/** Which of a span's offsets holds at an instant. O(log transitions). */
function placeIn({ from }: SpanOffsets, at: Instant): number {
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((from[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Stretch {
  readonly offsetMs: number;
  /** The offset holds at least until here, exclusive. */
  readonly until: Instant;
}

/** The offset at an instant and how long it holds; null for an unknown zone. O(log transitions). */
function stretchAt(zone: string, at: Instant): Stretch | null {
  const span = spanAt(zone, at);
  if (span === null) return null;
  const place = placeIn(span, at);
  return { offsetMs: span.offsetsMs[place] ?? 0, until: span.from[place + 1] ?? span.until };
}

/** True for a zone this machine's calendar data knows. */
export function isZone(zone: string): boolean {
  return stretchAt(zone, 0) !== null;
}

/** Offset from UTC in milliseconds at an instant; null for an unknown zone. O(log transitions). */
export function offsetMsAt(zone: string, at: Instant): number | null {
  return stretchAt(zone, at)?.offsetMs ?? null;
}

/** Milliseconds after local midnight at an offset. */
function timeOfDayMs(at: Instant, offsetMs: number): number {
  const local = at + offsetMs;
  return local - Math.floor(local / DAY_MS) * DAY_MS;
}

/** Milliseconds after local midnight; null for an unknown zone. */
export function localTimeOfDayMs(zone: string, at: Instant): number | null {
  const offsetMs = offsetMsAt(zone, at);
  return offsetMs === null ? null : timeOfDayMs(at, offsetMs);
}

/** Monday 00:00 of the week that holds the first day of 1970, a Thursday. */
const FIRST_MONDAY_MS = -3 * DAY_MS;
const WEEK_MS = WEEK_DAYS * DAY_MS;

/** Milliseconds after Monday 00:00 at an offset. */
function timeOfWeekMs(at: Instant, offsetMs: number): number {
  const local = at + offsetMs - FIRST_MONDAY_MS;
  return local - Math.floor(local / WEEK_MS) * WEEK_MS;
}

/** Milliseconds after Monday 00:00 of local time; null for an unknown zone. */
export function localTimeOfWeekMs(zone: string, at: Instant): number | null {
  const offsetMs = offsetMsAt(zone, at);
  return offsetMs === null ? null : timeOfWeekMs(at, offsetMs);
}

/** Milliseconds until hours of the week are open, 0 where they are. */
function opensInMs(hours: WeekHours, localMs: number): number {
  const minute = localMs / MINUTE_MS;
  for (const { from, until } of hours) {
    if (minute >= until) continue;
    return minute >= from ? 0 : from * MINUTE_MS - localMs;
  }
  return (hours[0]?.from ?? 0) * MINUTE_MS + WEEK_MS - localMs;
}

/** Hours are met within a week and the days around it, in which a zone changes its clocks a few times at most. */
const MOST_STRETCHES = 16;

/**
 * The first instant at or after `at` whose local time lies within the hours of the week. Exact across clock changes: what a
 * change skips is met the next time, of a doubled hour both count. Null for an unknown zone and for no hours.
 */
export function nextWithinWeek(zone: string, at: Instant, hours: WeekHours): Instant | null {
  if (hours.length === 0) return null;
  let candidate = at;
  for (let stretches = 0; stretches < MOST_STRETCHES; stretches += 1) {
    const span = spanAt(zone, candidate);
    if (span === null) return null;
    const place = placeIn(span, candidate);
    const waitMs = opensInMs(hours, timeOfWeekMs(candidate, span.offsetsMs[place] ?? 0));
    if (waitMs === 0) return candidate;
    const ends = span.from[place + 1] ?? span.until;
    if (candidate + waitMs < ends) return candidate + waitMs;
    candidate = ends;
  }
  return null;
}

/** No offset is as much as a day. */
const MOST_OFFSET_MS = DAY_MS;

/**
 * The first instant at which the clocks of a zone show `localMs` or later, `localMs` being the wall time written as if it were
 * UTC. So a doubled time is its first occurrence, and one a clock change skips is the first instant after the gap. Null for an
 * unknown zone.
 */
export function firstInstantAtLocal(zone: string, localMs: number): Instant | null {
  let from = localMs - MOST_OFFSET_MS;
  for (;;) {
    const stretch = stretchAt(zone, from);
    if (stretch === null) return null;
    const at = localMs - stretch.offsetMs;
    if (at < stretch.until) return Math.max(at, from);
    from = stretch.until;
  }
}
