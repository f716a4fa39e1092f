import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../core/json.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../core/time.ts';
import { eventTime } from '../../../functions/tracking/eventTime.ts';
import { type Finding, Refused } from '../../../functions/tracking/finding.ts';
import { NOW } from '../../support/builders.ts';

const iso = (at: number) => new Date(at).toISOString();

function timed(message: JsonObject, sentAt: Json = null): { at: number; codes: string[] } {
  const notes: Finding[] = [];
  const note = (finding: Finding) => {
    notes.push(finding);
  };
  const reading = { source: 'web', receivedAt: NOW, sentAt, currency: null, paidMinor: null, note };
  try {
    return { at: eventTime(message, reading) - NOW, codes: notes.map(({ code }) => code) };
  } catch (failure) {
    if (failure instanceof Refused) return { at: Number.NaN, codes: [failure.code] };
    throw failure;
  }
}

describe('the time of a message', () => {
  it.each<[string, JsonObject, Json, number, string[]]>([
    ['the time it came, without its own', {}, null, 0, []],
    ['its own', { timestamp: iso(NOW - HOUR_MS) }, null, -HOUR_MS, []],
    ['its original one where that stands alone', { originalTimestamp: iso(NOW - 7) }, null, -7, []],
    ['milliseconds as a number', { timestamp: NOW - 5 }, null, -5, []],
    [
      'exact where the request took seconds',
      { timestamp: iso(NOW - HOUR_MS) },
      iso(NOW - 4 * SECOND_MS),
      -HOUR_MS,
      [],
    ],
    [
      'moved by the error of a clock 10 minutes slow',
      { timestamp: iso(NOW - HOUR_MS) },
      iso(NOW - 10 * MINUTE_MS),
      -50 * MINUTE_MS,
      [],
    ],
    [
      'moved by the error of a clock 10 hours fast',
      { timestamp: iso(NOW + 9 * HOUR_MS) },
      iso(NOW + 10 * HOUR_MS),
      -HOUR_MS,
      [],
    ],
    [
      'its original one, moved, where both stand',
      { timestamp: iso(NOW - DAY_MS), originalTimestamp: iso(NOW - 20 * MINUTE_MS) },
      iso(NOW - 10 * MINUTE_MS),
      -10 * MINUTE_MS,
      [],
    ],
    [
      'not moved by what is no clock',
      { timestamp: iso(NOW - 30 * DAY_MS) },
      iso(NOW - 30 * DAY_MS),
      -30 * DAY_MS,
      ['clock-skew-ignored'],
    ],
    ['not moved by a sentAt nobody can read', { timestamp: iso(NOW - 5) }, 'yesterday', -5, []],
    ['up to an hour ahead', { timestamp: iso(NOW + HOUR_MS) }, null, HOUR_MS, []],
    ['no more than an hour ahead', { timestamp: iso(NOW + HOUR_MS + 1) }, null, 0, ['time-in-future']],
    ['never in the year 9999', { timestamp: '9999-12-31T23:59:59Z' }, null, 0, ['time-in-future']],
    ['from the year 2000 on', { timestamp: '2000-01-01T00:00:00Z' }, null, Date.UTC(2000, 0, 1) - NOW, []],
  ])('is %s', (_what, message, sentAt, at, codes) => {
    expect(timed(message, sentAt)).toEqual({ at, codes });
  });

  it.each<[string, Json, string]>([
    ['a time in words', 'yesterday', 'invalid-time'],
    ['the thirteenth month', '2026-13-01', 'invalid-time'],
    ['an object', {}, 'invalid-time'],
    ['a number beyond every calendar', 1e300, 'invalid-time'],
    ['the beginning of 1970', 0, 'implausible-time'],
    ['1970 in words', '1970-01-01T00:00:00.000Z', 'implausible-time'],
    ['seconds for milliseconds', 1_773_140_400, 'implausible-time'],
    ['the last second of 1999', '1999-12-31T23:59:59Z', 'implausible-time'],
  ])('refuses %s', (_what, timestamp, code) => {
    expect(timed({ timestamp }).codes).toEqual([code]);
  });

  it('reads a time without an offset as UTC, wherever this runs', () => {
    expect(timed({ timestamp: iso(NOW - HOUR_MS).replace('Z', '') }).at).toBe(-HOUR_MS);
    expect(timed({ timestamp: '2026-01-02' }).at).toBe(Date.UTC(2026, 0, 2) - NOW);
    expect(timed({ timestamp: '2026-01-02T03:00:00+02:00' }).at).toBe(Date.UTC(2026, 0, 2, 1) - NOW);
  });
});
