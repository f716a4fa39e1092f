/**
 * Days and months of a loyalty programme: by the calendar of the shop's zone, so that a tier ends and points lapse at the end
 * of a day there. A day of the month that a month has not is its last. Zones nobody knows are taken for UTC.
 */
import { instantOnDay, type LocalDay, localDayAt } from '../journey/clock/localTime.ts';
import { civilDate, dayOfCivil, type Instant, isCivilDate, isoDay, startOfDay, utcDay } from '../time.ts';
import type { LoyaltyDefinition, Period } from './definition.ts';

const MONTHS = 12;

export function dayIn(zone: string, at: Instant): LocalDay {
  return localDayAt(zone, at) ?? utcDay(at);
}

function beginOf(zone: string, day: LocalDay): Instant {
  return instantOnDay(zone, day, 0) ?? startOfDay(day);
}

/** So many months after a day, or before it where `months` is below 0. */
export function monthsOn(day: LocalDay, months: number): LocalDay {
  const date = civilDate(day);
  const month = date.month - 1 + months;
  const year = date.year + Math.floor(month / MONTHS);
  const inYear = (((month % MONTHS) + MONTHS) % MONTHS) + 1;
  let last = date.day;
  while (!isCivilDate(year, inYear, last)) last -= 1;
  return dayOfCivil(year, inYear, last);
}

/** The end of the day that is so many months after an instant. */
export function endAfterMonths(zone: string, at: Instant, months: number): Instant {
  return beginOf(zone, monthsOn(dayIn(zone, at), months) + 1);
}

function monthEnd(day: LocalDay): LocalDay {
  const { year, month } = civilDate(day);
  return month === MONTHS ? dayOfCivil(year + 1, 1, 1) - 1 : dayOfCivil(year, month + 1, 1) - 1;
}

/** When points earned at an instant lapse: the end of a local day; null where they never do. */
export function expiryOf(zone: string, earnedAt: Instant, { expiry }: LoyaltyDefinition): Instant | null {
  const earned = dayIn(zone, earnedAt);
  switch (expiry.kind) {
    case 'never':
      return null;
    case 'inactivity':
      return beginOf(zone, monthsOn(earned, expiry.months) + 1);
    case 'months': {
      const day = monthsOn(earned, expiry.months);
      return beginOf(zone, (expiry.at === 'day' ? day : monthEnd(day)) + 1);
    }
    case 'date': {
      const least = monthsOn(earned, expiry.leastMonths);
      const { year } = civilDate(least);
      const thisYear = dayOfCivil(year, expiry.month, expiry.day);
      return beginOf(
        zone,
        (thisYear >= least ? thisYear : dayOfCivil(year + 1, expiry.month, expiry.day)) + 1,
      );
    }
  }
}

/** The last whole day before an instant, `YYYY-MM-DD`: what people are told of something that ends then. */
export function lastDayBefore(zone: string, at: Instant): string {
  return isoDay(dayIn(zone, at - 1));
}

/** The day, month or year an instant falls in, as its name. */
export function periodOf(zone: string, at: Instant, per: Period): string {
  const day = isoDay(dayIn(zone, at));
  switch (per) {
    case 'day':
      return day;
    case 'month':
      return day.slice(0, 7);
    case 'year':
      return day.slice(0, 4);
    case 'ever':
      return 'ever';
  }
}
