import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  instantOnDay,
  localDayAt,
  localTimeAt,
  nextLocalTime,
  type Weekday,
} from '../../../../core/journey/clock/localTime.ts';
import { DAY_MS, isoDay, isoInstant, MINUTE_MS, utcDay } from '../../../../core/time.ts';
import { at } from '../../../support/builders.ts';
import { auditChange, type ClockChange, changesOf, EVERY_ZONE } from './wallClocks.ts';

const BERLIN = 'Europe/Berlin';
const NINE = 9 * 60;
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

function iso(instant: number | null): string | null {
  return instant === null ? null : isoInstant(instant);
}

/** Where clocks do what is rare: half an hour, two and three hours, at midnight, over midnight, a whole day. */
const RARE = [
  ['Australia/Lord_Howe', 2026],
  ['Antarctica/Troll', 2026],
  ['Antarctica/Casey', 2018],
  ['America/Nuuk', 2026],
  ['America/Havana', 2026],
  ['America/St_Johns', 2011],
  ['Asia/Beirut', 2026],
  ['Africa/Casablanca', 2026],
  ['Pacific/Apia', 2011],
  ['Asia/Pyongyang', 2018],
] as const;

const ALL_CHANGES = EVERY_ZONE.flatMap((zone) => changesOf(zone, 2026));

