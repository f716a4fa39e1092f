/**
 * Wall-clock times of a zone as instants. A local day gives every time of day exactly one instant: a time that a clock change
 * skips is met at the first instant after the gap, a doubled one at its first occurrence. A day that a zone leaves out whole
 * (Apia, 30 December 2011) has none. Days here are numbers on the local calendar: 0 is 1 January 1970.
 */
import { civilDate, DAY_MS, type Instant, MINUTE_MS, WEEK_DAYS } from '../../time.ts';
import { firstInstantAtLocal, offsetMsAt } from '../../zone.ts';

/** A day of a zone's own calendar, counted from 1970-01-01. */
export type LocalDay = number;

/** ISO: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface LocalTime {
  readonly day: LocalDay;
  /** Whole minutes after midnight, 0 to 1,439. */
  readonly minute: number;
  /** 1 (Monday) to 7. */
  readonly weekday: number;
}

export interface LocalTimeOfDay {
  /** Minutes after midnight, 0 to 1,439. */
  readonly minute: number;
  /** Every day where absent; an empty list allows none. */
  readonly weekdays?: readonly Weekday[] | undefined;
  /** Days of the month, 1 to 31, likewise; with weekdays too, days that are both. */
  readonly monthDays?: readonly number[] | undefined;
}

/** A Monday the 31st comes within three years, whatever days a zone leaves out. */
const MOST_DAYS = 3 * 366;
/** 1970-01-01 was a Thursday. */
const MONDAY_BEFORE = 3;

function weekdayOf(day: LocalDay): number {
  const sinceMonday = (day + MONDAY_BEFORE) % WEEK_DAYS;
  return 1 + (sinceMonday < 0 ? sinceMonday + WEEK_DAYS : sinceMonday);
}

/** The day a zone's calendar shows at an instant; null for an unknown zone. */
export function localDayAt(zone: string, at: Instant): LocalDay | null {
  const offsetMs = offsetMsAt(zone, at);
  return offsetMs === null ? null : Math.floor((at + offsetMs) / DAY_MS);
}

/** What clock and calendar of a zone show at an instant; null for an unknown zone. */
export function localTimeAt(zone: string, at: Instant): LocalTime | null {
  const offsetMs = offsetMsAt(zone, at);
  if (offsetMs === null) return null;
  const day = Math.floor((at + offsetMs) / DAY_MS);
  return { day, minute: Math.floor((at + offsetMs - day * DAY_MS) / MINUTE_MS), weekday: weekdayOf(day) };
}

/** The instant of a time of day on a local day; of a day left out whole, the end of the gap. Null for an unknown zone. */
export function instantOnDay(zone: string, day: LocalDay, minute: number): Instant | null {
  return firstInstantAtLocal(zone, day * DAY_MS + minute * MINUTE_MS);
}

/** False for a day that the zone's calendar leaves out whole. */
function hasDay(zone: string, day: LocalDay, asked: Instant): boolean {
  if (localDayAt(zone, asked) === day) return true;
  const begins = instantOnDay(zone, day, 0);
  return begins !== null && localDayAt(zone, begins) === day;
}

function isAllowed(day: LocalDay, { weekdays, monthDays }: LocalTimeOfDay): boolean {
  if (weekdays?.some((weekday) => weekday === weekdayOf(day)) === false) return false;
  return monthDays === undefined || monthDays.includes(civilDate(day).day);
}

/**
 * The first instant at or after `after` with this local time on an allowed day, which is the day asked for where a gap moves
 * the time past midnight. Null for an unknown zone and where no day is allowed.
 */
export function nextLocalTime(zone: string, after: Instant, time: LocalTimeOfDay): Instant | null {
  const today = localDayAt(zone, after);
  if (today === null) return null;
  for (let day = today - 1; day < today + MOST_DAYS; day += 1) {
    if (!isAllowed(day, time)) continue;
    const at = instantOnDay(zone, day, time.minute);
    if (at !== null && at >= after && hasDay(zone, day, at)) return at;
  }
  return null;
}
