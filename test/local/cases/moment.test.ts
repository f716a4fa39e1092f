import { describe, expect, it } from 'vitest';
import { momentAt, momentSchema, startSchema } from '../../../local/cases/moment.ts';

const now = Date.parse('2026-03-28T19:30:00Z');
const base = { now, zone: 'Europe/Berlin' };

describe('a time of a case', () => {
  it.each([
    ['+0m', '2026-03-28T19:30:00Z'],
    ['+1h', '2026-03-28T20:30:00Z'],
    ['-90d', '2025-12-28T19:30:00Z'],
    ['+1d 2h 30m', '2026-03-29T22:00:00Z'],
    ['+1d2h', '2026-03-29T21:30:00Z'],
    ['+2w', '2026-04-11T19:30:00Z'],
    ['+0d 21:00 local', '2026-03-28T20:00:00Z'],
    // The clocks go forward in the night to the 29th.
    ['+1d 08:00 local', '2026-03-29T06:00:00Z'],
    ['+1d 02:30 local', '2026-03-29T01:00:00Z'],
    ['-1d 08:00 local', '2026-03-27T07:00:00Z'],
    ['2026-03-30 10:00 local', '2026-03-30T08:00:00Z'],
    ['2026-03-30T10:00Z', '2026-03-30T10:00:00Z'],
    ['2026-03-30 10:00', '2026-03-30T10:00:00Z'],
    ['2026-03-30T10:00:01+02:00', '2026-03-30T08:00:01Z'],
    ['2026-03-30', '2026-03-30T00:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(momentAt(text, base)).toBe(Date.parse(instant));
  });

  it('counts local days on the calendar of the customer', () => {
    const late = { now: Date.parse('2026-03-02T20:00:00Z'), zone: 'Asia/Shanghai' };
    expect(momentAt('+0d 09:00 local', late)).toBe(Date.parse('2026-03-03T01:00:00Z'));
  });

  it.each(['', '1h', '+', '+1y', '+1.5h', 'soon', '+1d 25:00 local', '2026-02-30', '+9w 9x', '+2d 10:00'])(
    'is not "%s"',
    (text) => {
      expect(momentAt(text, base)).toBeNull();
      expect(momentSchema.safeParse(text).error?.issues[0]?.message).toMatch(/^write a time as \+1h/);
    },
  );

  it.each(['+1h', '+1d 08:00 local'])('begins no case: %s', (text) => {
    expect(startSchema.safeParse(text).success).toBe(false);
  });

  it('is null in a zone that does not exist', () => {
    expect(momentAt('+1d 08:00 local', { now, zone: 'Mars/Olympus' })).toBeNull();
  });
});
