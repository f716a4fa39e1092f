/** Durations and times of day as people write them in definitions and settings: `30m`, `1h`, `10d`, `2w`; `08:00`. */
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_DAYS } from './time.ts';

const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: WEEK_DAYS * DAY_MS } as const;

/** Longest wait a definition may ask for: five years. */
export const LONGEST_DURATION_MS = 5 * 366 * DAY_MS;

const MOST_REMEMBERED = 1_000;
const LONGEST_REMEMBERED = 16;

/** A reader that remembers: definitions and settings name few such texts, and every step and every send asks. */
function remembering(read: (text: string) => number | null): (text: string) => number | null {
  const readings = new Map<string, number | null>();
  return (text) => {
    const known = readings.get(text);
    if (known !== undefined) return known;
    const value = read(text);
    if (readings.size < MOST_REMEMBERED && text.length <= LONGEST_REMEMBERED) readings.set(text, value);
    return value;
  };
}

/** Milliseconds of `<whole number><m|h|d|w>`, from one minute to five years; null for anything else. */
export const parseDuration = remembering((text) => {
  const match = /^([1-9]\d{0,6})([mhdw])$/.exec(text.trim());
  if (match === null) return null;
  const [, count, unit] = match;
  const unitMs = unit === 'm' ? UNIT_MS.m : unit === 'h' ? UNIT_MS.h : unit === 'd' ? UNIT_MS.d : UNIT_MS.w;
  const ms = Number(count) * unitMs;
  return ms <= LONGEST_DURATION_MS ? ms : null;
});

/** Minutes after midnight of `HH:MM`; null for anything else. */
export const parseTimeOfDay = remembering((text) => {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
});
