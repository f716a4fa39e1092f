/**
 * Instants around dates: so many days before or after one, at a local time of day, once or every year. The days are those of
 * the calendar, so a clock change between them moves nothing. Times of day follow the rules of `localTime.ts`.
 */
import { civilDate, dayOfCivil, type Instant, isCivilDate } from '../../time.ts';
import { dayOfDate, isMonthDay, type MonthDay, type PlainDate } from './attributeDate.ts';
import { instantOnDay, type LocalDay, localDayAt } from './localTime.ts';

export interface DayOffset {
  /** Calendar days after the date; below 0 before it. */
  readonly offsetDays: number;
  /** Local minutes after midnight, 0 to 1,439. */
  readonly atMinute: number;
}

/**
 * The instant of a local time on the day `offsetDays` from a date; an instant stands for its local day. Where the zone leaves
 * that day out, the end of the gap. Null for an unknown zone and a date that does not exist.
 */
export function dateOffset(
  zone: string,
  date: PlainDate | Instant,
  { offsetDays, atMinute }: DayOffset,
): Instant | null {
  const day = typeof date === 'string' ? dayOfDate(date) : localDayAt(zone, date);
  return day === null ? null : instantOnDay(zone, day + offsetDays, atMinute);
}

/** A clock set back over midnight shows the old year again when the new one's first day has been met. */
const YEARS_AHEAD = 2;

/**
 * The first instant at or after `after` among the yearly days that `dayOf` names, moved by the offset. Null for an unknown zone
 * and where `dayOf` names none.
 */
export function nextYearly(
  zone: string,
  dayOf: (year: number) => LocalDay | null,
  after: Instant,
  { offsetDays, atMinute }: DayOffset,
): Instant | null {
  const today = localDayAt(zone, after);
  if (today === null) return null;
  const { year } = civilDate(today - offsetDays);
  for (let candidate = year - 1; candidate <= year + YEARS_AHEAD; candidate += 1) {
    const day = dayOf(candidate);
    const at = day === null ? null : instantOnDay(zone, day + offsetDays, atMinute);
    if (at !== null && at >= after) return at;
  }
  return null;
}

/** 29 February is kept on the 28th in years without one. */
export function anniversaryIn(year: number, { month, day }: MonthDay): LocalDay {
  return isCivilDate(year, month, day) ? dayOfCivil(year, month, day) : dayOfCivil(year, month, day - 1);
}

/**
 * The next anniversary at or after `after`, moved by the offset: 29 February on 28 February in common years. Null for an unknown
 * zone and a month and day that no year has.
 */
export function nextAnniversary(
  zone: string,
  monthDay: MonthDay,
  after: Instant,
  offset: DayOffset,
): Instant | null {
  if (!isMonthDay(monthDay)) return null;
  return nextYearly(zone, (year) => anniversaryIn(year, monthDay), after, offset);
}
