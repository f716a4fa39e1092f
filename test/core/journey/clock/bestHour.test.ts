import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestHour, type MinuteWindow, nextBestHour } from '../../../../core/journey/clock/bestHour.ts';
import { localTimeAt } from '../../../../core/journey/clock/localTime.ts';
import { DAY_MS, HOUR_MS, isoInstant } from '../../../../core/time.ts';
import { at } from '../../../support/builders.ts';

const TEN = 10 * 60;
const MAILING: MinuteWindow = { from: 8 * 60, until: 21 * 60 };

/** Orders on days of their own, half past these hours UTC. */
function ordersAt(...hours: readonly number[]): number[] {
  return hours.map((hour, i) => at('2026-01-05T00:30:00Z') + i * DAY_MS + hour * HOUR_MS);
}

describe('bestHour', () => {
  it.each([
    ['without orders is the fallback to the minute', [], 615, 615],
    ['is not moved by one order far away', [20], TEN, TEN],
    ['of two orders against a fallback as heavy is the earlier hour', [20, 20], TEN, TEN],
    ['is where three orders were', [20, 20, 20], TEN, 20 * 60],
    ['is where two orders were, the fallback being later', [7, 7], 20 * 60, 7 * 60],
    ['adds up neighbours', [18, 19, 20], TEN, 19 * 60],
    ['reaches around midnight', [23, 0, 1], TEN, 0],
    ['leans on a fallback near by', [11], TEN, TEN],
    ['of equal hours is the earlier', [15, 15, 15, 3, 3, 3], TEN, 3 * 60],
    ['keeps the minute of the fallback in its hour', [10, 10, 10], 615, 615],
  ])('%s', (_, hours, fallback, expected) => {
    expect(bestHour(ordersAt(...hours), 'UTC', fallback)).toBe(expected);
  });

  it('is an hour of the person’s zone', () => {
    const evenings = ordersAt(12, 12, 12);
    expect(bestHour(evenings, 'Asia/Shanghai', TEN)).toBe(20 * 60);
    expect(bestHour(evenings, 'Asia/Kolkata', TEN)).toBe(18 * 60);
    expect(bestHour(evenings, 'America/New_York', 17 * 60)).toBe(7 * 60);
  });

  it('follows the clock: nine in summer and nine in winter are one hour', () => {
    const nines = [at('2026-01-12T08:10:00Z'), at('2026-07-13T07:10:00Z'), at('2026-11-02T08:40:00Z')];
    expect(bestHour(nines, 'Europe/Berlin', 20 * 60)).toBe(9 * 60);
  });

  it('leaves out days without an hour', () => {
    const days = ['2026-01-05', '2026-01-07', '2026-01-09', '2026-01-12'].map(at);
    expect(bestHour(days, 'UTC', TEN)).toBe(TEN);
    expect(bestHour(days, 'Asia/Tokyo', TEN)).toBe(TEN);
    expect(
      bestHour(
        days.map((day) => day + 1),
        'UTC',
        TEN,
      ),
    ).toBe(0);
  });

  it.each([
    ['begins with the window, at its minute', [5, 5, 5, 5, 6, 6], { from: 390, until: 1_260 }, TEN, 390],
    [
      'is the nearest hour inside, given enough orders',
      [23, 23, 23, 23, 23, 23, 23],
      { from: 480, until: 1_320 },
      TEN,
      21 * 60,
    ],
    ['may lie past midnight', [1, 1, 1], { from: 1_200, until: 180 }, 1_260, 60],
    ['counts equal hours from the beginning', [23, 23, 1, 1], { from: 1_290, until: 180 }, 0, 0],
    ['takes a fallback outside for the beginning', [], { from: 480, until: 1_260 }, 60, 480],
    ['is the fallback in an empty window', [5, 5, 5], { from: 480, until: 480 }, TEN, TEN],
    ['ends before the window does', [21, 21, 21, 21], { from: 480, until: 1_260 }, TEN, 20 * 60],
  ])('in a window %s', (_, hours, window, fallback, expected) => {
    expect(bestHour(ordersAt(...hours), 'UTC', fallback, window)).toBe(expected);
  });

  it('is the fallback in an unknown zone', () => {
    expect(bestHour(ordersAt(20, 20, 20), 'Mars/Olympus', TEN)).toBe(TEN);
  });

  it('never leaves the window, and does not depend on the sequence of orders', () => {
    const orders = fc.array(fc.integer({ min: 1, max: 400 * DAY_MS }), { maxLength: 30 });
    const minutes = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(orders, minutes, minutes, minutes, (instants, fallback, from, until) => {
        fc.pre(from !== until);
        const best = bestHour(instants, 'Europe/Berlin', fallback, { from, until });
        const inside = from < until ? best >= from && best < until : best >= from || best < until;
        expect(inside).toBe(true);
        expect(bestHour(instants.toReversed(), 'Europe/Berlin', fallback, { from, until })).toBe(best);
      }),
    );
  });

  it('is any hour, once it has enough orders', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      expect(bestHour(ordersAt(hour, hour, hour), 'UTC', ((hour + 12) % 24) * 60)).toBe(hour * 60);
    }
  });
});

describe('nextBestHour', () => {
  it('is that hour on the person’s clock, today or tomorrow', () => {
    const evenings = ordersAt(19, 19, 19, 19);
    const next = nextBestHour(evenings, 'Europe/Berlin', at('2026-03-28T20:00:00Z'), TEN, MAILING);
    expect(isoInstant(next ?? 0)).toBe('2026-03-29T18:00:00.000Z');
    expect(localTimeAt('Europe/Berlin', next ?? 0)?.minute).toBe(20 * 60);
    const today = nextBestHour(evenings, 'Europe/Berlin', at('2026-03-28T18:59:00Z'), TEN, MAILING);
    expect(isoInstant(today ?? 0)).toBe('2026-03-28T19:00:00.000Z');
  });

  it('is null in an unknown zone', () => {
    expect(nextBestHour([], 'Mars/Olympus', 0, TEN)).toBeNull();
  });
});
