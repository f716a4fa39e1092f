/**
 * Dates as people keep them in traits and event properties. A date without a time stays a calendar day, the same in every
 * zone, and so does midnight UTC to the millisecond, which is how programs write a day they hold as an instant.
 */
import type { Json } from '../../json.ts';
import {
  civilDate,
  dayOfCivil,
  DAY_MS,
  type Instant,
  isCivilDate,
  isoDay,
  parseIso,
  startOfDay,
  utcDay,
} from '../../time.ts';
import { type LocalDay, localDayAt } from './localTime.ts';

/** `YYYY-MM-DD`: a day of the calendar, wherever one is. */
export type PlainDate = string;

export interface MonthDay {
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

export type AttributeDate =
  | { readonly kind: 'date'; readonly date: PlainDate }
  | { readonly kind: 'instant'; readonly at: Instant }
  /** Every year: a birthday whose year is not told. */
  | { readonly kind: 'month-day'; readonly monthDay: MonthDay };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_DAY = /^(?:--)?(\d{2})-(\d{2})$/;
const WITH_ZONE = /[T ].*(?:Z|[+-]\d{2}:?\d{2})$/i;
/** 29 February is a month and day too. */
const LEAP_YEAR = 2000;
/** What four digits of a year can say. */
const EARLIEST = startOfDay(dayOfCivil(1, 1, 1));
const LATEST = startOfDay(dayOfCivil(10_000, 1, 1)) - 1;

/** The day of a plain date; null for anything that is none. */
export function dayOfDate(text: string): LocalDay | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isCivilDate(year, month, day) ? dayOfCivil(year, month, day) : null;
}

/** True for a month and day that some year has. */
export function isMonthDay({ month, day }: MonthDay): boolean {
  return isCivilDate(LEAP_YEAR, month, day);
}

function instantOrDay(at: Instant | null): AttributeDate | null {
  if (at === null || !Number.isInteger(at) || at < EARLIEST || at > LATEST) return null;
  return at % DAY_MS === 0 ? { kind: 'date', date: isoDay(utcDay(at)) } : { kind: 'instant', at };
}

function parseText(text: string): AttributeDate | null {
  if (dayOfDate(text) !== null) return { kind: 'date', date: text };
  const match = MONTH_DAY.exec(text);
  if (match !== null) {
    const monthDay = { month: Number(match[1]), day: Number(match[2]) };
    return isMonthDay(monthDay) ? { kind: 'month-day', monthDay } : null;
  }
  return WITH_ZONE.test(text) ? instantOrDay(parseIso(text)) : null;
}

/**
 * Reads `YYYY-MM-DD`, an ISO date-time with `Z` or an offset, milliseconds since 1970, and `MM-DD` or `--MM-DD`. Midnight UTC
 * is read as its day. Null for anything else, dates that do not exist among them.
 */
export function parseDateAttribute(value: Json): AttributeDate | null {
  if (typeof value === 'number') return instantOrDay(value);
  return typeof value === 'string' ? parseText(value.trim()) : null;
}

/** Month and day of a date, of an instant those of its local day; null for an unknown zone. */
export function monthDayOf(zone: string, date: AttributeDate): MonthDay | null {
  if (date.kind === 'month-day') return date.monthDay;
  const localDay = date.kind === 'date' ? dayOfDate(date.date) : localDayAt(zone, date.at);
  if (localDay === null) return null;
  const { month, day } = civilDate(localDay);
  return { month, day };
}
