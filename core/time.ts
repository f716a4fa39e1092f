/**
 * Time as the domain sees it: instants and days are plain numbers in UTC, handed in by the caller.
 * Nothing here reads a clock. Zones and local time live in `zone.ts`.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Whole days since 1970-01-01, in UTC. */
export type UtcDay = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_DAYS = 7;

/** The UTC day an instant falls on. */
export function utcDay(at: Instant): UtcDay {
  return Math.floor(at / DAY_MS);
}

/** 00:00 UTC of a day. */
export function startOfDay(day: UtcDay): Instant {
  return day * DAY_MS;
}

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Proleptic Gregorian date of a day number, counted in 400-year eras that begin on 1 March. */
export function civilDate(day: UtcDay): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** Day number of a proleptic Gregorian date; the inverse of `civilDate`. Does not check the ranges. */
export function dayOfCivil(year: number, month: number, day: number): UtcDay {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** True for a date that exists, 29 February and month lengths included. */
export function isCivilDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const back = civilDate(dayOfCivil(year, month, day));
  return back.year === year && back.month === month && back.day === day;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** `YYYY-MM-DD` of a day. */
export function isoDay(day: UtcDay): string {
  const { year, month, day: dayOfMonth } = civilDate(day);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`;
}

/** `YYYY-MM-DDTHH:MM:SS.mmmZ` of an instant. */
export function isoInstant(at: Instant): string {
  const day = utcDay(at);
  const ms = at - startOfDay(day);
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor(ms / MINUTE_MS) % 60;
  const seconds = Math.floor(ms / SECOND_MS) % 60;
  return `${isoDay(day)}T${padded(hours, 2)}:${padded(minutes, 2)}:${padded(seconds, 2)}.${padded(ms % 1000, 3)}Z`;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Null for an offset of a day or more, or of 60 minutes or more beside its hours. */
function offsetMs(zone: string | undefined): number | null {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 23 || minutes > 59) return null;
  return sign * (hours * HOUR_MS + minutes * MINUTE_MS);
}

/** Instant of an ISO date or date-time; a bare date is 00:00 UTC, a time without a zone is UTC; null when it is neither. */
export function parseIso(text: string): Instant | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  if (!isCivilDate(Number(year), Number(month), Number(day))) return null;
  const offset = offsetMs(zone);
  if (offset === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const ms = Math.trunc(Number(`0.${fraction || '0'}`) * 1000);
  const timeOfDay = Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * SECOND_MS + ms;
  return startOfDay(dayOfCivil(Number(year), Number(month), Number(day))) + timeOfDay - offset;
}
