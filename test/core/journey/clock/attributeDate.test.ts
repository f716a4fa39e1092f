import { describe, expect, it } from 'vitest';
import {
  dayOfDate,
  isMonthDay,
  monthDayOf,
  parseDateAttribute,
} from '../../../../core/journey/clock/attributeDate.ts';
import type { Json } from '../../../../core/json.ts';
import { at } from '../../../support/builders.ts';

function date(text: string) {
  return { kind: 'date', date: text } as const;
}

function monthDay(month: number, day: number) {
  return { kind: 'month-day', monthDay: { month, day } } as const;
}

function instant(text: string) {
  return { kind: 'instant', at: at(text) } as const;
}

describe('parseDateAttribute', () => {
  const read: readonly (readonly [Json, unknown])[] = [
    ['1990-05-04', date('1990-05-04')],
    [' 2024-02-29 ', date('2024-02-29')],
    ['2026-03-10T09:30:00Z', instant('2026-03-10T09:30:00Z')],
    ['2026-03-10t09:30z', instant('2026-03-10T09:30:00Z')],
    ['2026-03-10T09:30:00.250+08:00', instant('2026-03-10T01:30:00.250Z')],
    ['2026-03-10 09:30:00-0330', instant('2026-03-10T13:00:00Z')],
    ['2026-03-10T00:00:00+08:00', instant('2026-03-09T16:00:00Z')],
    [at('2026-03-10T09:30:00Z'), instant('2026-03-10T09:30:00Z')],
    [-1, instant('1969-12-31T23:59:59.999Z')],
    ['05-04', monthDay(5, 4)],
    ['--05-04', monthDay(5, 4)],
    ['--02-29', monthDay(2, 29)],
  ];
  it.each(read)('reads %j', (value, expected) => {
    expect(parseDateAttribute(value)).toEqual(expected);
  });

  const midnights: readonly (readonly [Json, string])[] = [
    ['1990-05-04T00:00:00Z', '1990-05-04'],
    ['1990-05-04T00:00:00.000Z', '1990-05-04'],
    [at('1990-05-04'), '1990-05-04'],
    [0, '1970-01-01'],
    [at('1961-08-12'), '1961-08-12'],
  ];
  it.each(midnights)('reads midnight UTC, %j, as the day it was meant for', (value, expected) => {
    expect(parseDateAttribute(value)).toEqual(date(expected));
  });

  const refused: readonly Json[] = [
    null,
    true,
    '',
    'soon',
    '1990-5-4',
    '1990-02-29',
    '1990-13-01',
    '1990-05-04T09:30',
    '1990-05-04T09:30:00',
    '1990-05-04Z',
    '1990-05-04T25:00Z',
    '1990-05-04T09:30:00+24:00',
    '02-30',
    '00-10',
    '-05-04',
    '04.05.1990',
    '1773135000000',
    1.5,
    1e300,
    at('9999-12-31') * 2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    ['1990-05-04'],
    { date: '1990-05-04' },
  ];
  it.each(refused.map((value) => [value]))('refuses %j', (value) => {
    expect(parseDateAttribute(value)).toBeNull();
  });
});

describe('monthDayOf', () => {
  it.each([
    ['a day', date('1990-05-04'), 'Asia/Tokyo', { month: 5, day: 4 }],
    ['a month and day', monthDay(2, 29), 'Asia/Tokyo', { month: 2, day: 29 }],
    ['an instant, its local day', instant('2026-03-31T20:00:00Z'), 'Asia/Tokyo', { month: 4, day: 1 }],
    ['an instant, its local day', instant('2026-03-31T20:00:00Z'), 'UTC', { month: 3, day: 31 }],
    ['an instant in an unknown zone', instant('2026-03-31T20:00:00Z'), 'Mars/Olympus', null],
  ])('of %s', (_, of, zone, expected) => {
    expect(monthDayOf(zone, of)).toEqual(expected);
  });
});

it('knows the days of dates, and which months and days there are', () => {
  expect([dayOfDate('1970-01-02'), dayOfDate('1969-12-31'), dayOfDate('1970-02-30')]).toEqual([1, -1, null]);
  expect(isMonthDay({ month: 2, day: 29 })).toBe(true);
  expect([isMonthDay({ month: 2, day: 30 }), isMonthDay({ month: 4, day: 31 })]).toEqual([false, false]);
});
