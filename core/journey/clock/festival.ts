/**
 * Festivals a shop plans around, as dates of the Gregorian calendar. Those of the Chinese calendar come from a table and not from
 * the machine: ICU puts the new moons of February 2027 and 2030, minutes from midnight in Beijing, on the wrong day, and a plan
 * must not move with the version of Node. The table follows GB/T 33661-2017 (months begin on the day of the new moon in UTC+8,
 * the winter solstice lies in the eleventh).
 */
import { dayOfCivil, type Instant, isoDay } from '../../time.ts';
import type { PlainDate } from './attributeDate.ts';
import { type DayOffset, nextYearly } from './dateOffset.ts';
import type { LocalDay } from './localTime.ts';

export const FESTIVALS = ['spring-festival', 'mid-autumn', 'new-year', 'christmas'] as const;
export type Festival = (typeof FESTIVALS)[number];

const FIRST_YEAR = 1970;
const DECADE = 10;
const DIGITS = 36;

/** 春节, first day of the first month: days after 20 January, a digit in base 36 a year, from 1970 to 2100. */
const SPRING_FESTIVAL = [
  'h7qe3mbti8',
  'rg5odvk9sh',
  '7qf3lbui8r',
  'g4nc2k9ti6',
  'pe3lbuj8rg',
  '5nc2l9sh6o',
  'e3mbuj8qf4',
  'nc2lash6pd',
  '3mcuj8qf4n',
  'd1k9sg6pe3',
  'mbui7qg4nd',
  '2k9sh6pe4l',
  'ati7qg5nc1',
  'k',
];

/** 中秋, fifteenth day of the eighth month: days after 6 September, likewise. */
const MID_AUTUMN = [
  '9rg5oe2lbt',
  'h6pf4ncvj8',
  'rg5oe3lati',
  '6pf5mcuj8r',
  'g6od2l9si7',
  'pf4nbuj9rg',
  '6pd2lasi7q',
  'e4mbtj9sg5',
  'od1kati7qf',
  '3mbuj9rh5n',
  'd2kati6pe4',
  'mbuk8rg5nc',
  '2lati7oe3n',
  'c',
];

function fromTable(decades: readonly string[], year: number, day: LocalDay): LocalDay | null {
  const place = year - FIRST_YEAR;
  const digit = decades[Math.floor(place / DECADE)]?.charAt(place % DECADE) ?? '';
  return digit === '' ? null : day + Number.parseInt(digit, DIGITS);
}

function festivalDay(name: Festival, year: number): LocalDay | null {
  switch (name) {
    case 'spring-festival':
      return fromTable(SPRING_FESTIVAL, year, dayOfCivil(year, 1, 20));
    case 'mid-autumn':
      return fromTable(MID_AUTUMN, year, dayOfCivil(year, 9, 6));
    case 'new-year':
      return dayOfCivil(year, 1, 1);
    case 'christmas':
      return dayOfCivil(year, 12, 25);
  }
}

/** The date of a festival in a year; null for those of the Chinese calendar before 1970 and after 2100. */
export function festivalDate(name: Festival, year: number): PlainDate | null {
  const day = festivalDay(name, year);
  return day === null ? null : isoDay(day);
}

/**
 * The first instant at or after `after` that lies the offset from a festival, in local time. Null for an unknown zone, and past the
 * years `festivalDate` knows.
 */
export function nextFestival(
  name: Festival,
  after: Instant,
  zone: string,
  offset: DayOffset,
): Instant | null {
  return nextYearly(zone, (year) => festivalDay(name, year), after, offset);
}
