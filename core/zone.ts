/**
 * Local time by IANA zone. Offsets come from Temporal once a zone (its transitions of a century), and are then looked up by
 * binary search, since a simulation asks millions of times.
 */
import { Temporal } from 'temporal-polyfill';
import { DAY_MS, type Instant, MINUTE_MS } from './time.ts';

interface ZoneOffsets {
  /** Instants from which `offsetsMs` at the same place holds, ascending; the first is -Infinity. */
  readonly from: readonly Instant[];
  readonly offsetsMs: readonly number[];
}

const FIRST = Temporal.Instant.from('1970-01-01T00:00:00Z');
const LAST_MS = Temporal.Instant.from('2070-01-01T00:00:00Z').epochMilliseconds;
const NANOSECONDS_A_MS = 1_000_000;

const known = new Map<string, ZoneOffsets | null>();

function readZone(zone: string): ZoneOffsets | null {
  let at: Temporal.ZonedDateTime | null;
  try {
    at = FIRST.toZonedDateTimeISO(zone);
  } catch {
    return null;
  }
  const from: Instant[] = [Number.NEGATIVE_INFINITY];
  const offsetsMs: number[] = [at.offsetNanoseconds / NANOSECONDS_A_MS];
  for (
    let next = at.getTimeZoneTransition('next');
    next !== null;
    next = next.getTimeZoneTransition('next')
  ) {
    if (next.epochMilliseconds > LAST_MS) break;
    from.push(next.epochMilliseconds);
    offsetsMs.push(next.offsetNanoseconds / NANOSECONDS_A_MS);
  }
  return { from, offsetsMs };
}

function zoneOffsets(zone: string): ZoneOffsets | null {
  const cached = known.get(zone);
  if (cached !== undefined) return cached;
  const read = readZone(zone);
  known.set(zone, read);
  return read;
}

/** True for a zone this machine's calendar data knows. */
export function isZone(zone: string): boolean {
  return zoneOffsets(zone) !== null;
}

/** Offset from UTC in milliseconds at an instant; null for an unknown zone. O(log transitions). */
export function offsetMsAt(zone: string, at: Instant): number | null {
  const offsets = zoneOffsets(zone);
  if (offsets === null) return null;
  let low = 0;
  let high = offsets.from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((offsets.from[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return offsets.offsetsMs[low] ?? 0;
}

/** Milliseconds after local midnight; null for an unknown zone. */
export function localTimeOfDayMs(zone: string, at: Instant): number | null {
  const offset = offsetMsAt(zone, at);
  if (offset === null) return null;
  const local = at + offset;
  return local - Math.floor(local / DAY_MS) * DAY_MS;
}

/**
 * The first instant at or after `at` whose local time lies in [from, until) minutes after midnight; a window may span
 * midnight. Judged minute by minute across clock changes, so a window that a change skips is met the next day.
 */
export function nextWithinWindow(
  zone: string,
  at: Instant,
  fromMinute: number,
  untilMinute: number,
): Instant | null {
  let candidate = at;
  for (let tries = 0; tries < 8; tries += 1) {
    const localMs = localTimeOfDayMs(zone, candidate);
    if (localMs === null) return null;
    const minute = localMs / MINUTE_MS;
    const inside =
      fromMinute <= untilMinute
        ? minute >= fromMinute && minute < untilMinute
        : minute >= fromMinute || minute < untilMinute;
    if (inside) return candidate;
    const target = fromMinute * MINUTE_MS;
    const ahead = localMs < target ? target - localMs : target - localMs + DAY_MS;
    candidate = landOn(zone, candidate, ahead);
  }
  return null;
}

/** `at` plus `aheadMs` of local time: corrected for a clock change in between, never before `at`. */
function landOn(zone: string, at: Instant, aheadMs: number): Instant {
  const before = offsetMsAt(zone, at) ?? 0;
  const landed = at + aheadMs;
  const shift = (offsetMsAt(zone, landed) ?? 0) - before;
  return Math.max(at + 1, landed - shift);
}
