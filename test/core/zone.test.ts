import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../core/time.ts';
import {
  firstInstantAtLocal,
  isZone,
  localTimeOfDayMs,
  nextWithinWeek,
  offsetMsAt,
} from '../../core/zone.ts';
import { hoursOf } from '../../core/settings/weekHours.ts';
import { at } from '../support/builders.ts';

const ZONES = Intl.supportedValuesOf('timeZone');
const YEAR = [at('2026-01-01'), at('2027-01-01')] as const;
/** Mailing by default: after quiet hours, before they begin. */
const [OPENS, CLOSES] = [8 * 60, 21 * 60];

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The same hours every day, asked for as hours of the week. */
function nextWithinWindow(zone: string, start: Instant, from: number, until: number): Instant | null {
  return nextWithinWeek(zone, start, hoursOf([{ from: clock(from), until: clock(until) }]));
}

function zoned(zone: string, instant: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

function transitionsOf(zone: string): Instant[] {
  const found: Instant[] = [];
  let next = zoned(zone, YEAR[0]).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < YEAR[1]) {
    found.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition('next');
  }
  return found;
}

/** Every zone with every clock change of the year; zones without one stand with the middle of the year. */
const CHANGES = ZONES.flatMap((zone) => {
  const changes = transitionsOf(zone);
  return (changes.length === 0 ? [at('2026-07-01')] : changes).map((change) => ({ zone, change }));
});

function localMinute(zone: string, instant: Instant): number {
  const { hour, minute, second, millisecond } = zoned(zone, instant);
  return hour * 60 + minute + (second * SECOND_MS + millisecond) / MINUTE_MS;
}

