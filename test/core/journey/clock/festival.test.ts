import { describe, expect, it } from 'vitest';
import { FESTIVALS, festivalDate, nextFestival } from '../../../../core/journey/clock/festival.ts';
import { DAY_MS, isoDay, isoInstant } from '../../../../core/time.ts';
import { at } from '../../../support/builders.ts';

/** As printed in almanacs: Spring Festival and Mid-Autumn of each year. */
const KNOWN: readonly (readonly [number, string, string])[] = [
  [2000, '02-05', '09-12'],
  [2001, '01-24', '10-01'],
  [2002, '02-12', '09-21'],
  [2003, '02-01', '09-11'],
  [2004, '01-22', '09-28'],
  [2005, '02-09', '09-18'],
  [2006, '01-29', '10-06'],
  [2007, '02-18', '09-25'],
  [2008, '02-07', '09-14'],
  [2009, '01-26', '10-03'],
  [2010, '02-14', '09-22'],
  [2011, '02-03', '09-12'],
  [2012, '01-23', '09-30'],
  [2013, '02-10', '09-19'],
  [2014, '01-31', '09-08'],
  [2015, '02-19', '09-27'],
  [2016, '02-08', '09-15'],
  [2017, '01-28', '10-04'],
  [2018, '02-16', '09-24'],
  [2019, '02-05', '09-13'],
  [2020, '01-25', '10-01'],
  [2021, '02-12', '09-21'],
  [2022, '02-01', '09-10'],
  [2023, '01-22', '09-29'],
  [2024, '02-10', '09-17'],
  [2025, '01-29', '10-06'],
  [2026, '02-17', '09-25'],
  [2027, '02-06', '09-15'],
  [2028, '01-26', '10-03'],
  [2029, '02-13', '09-22'],
  [2030, '02-03', '09-12'],
];

const CHINESE = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});

/** The date of a Chinese month and day by this machine’s ICU, looked for day by day. */
function byIcu(year: number, from: string, monthAndDay: string): string {
  let day = at(`${year}-${from}`) / DAY_MS;
  while (CHINESE.format(day * DAY_MS) !== monthAndDay) day += 1;
  return isoDay(day);
}

const YEARS = Array.from({ length: 131 }, (_, i) => 1970 + i);

describe('festivalDate', () => {
  it.each(KNOWN)('of %i: Spring Festival %s, Mid-Autumn %s', (year, spring, midAutumn) => {
    expect(festivalDate('spring-festival', year)).toBe(`${year}-${spring}`);
    expect(festivalDate('mid-autumn', year)).toBe(`${year}-${midAutumn}`);
  });

  it('agrees with ICU from 1970 to 2100 but for the two new moons ICU puts past midnight or before it', () => {
    const differing = YEARS.filter(
      (year) => festivalDate('spring-festival', year) !== byIcu(year, '01-20', '1/1'),
    );
    expect([2027, 2030]).toEqual(expect.arrayContaining(differing));
    expect(YEARS.filter((year) => festivalDate('mid-autumn', year) !== byIcu(year, '09-06', '8/15'))).toEqual(
      [],
    );
  });

  it.each([2000, 2026, 2100, 1969])('of %i: New Year and Christmas stand in every calendar', (year) => {
    expect([festivalDate('new-year', year), festivalDate('christmas', year)]).toEqual([
      `${year}-01-01`,
      `${year}-12-25`,
    ]);
  });

  it.each([1969, 2101, 1000])('of the Chinese calendar in %i is not known', (year) => {
    expect([festivalDate('spring-festival', year), festivalDate('mid-autumn', year)]).toEqual([null, null]);
  });
});

describe('nextFestival', () => {
  it.each([
    ['spring-festival', '2026-01-01', -7, '2026-02-10T01:00:00.000Z'],
    ['spring-festival', '2026-02-10T01:00:00Z', -7, '2026-02-10T01:00:00.000Z'],
    ['spring-festival', '2026-02-10T01:00:01Z', -7, '2027-01-30T01:00:00.000Z'],
    ['mid-autumn', '2026-09-25T00:59:59Z', 0, '2026-09-25T01:00:00.000Z'],
    ['christmas', '2026-12-25T02:00:00Z', 0, '2027-12-25T01:00:00.000Z'],
    ['new-year', '2026-12-20', -3, '2026-12-29T01:00:00.000Z'],
  ] as const)('%s after %s, by %i days, is %s in Shanghai', (name, after, offsetDays, expected) => {
    const next = nextFestival(name, at(after), 'Asia/Shanghai', { offsetDays, atMinute: 540 });
    expect(isoInstant(next ?? 0)).toBe(expected);
  });

  it('is the same date in every zone, at its own nine o’clock', () => {
    const inChicago = nextFestival('mid-autumn', at('2026-09-01'), 'America/Chicago', {
      offsetDays: 0,
      atMinute: 540,
    });
    expect(isoInstant(inChicago ?? 0)).toBe('2026-09-25T14:00:00.000Z');
  });

  it.each(FESTIVALS)('%s comes once a year', (name) => {
    let after = at('2026-03-10');
    const years = Array.from({ length: 20 }, () => {
      const next = nextFestival(name, after, 'Europe/Berlin', { offsetDays: 0, atMinute: 0 }) ?? 0;
      after = next + 1;
      return Number(isoInstant(next + DAY_MS / 2).slice(0, 4));
    });
    const first = years[0] ?? 0;
    expect(years).toEqual(years.map((_, i) => first + i));
  });

  it('is null in an unknown zone and past the table', () => {
    const offset = { offsetDays: 0, atMinute: 0 };
    expect(nextFestival('christmas', 0, 'Mars/Olympus', offset)).toBeNull();
    expect(nextFestival('mid-autumn', at('2100-12-01'), 'UTC', offset)).toBeNull();
  });
});
