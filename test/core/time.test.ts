import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilDate,
  DAY_MS,
  dayOfCivil,
  isCivilDate,
  isoDay,
  isoInstant,
  parseIso,
  startOfDay,
  utcDay,
} from '../../core/time.ts';

const TWO_HUNDRED_YEARS = 73_050;
const days = fc.integer({ min: -TWO_HUNDRED_YEARS, max: TWO_HUNDRED_YEARS });
const instants = fc.integer({ min: -TWO_HUNDRED_YEARS * DAY_MS, max: TWO_HUNDRED_YEARS * DAY_MS });

describe('civil dates', () => {
  it.each([
    [0, 1970, 1, 1],
    [-1, 1969, 12, 31],
    [59, 1970, 3, 1],
    [11_016, 2000, 2, 29],
    [20_522, 2026, 3, 10],
    [-25_509, 1900, 2, 28],
    [-25_508, 1900, 3, 1],
    [47_540, 2100, 2, 28],
    [47_541, 2100, 3, 1],
  ])('day %i is %i-%i-%i', (day, year, month, dayOfMonth) => {
    expect(civilDate(day)).toEqual({ year, month, day: dayOfMonth });
    expect(dayOfCivil(year, month, dayOfMonth)).toBe(day);
  });

  it('go there and back over 200 years on either side of 1970, as the calendar of Date has them', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { year, month, day: dayOfMonth } = civilDate(day);
        const date = new Date(day * DAY_MS);
        expect([year, month, dayOfMonth]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
        ]);
        expect(dayOfCivil(year, month, dayOfMonth)).toBe(day);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [2024, 2, 29, true],
    [2025, 2, 29, false],
    [1900, 2, 29, false],
    [2000, 2, 29, true],
    [2026, 4, 31, false],
    [2026, 0, 1, false],
    [2026, 13, 1, false],
    [2026, 1, 0, false],
    [2026, 1, 32, false],
  ])('%i-%i-%i exists: %s', (year, month, day, exists) => {
    expect(isCivilDate(year, month, day)).toBe(exists);
  });
});

describe('instants and days', () => {
  it('belong to the UTC day they fall on, before 1970 too', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const day = utcDay(instant);
        expect(startOfDay(day)).toBeLessThanOrEqual(instant);
        expect(startOfDay(day + 1)).toBeGreaterThan(instant);
      }),
    );
  });

  it('are written as Date writes them, and read back to the millisecond', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const written = isoInstant(instant);
        expect(written).toBe(new Date(instant).toISOString());
        expect(parseIso(written)).toBe(instant);
        expect(isoDay(utcDay(instant))).toBe(written.slice(0, 10));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('parseIso', () => {
  it.each([
    ['2026-03-10', '2026-03-10T00:00:00.000Z'],
    ['2026-03-10T11:05', '2026-03-10T11:05:00.000Z'],
    ['2026-03-10 11:05:09', '2026-03-10T11:05:09.000Z'],
    ['2026-03-10t11:05:09z', '2026-03-10T11:05:09.000Z'],
    ['2026-03-10T11:05:09.5Z', '2026-03-10T11:05:09.500Z'],
    ['2026-03-10T11:05:09,123456789Z', '2026-03-10T11:05:09.123Z'],
    ['2026-03-10T00:30:00+08:00', '2026-03-09T16:30:00.000Z'],
    ['2026-03-10T00:30:00+0800', '2026-03-09T16:30:00.000Z'],
    ['2026-03-10T23:30:00-05:30', '2026-03-11T05:00:00.000Z'],
    ['2026-03-10T23:59:00+23:59', '2026-03-10T00:00:00.000Z'],
    ['2026-03-10 11:05 +01:00', '2026-03-10T10:05:00.000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(parseIso(text)).toBe(Date.parse(instant));
  });

  it.each([
    '',
    'today',
    '2026-3-10',
    '20260310',
    '2026-02-29',
    '2026-13-01',
    '2026-03-10T24:00',
    '2026-03-10T11:60',
    '2026-03-10T11:05:60',
    '2026-03-10T11',
    '2026-03-10T11:05:09.Z',
    '2026-03-10T11:05+8',
    '2026-03-10T11:05+24:00',
    '2026-03-10T11:05+01:60',
    '2026-03-10T11:05Z trailing',
    ' 2026-03-10',
  ])('refuses "%s"', (text) => {
    expect(parseIso(text)).toBeNull();
  });
});
