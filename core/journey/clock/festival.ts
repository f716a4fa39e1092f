/** Festivals a shop plans around, as dates of the Gregorian calendar. */
import { dayOfCivil, type Instant, isoDay } from '../../time.ts';
import type { PlainDate } from './attributeDate.ts';
import { type DayOffset, nextYearly } from './dateOffset.ts';
import type { LocalDay } from './localTime.ts';

export const FESTIVALS = ['spring-festival', 'mid-autumn', 'new-year', 'christmas'] as const;
export type Festival = (typeof FESTIVALS)[number];

const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});

function isChineseDate(day: LocalDay, text: string): boolean {
  return chinese.format(day * 86_400_000) === text;
}

function search(from: LocalDay, until: LocalDay, text: string): LocalDay | null {
  for (let day = from; day < until; day += 1) if (isChineseDate(day, text)) return day;
  return null;
}

function festivalDay(name: Festival, year: number): LocalDay | null {
  switch (name) {
    case 'spring-festival':
      return search(dayOfCivil(year, 1, 20), dayOfCivil(year, 2, 23), '1/1');
    case 'mid-autumn':
      return search(dayOfCivil(year, 9, 6), dayOfCivil(year, 10, 10), '8/15');
    case 'new-year':
      return dayOfCivil(year, 1, 1);
    case 'christmas':
      return dayOfCivil(year, 12, 25);
  }
}

/** The date of a festival in a year. */
export function festivalDate(name: Festival, year: number): PlainDate | null {
  const day = festivalDay(name, year);
  return day === null ? null : isoDay(day);
}

/** The next one at or after `after`, moved by the offset; null for an unknown zone. */
export function nextFestival(
  name: Festival,
  after: Instant,
  zone: string,
  offset: DayOffset,
): Instant | null {
  return nextYearly(zone, (year) => festivalDay(name, year), after, offset);
}
