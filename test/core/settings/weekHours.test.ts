import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HoursWindow, WEEKDAYS } from '../../../core/settings/fields.ts';
import { both, hoursOf, outside, WEEK_MINUTES, WHOLE_WEEK } from '../../../core/settings/weekHours.ts';
import type { WeekHours } from '../../../core/weekStretch.ts';

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

const aWindow: fc.Arbitrary<HoursWindow> = fc
  .record({
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    from: fc.integer({ min: 0, max: 1_439 }),
    until: fc.integer({ min: 1, max: 1_440 }),
  })
  .filter(({ from, until }) => from !== until)
  .map(({ days, from, until }) => ({ days, from: clock(from), until: clock(until) }));

function covers(hours: WeekHours, minute: number): boolean {
  return hours.some(({ from, until }) => minute >= from && minute < until);
}

/** Whether a window covers a minute of the week, told day by day. */
function windowCovers({ days = [...WEEKDAYS], from, until }: HoursWindow, minute: number): boolean {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const [begins, ends] = [minutes(from), minutes(until)];
  const [day, ofDay] = [Math.floor(minute / 1_440), minute % 1_440];
  const isDay = (index: number) => days.includes(WEEKDAYS[(index + 7) % 7] ?? 'monday');
  if (begins < ends) return isDay(day) && ofDay >= begins && ofDay < ends;
  return (isDay(day) && ofDay >= begins) || (isDay(day - 1) && ofDay < ends);
}

describe('hours of the week', () => {
  const minutes = fc.integer({ min: 0, max: WEEK_MINUTES - 1 });
  const windows = fc.array(aWindow, { maxLength: 5 });

  it('cover what their windows cover, over midnight and the end of the week too', () => {
    fc.assert(
      fc.property(windows, minutes, (all, minute) => {
        expect(covers(hoursOf(all), minute)).toBe(all.some((one) => windowCovers(one, minute)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('and the rest share no minute and leave none out; what two have in common both have', () => {
    fc.assert(
      fc.property(windows, windows, minutes, (some, others, minute) => {
        const [a, b] = [hoursOf(some), hoursOf(others)];
        expect(covers(outside(a), minute)).toBe(!covers(a, minute));
        expect(covers(both(a, b), minute)).toBe(covers(a, minute) && covers(b, minute));
      }),
      { numRuns: 2_000 },
    );
  });

  it('stand apart from each other, in order', () => {
    fc.assert(
      fc.property(windows, (all) => {
        const hours = hoursOf(all);
        for (const [i, { from, until }] of hours.entries()) {
          expect(from).toBeLessThan(until);
          expect(from).toBeGreaterThan(hours[i - 1]?.until ?? -1);
        }
      }),
    );
  });

  it('of all days are the whole week', () => {
    expect(hoursOf([{ from: '00:00', until: '24:00' }])).toEqual(WHOLE_WEEK);
    expect(outside(WHOLE_WEEK)).toEqual([]);
  });
});