function inWindow(minute: number, from: number, until: number): boolean {
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** The answer by trying every minute in turn. */
function firstByMinutes(zone: string, start: Instant, from: number, until: number): Instant {
  const isOpen = (instant: Instant) =>
    inWindow((localTimeOfDayMs(zone, instant) ?? 0) / MINUTE_MS, from, until);
  if (isOpen(start)) return start;
  let instant = Math.ceil(start / MINUTE_MS) * MINUTE_MS;
  while (!isOpen(instant)) instant += MINUTE_MS;
  return instant;
}

describe('offsets', () => {
  it('are known for every zone of this machine, most of which change the clock twice or never', () => {
    expect(ZONES.length).toBeGreaterThan(400);
    expect(ZONES.filter((zone) => !isZone(zone))).toEqual([]);
    expect(CHANGES.length).toBeGreaterThan(ZONES.length + 100);
  });

  it('equal those of Temporal before, at and after every clock change of a year in every zone', () => {
    const wrong = CHANGES.flatMap(({ zone, change }) =>
      [-HOUR_MS, -1, 0, 1, HOUR_MS]
        .map((aside) => change + aside)
        .filter((instant) => offsetMsAt(zone, instant) !== zoned(zone, instant).offsetNanoseconds / 1e6)
        .map((instant) => `${zone} ${new Date(instant).toISOString()}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['Europe/Berlin', '1985-07-01', 2],
    ['Europe/Berlin', '2025-12-31T23:59:59Z', 1],
    ['Europe/Berlin', '2061-07-01', 2],
    ['Asia/Kolkata', '2026-03-10', 5.5],
    ['Australia/Lord_Howe', '2026-07-01', 10.5],
    ['America/St_Johns', '2026-01-10', -3.5],
    ['UTC', '2026-03-10', 0],
  ])('of %s at %s are %d hours', (zone, iso, hours) => {
    expect(offsetMsAt(zone, at(iso))).toBe(hours * HOUR_MS);
  });

  it.each(['', 'Mars/Olympus', 'Europe/Nowhere', 'CEST!'])('of the unknown zone "%s" are null', (zone) => {
    expect(isZone(zone)).toBe(false);
    expect(offsetMsAt(zone, YEAR[0])).toBeNull();
    expect(localTimeOfDayMs(zone, YEAR[0])).toBeNull();
    expect(nextWithinWindow(zone, YEAR[0], OPENS, CLOSES)).toBeNull();
  });
});

describe('nextWithinWeek', () => {
  it('stays within the mailing hours around every clock change in every zone, to the second', () => {
    const outside = CHANGES.flatMap(({ zone, change }) =>
      [-13 * HOUR_MS, -SECOND_MS, 0, SECOND_MS, 9 * HOUR_MS]
        .map((aside) => change + aside)
        .filter((start) => {
          const open = nextWithinWindow(zone, start, OPENS, CLOSES) ?? 0;
          const early = nextWithinWindow(zone, open - SECOND_MS, OPENS, CLOSES);
          const isFirst = open === start || early === open;
          return open < start || !isFirst || !inWindow(localMinute(zone, open), OPENS, CLOSES);
        })
        .map((start) => `${zone} ${new Date(start).toISOString()}`),
    );
    expect(outside).toEqual([]);
  });

  it('is the first instant inside the window, whatever the window and however near a clock change', () => {
    const minutes = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES),
        fc.integer({ min: -30 * HOUR_MS, max: 30 * HOUR_MS }),
        minutes,
        minutes,
        ({ zone, change }, aside, from, until) => {
          fc.pre(from !== until);
          const start = change + aside;
          const open = nextWithinWindow(zone, start, from, until);
          expect(open).toBe(firstByMinutes(zone, start, from, until));
          expect(inWindow(localMinute(zone, open ?? 0), from, until)).toBe(true);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it.each([
    ['opens at once inside the window', '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z', OPENS, CLOSES],
    ['waits for the morning', '2026-03-10T21:30:00Z', '2026-03-11T07:00:00Z', OPENS, CLOSES],
    ['closes on the minute', '2026-03-10T20:00:00Z', '2026-03-11T07:00:00Z', OPENS, CLOSES],
    [
      'still opens a millisecond before',
      '2026-03-10T19:59:59.999Z',
      '2026-03-10T19:59:59.999Z',
      OPENS,
      CLOSES,
    ],
    ['spans midnight', '2026-03-10T23:10:00Z', '2026-03-10T23:10:00Z', CLOSES, OPENS],
    ['comes an hour sooner in spring', '2026-03-28T21:00:00Z', '2026-03-29T06:00:00Z', OPENS, CLOSES],
    ['comes an hour later in autumn', '2026-10-24T21:00:00Z', '2026-10-25T07:00:00Z', OPENS, CLOSES],
    ['meets a skipped window the next day', '2026-03-29T00:50:00Z', '2026-03-30T00:10:00Z', 130, 170],
    [
      'opens after the gap that swallowed its beginning',
      '2026-03-29T00:50:00Z',
      '2026-03-29T01:00:00Z',
      150,
      300,
    ],
    ['meets a doubled window twice', '2026-10-25T00:45:00Z', '2026-10-25T01:30:00Z', 150, 160],
  ])('%s in Berlin', (_, start, opens, from, until) => {
    const open = nextWithinWindow('Europe/Berlin', at(start), from, until);
    expect(new Date(open ?? 0).toISOString()).toBe(new Date(opens).toISOString());
  });

  it('is null for no hours at all', () => {
    expect(nextWithinWeek('UTC', YEAR[0], [])).toBeNull();
  });

  it.each([
    ['waits for Saturday night', '2026-03-07T12:00:00Z', '2026-03-07T22:00:00Z'],
    ['opens on the second', '2026-03-09T07:59:59Z', '2026-03-09T08:00:00Z'],
    ['stays open on Friday', '2026-03-13T16:59:59Z', '2026-03-13T16:59:59Z'],
    ['closes on Friday for the week', '2026-03-13T17:00:00Z', '2026-03-14T22:00:00Z'],
    ['opens late on Saturday and into Sunday', '2026-03-15T00:30:00Z', '2026-03-15T00:30:00Z'],
    ['is closed for the rest of Sunday', '2026-03-15T01:00:00Z', '2026-03-16T08:00:00Z'],
  ])('by the days of the week: %s', (_, start, opens) => {
    const hours = hoursOf([
      { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', until: '17:00' },
      { days: ['saturday'], from: '22:00', until: '01:00' },
    ]);
    const open = nextWithinWeek('UTC', at(start), hours) ?? 0;
    expect(new Date(open).toISOString()).toBe(new Date(opens).toISOString());
  });

  it('is at most two days ahead for any window of half an hour', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES),
        fc.integer({ min: 0, max: 1_409 }),
        ({ zone, change }, from) => {
          const open = nextWithinWindow(zone, change, from, from + 30) ?? Number.POSITIVE_INFINITY;
          expect(open - change).toBeLessThan(2 * DAY_MS);
        },
      ),
    );
  });
});

describe('firstInstantAtLocal', () => {
  it('is the first instant whose wall time has come, around every clock change', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES),
        fc.integer({ min: -180, max: 180 }),
        ({ zone, change }, minutes) => {
          const localMs = change + (offsetMsAt(zone, change) ?? 0) + minutes * MINUTE_MS;
          const hasCome = (instant: Instant) => instant + (offsetMsAt(zone, instant) ?? 0) >= localMs;
          let slow = change - 8 * HOUR_MS;
          expect(hasCome(slow)).toBe(false);
          while (!hasCome(slow)) slow += MINUTE_MS;
          expect(firstInstantAtLocal(zone, localMs)).toBe(slow);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['UTC', 0],
    ['+23:59', -(24 * HOUR_MS - MINUTE_MS)],
    ['-23:59', 24 * HOUR_MS - MINUTE_MS],
  ])('at an offset as far as %s', (zone, first) => {
    expect(firstInstantAtLocal(zone, 0)).toBe(first + 0);
  });

  it('is null for an unknown zone', () => {
    expect(firstInstantAtLocal('Mars/Olympus', 0)).toBeNull();
  });
});
