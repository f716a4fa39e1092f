import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateOffset, nextAnniversary, nextYearly } from '../../../../core/journey/clock/dateOffset.ts';
import { DAY_MS, dayOfCivil, isoInstant } from '../../../../core/time.ts';
import { at } from '../../../support/builders.ts';
import { slowInstant } from './wallClocks.ts';

const NINE = { offsetDays: 0, atMinute: 540 } as const;
const ZONES = ['Europe/Berlin', 'Asia/Shanghai', 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe'];

function iso(instant: number | null): string | null {
  return instant === null ? null : isoInstant(instant);
}

describe('dateOffset', () => {
  it.each([
    ['2026-03-29', 0, 'Europe/Berlin', '2026-03-29T07:00:00.000Z'],
    ['2026-03-29', -1, 'Europe/Berlin', '2026-03-28T08:00:00.000Z'],
    ['2026-03-01', -1, 'Asia/Tokyo', '2026-02-28T00:00:00.000Z'],
    ['2024-03-01', -1, 'Asia/Tokyo', '2024-02-29T00:00:00.000Z'],
    ['2025-12-31', 1, 'America/New_York', '2026-01-01T14:00:00.000Z'],
    ['2026-07-01', -365, 'UTC', '2025-07-01T09:00:00.000Z'],
    ['2011-12-29', 1, 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('of %s by %i days in %s is %s', (date, offsetDays, zone, expected) => {
    expect(iso(dateOffset(zone, date, { offsetDays, atMinute: 540 }))).toBe(expected);
  });

  it('counts an instant as its local day', () => {
    const lateInUtc = at('2026-03-10T23:30:00Z');
    expect(iso(dateOffset('Asia/Tokyo', lateInUtc, NINE))).toBe('2026-03-11T00:00:00.000Z');
    expect(iso(dateOffset('America/New_York', lateInUtc, NINE))).toBe('2026-03-10T13:00:00.000Z');
  });

  it.each([
    ['Mars/Olympus', '2026-03-10'],
    ['Mars/Olympus', 0],
    ['UTC', '2026-02-29'],
    ['UTC', 'tomorrow'],
  ])('is null in %s for %s', (zone, date) => {
    expect(dateOffset(zone, date, NINE)).toBeNull();
  });

  it('is what the calendar says of any date, offset and time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: at('1995-01-01') / DAY_MS, max: at('2040-01-01') / DAY_MS }),
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: 0, max: 1_439 }),
        (zone, day, offsetDays, atMinute) => {
          const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
          const slow = slowInstant(zone, date.add({ days: offsetDays }), atMinute);
          expect(dateOffset(zone, date.toString(), { offsetDays, atMinute })).toBe(slow);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('nextAnniversary', () => {
  it.each([
    ['this year', 5, 4, '2026-03-10', 0, '2026-05-04T07:00:00.000Z'],
    ['at that instant', 5, 4, '2026-05-04T07:00:00Z', 0, '2026-05-04T07:00:00.000Z'],
    ['next year once past', 5, 4, '2026-05-04T07:00:00.001Z', 0, '2027-05-04T07:00:00.000Z'],
    ['a week before', 5, 4, '2026-04-27T07:00:00.001Z', -7, '2027-04-27T07:00:00.000Z'],
    ['before new year, for the year to come', 1, 3, '2026-12-20', -7, '2026-12-27T08:00:00.000Z'],
    ['after new year, for the year gone by', 12, 30, '2026-01-01', 7, '2026-01-06T08:00:00.000Z'],
    ['two years’ days away', 12, 30, '2026-01-01', 400, '2026-02-03T08:00:00.000Z'],
    ['29 February in a leap year', 2, 29, '2028-01-01', 0, '2028-02-29T08:00:00.000Z'],
    ['29 February on the 28th of a common year', 2, 29, '2026-01-01', 0, '2026-02-28T08:00:00.000Z'],
    ['29 February a day later on 1 March', 2, 29, '2026-01-01', 1, '2026-03-01T08:00:00.000Z'],
  ])('%s', (_, month, day, after, offsetDays, expected) => {
    const offset = { offsetDays, atMinute: 540 };
    expect(iso(nextAnniversary('Europe/Berlin', { month, day }, at(after), offset))).toBe(expected);
  });

  it('is null where there is no such day or zone', () => {
    expect(nextAnniversary('UTC', { month: 2, day: 30 }, 0, NINE)).toBeNull();
    expect(nextAnniversary('Mars/Olympus', { month: 2, day: 3 }, 0, NINE)).toBeNull();
  });

  it('comes once in every year, never earlier than asked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 29 }),
        fc.integer({ min: -60, max: 60 }),
        fc.integer({ min: 0, max: 1_439 }),
        (zone, month, day, offsetDays, atMinute) => {
          const offset = { offsetDays, atMinute };
          let after = at('2008-06-15');
          for (let years = 0; years < 9; years += 1) {
            const next = nextAnniversary(zone, { month, day }, after, offset) ?? Number.NaN;
            const ahead = (next - after) / DAY_MS;
            expect(ahead).toBeGreaterThanOrEqual(0);
            expect(ahead).toBeLessThan(368);
            if (years > 0) expect(ahead).toBeGreaterThan(363);
            after = next + 1;
          }
        },
      ),
    );
  });
});

describe('nextYearly', () => {
  it('does not come again where clocks set back over midnight show the day before once more', () => {
    const midnight = { offsetDays: -55, atMinute: 0 };
    const next = (after: string) =>
      iso(nextYearly('America/St_Johns', (year) => dayOfCivil(year, 1, 1), at(after), midnight));
    expect(next('2010-11-07T00:00:00Z')).toBe('2010-11-07T02:30:00.000Z');
    expect(next('2010-11-07T02:45:00Z')).toBe('2011-11-07T03:30:00.000Z');
  });

  it('is met where the gap ends that left its day out, though the year before has passed', () => {
    const dayBefore = { offsetDays: -1, atMinute: 540 };
    const next = (after: string) =>
      iso(nextYearly('Pacific/Apia', (year) => dayOfCivil(year, 12, 31), at(after), dayBefore));
    expect(next('2011-12-30T10:00:00Z')).toBe('2011-12-30T10:00:00.000Z');
    expect(next('2011-12-30T10:00:01Z')).toBe('2012-12-29T19:00:00.000Z');
  });

  it('is null where no year has the day', () => {
    expect(nextYearly('UTC', () => null, 0, NINE)).toBeNull();
  });
});
