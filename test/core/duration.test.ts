import { describe, expect, it } from 'vitest';
import { LONGEST_DURATION_MS, parseDuration, parseTimeOfDay } from '../../core/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['1m', 60_000],
    ['90m', 5_400_000],
    ['1h', 3_600_000],
    ['10d', 864_000_000],
    ['2w', 1_209_600_000],
    [' 3d ', 259_200_000],
    ['1830d', LONGEST_DURATION_MS],
  ])('reads "%s" as %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '0m', '05m', '1', 'm', '1s', '1M', '1.5h', '-1d', '1 d', '1831d', '9999999w', '1d2h'])(
    'refuses "%s"',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

describe('parseTimeOfDay', () => {
  it.each([
    ['00:00', 0],
    ['08:05', 485],
    ['23:59', 1_439],
  ])('reads %s as minute %i', (text, minute) => {
    expect(parseTimeOfDay(text)).toBe(minute);
  });

  it.each(['24:00', '8:00', '08:60', '0800', '08:00:00', ''])('refuses "%s"', (text) => {
    expect(parseTimeOfDay(text)).toBeNull();
  });
});