describe('around clock changes', () => {
  it.each(RARE)('of %s in %i every quarter of an hour is met once a day', (zone, year) => {
    const audits = changesOf(zone, year).map(auditChange);
    expect(audits.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(audits.flatMap(({ cases }) => cases).every((cases) => cases > 1_000)).toBe(true);
  });

  it('of any zone likewise (a sample; every zone is in the slow suite)', () => {
    const audited: ClockChange[] = [];
    fc.assert(
      fc.property(fc.constantFrom(...ALL_CHANGES), (change) => {
        audited.push(change);
        expect(auditChange(change).wrong).toEqual([]);
      }),
      { numRuns: 40 },
    );
    expect(audited).toHaveLength(40);
  });

  it.each([
    ['a skipped time is met where the gap ends', '2026-03-28T12:00:00Z', 150, '2026-03-29T01:00:00.000Z'],
    ['and not again that day', '2026-03-29T01:00:00.001Z', 150, '2026-03-30T00:30:00.000Z'],
    ['the end of the gap itself counts', '2026-03-29T01:00:00Z', 150, '2026-03-29T01:00:00.000Z'],
    ['a doubled time is met the first time', '2026-10-24T12:00:00Z', 150, '2026-10-25T00:30:00.000Z'],
    ['and not the second', '2026-10-25T00:30:00.001Z', 150, '2026-10-26T01:30:00.000Z'],
    ['a time after the change is the new one', '2026-03-29T00:00:00Z', NINE, '2026-03-29T07:00:00.000Z'],
    ['the instant itself counts', '2026-03-10T08:00:00Z', NINE, '2026-03-10T08:00:00.000Z'],
    ['a millisecond later it is tomorrow', '2026-03-10T08:00:00.001Z', NINE, '2026-03-11T08:00:00.000Z'],
  ])('%s', (_, after, minute, met) => {
    expect(iso(nextLocalTime(BERLIN, at(after), { minute }))).toBe(met);
  });

  it('meets a time skipped before midnight in the first minute after it, for the day that lost it', () => {
    const saturday = at('2026-03-28T12:00:00Z');
    const halfPastTen = { minute: 23 * 60 + 30 } as const;
    const met = nextLocalTime('America/Nuuk', saturday, { ...halfPastTen, weekdays: [6] });
    expect(iso(met)).toBe('2026-03-29T01:00:00.000Z');
    expect(localTimeAt('America/Nuuk', met ?? 0)).toMatchObject({ weekday: 7, minute: 0 });
    const next = nextLocalTime('America/Nuuk', (met ?? 0) + 1, halfPastTen);
    expect(iso(next)).toBe('2026-03-30T00:30:00.000Z');
  });
});

describe('a day that a zone leaves out', () => {
  it.each([
    ['Pacific/Apia', '2011-12-29T20:00:00Z', '2011-12-30T19:00:00.000Z', '2011-12-31'],
    ['Pacific/Kwajalein', '1993-08-20T22:00:00Z', '1993-08-21T21:00:00.000Z', '1993-08-22'],
  ])('is not met in %s', (zone, afterNine, met, date) => {
    const next = nextLocalTime(zone, at(afterNine), { minute: NINE });
    expect(iso(next)).toBe(met);
    expect(isoDay(localDayAt(zone, next ?? 0) ?? 0)).toBe(date);
  });

  it('makes its weekday wait a week', () => {
    const friday = nextLocalTime('Pacific/Apia', at('2011-12-24T12:00:00Z'), { minute: NINE, weekdays: [5] });
    expect(iso(friday)).toBe('2012-01-05T19:00:00.000Z');
  });

  it('does not swallow what was to happen on it: the end of the gap does instead', () => {
    expect(iso(instantOnDay('Pacific/Apia', utcDay(at('2011-12-30')), NINE))).toBe(
      '2011-12-30T10:00:00.000Z',
    );
  });
});

describe('weekdays', () => {
  it.each(WEEKDAYS)('waits for ISO weekday %i, from every day of a week', (weekday) => {
    for (let day = 0; day < 7; day += 1) {
      const after = at('2026-03-26T10:00:00Z') + day * DAY_MS;
      const next = nextLocalTime(BERLIN, after, { minute: NINE, weekdays: [weekday] }) ?? 0;
      expect(localTimeAt(BERLIN, next)).toMatchObject({ weekday, minute: NINE });
      expect(next - after).toBeLessThanOrEqual(7 * DAY_MS);
      expect(next).toBeGreaterThanOrEqual(after);
    }
  });

  it('are those of the zone and not of UTC', () => {
    const sundayInUtc = at('2026-03-15T20:00:00Z');
    expect(localTimeAt('Asia/Shanghai', sundayInUtc)?.weekday).toBe(1);
    expect(iso(nextLocalTime('Asia/Shanghai', sundayInUtc, { minute: 300, weekdays: [1] }))).toBe(
      '2026-03-15T21:00:00.000Z',
    );
  });

  it.each([
    ['the 31st, over a month without', [31], undefined, '2026-04-01', '2026-05-31T07:00:00.000Z'],
    ['the first or the fifteenth', [15, 1], undefined, '2026-04-02', '2026-04-15T07:00:00.000Z'],
    ['Friday the 13th', [13], [5], '2026-03-14', '2026-11-13T08:00:00.000Z'],
    ['Monday the 31st', [31], [1], '2026-09-01', '2027-05-31T07:00:00.000Z'],
  ] as const)('of the month too: %s', (_, monthDays, weekdays, after, met) => {
    expect(iso(nextLocalTime(BERLIN, at(after), { minute: NINE, monthDays, weekdays }))).toBe(met);
  });

  it('of the month are those asked for, where a gap moves the time past midnight', () => {
    const lost = { minute: 23 * 60 + 30, monthDays: [28] };
    const met = nextLocalTime('America/Nuuk', at('2026-03-27T12:00:00Z'), lost);
    expect(iso(met)).toBe('2026-03-29T01:00:00.000Z');
    const next = nextLocalTime('America/Nuuk', at('2026-03-27T12:00:00Z'), { ...lost, monthDays: [29] });
    expect(iso(next)).toBe('2026-03-30T00:30:00.000Z');
  });

  it('none allowed, none met', () => {
    expect(nextLocalTime(BERLIN, 0, { minute: NINE, weekdays: [] })).toBeNull();
    expect(nextLocalTime(BERLIN, 0, { minute: NINE, monthDays: [32] })).toBeNull();
  });
});

describe('localTimeAt', () => {
  it.each([
    ['UTC', '1970-01-01', { day: 0, minute: 0, weekday: 4 }],
    ['UTC', '1969-12-31T23:59:59.999Z', { day: -1, minute: 1_439, weekday: 3 }],
    ['UTC', '1969-12-28', { day: -4, minute: 0, weekday: 7 }],
    ['Asia/Kolkata', '2026-03-10T18:30:30Z', { day: 20_523, minute: 0, weekday: 3 }],
    ['America/New_York', '2026-03-10T03:59:00Z', { day: 20_521, minute: 1_439, weekday: 1 }],
  ])('in %s at %s', (zone, instant, local) => {
    expect(localTimeAt(zone, at(instant))).toEqual(local);
  });

  it('gives back what instantOnDay is asked for, in zones that never change their clocks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kathmandu', 'Pacific/Marquesas'),
        fc.integer({ min: 20_000, max: 30_000 }),
        fc.integer({ min: 0, max: 1_439 }),
        (zone, day, minute) => {
          const instant = instantOnDay(zone, day, minute) ?? Number.NaN;
          expect(localTimeAt(zone, instant)).toMatchObject({ day, minute });
          expect(localTimeAt(zone, instant + MINUTE_MS - 1)).toMatchObject({ day, minute });
        },
      ),
    );
  });
});

it.each(['', 'Mars/Olympus', 'europe'])('is null throughout for the unknown zone "%s"', (zone) => {
  expect(localTimeAt(zone, 0)).toBeNull();
  expect(localDayAt(zone, 0)).toBeNull();
  expect(instantOnDay(zone, 0, 0)).toBeNull();
  expect(nextLocalTime(zone, 0, { minute: 0 })).toBeNull();
});
