/**
 * Times as cases write them, all exact to the minute: an offset from the start of the case (`+1h`, `-90d`, `+1d 6h`), a
 * local time of the customer's clock (`+2d 10:00 local`, `2026-03-08 09:00 local`), or an instant (`2026-03-08T09:00Z`).
 */
import * as z from 'zod';
import { parseDuration, parseTimeOfDay } from '../../core/duration.ts';
import { instantOnDay, localDayAt } from '../../core/journey/clock/localTime.ts';
import { type Instant, parseIso, utcDay } from '../../core/time.ts';

/** What an offset or a local time is counted from. */
export interface MomentBase {
  readonly now: Instant;
  /** The customer's zone, else the shop's. */
  readonly zone: string;
}

const OFFSET = /^([+-])((?:\d+[mhdw] ?)+)$/;
const DAYS_LOCAL = /^([+-]\d{1,4})d (\d{2}:\d{2}) local$/;
const DATE_LOCAL = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}) local$/;

function offsetMs(text: string): number | null {
  const match = OFFSET.exec(text);
  if (match === null) return null;
  const [, sign, parts = ''] = match;
  let sum = 0;
  for (const part of parts.match(/\d+[mhdw]/g) ?? []) {
    const ms = /^0+[mhdw]$/.test(part) ? 0 : parseDuration(part);
    if (ms === null) return null;
    sum += ms;
  }
  return sign === '-' ? -sum : sum;
}

/** A time on a day of the local calendar, which is numbered as UTC days are. */
function onLocalDay(zone: string, day: number | null, timeOfDay: string | undefined): Instant | null {
  const minute = parseTimeOfDay(timeOfDay ?? '');
  return day === null || minute === null ? null : instantOnDay(zone, day, minute);
}

function localTime(text: string, { now, zone }: MomentBase): Instant | null {
  const byDays = DAYS_LOCAL.exec(text);
  if (byDays !== null) {
    const today = localDayAt(zone, now);
    return onLocalDay(zone, today === null ? null : today + Number(byDays[1]), byDays[2]);
  }
  const byDate = DATE_LOCAL.exec(text);
  const date = byDate === null ? null : parseIso(byDate[1] ?? '');
  return date === null ? null : onLocalDay(zone, utcDay(date), byDate?.[2]);
}

/** The instant a text names; null for a text that names none, or no time of an unknown zone. */
export function momentAt(text: string, base: MomentBase): Instant | null {
  const offset = offsetMs(text);
  if (offset !== null) return base.now + offset;
  return localTime(text, base) ?? parseIso(text);
}

const ANYWHERE: MomentBase = { now: 0, zone: 'UTC' };

export const momentSchema = z
  .string({ error: 'write a time as +1h, -90d, +2d 10:00 local or 2026-03-08T09:00Z' })
  .refine(
    (text) => momentAt(text, ANYWHERE) !== null,
    'write a time as +1h, -90d, +2d 10:00 local or 2026-03-08T09:00Z',
  );

/** Of the start of a case, which nothing can be counted from. */
export const startSchema = z
  .string({ error: 'write the start as 2026-03-08T09:00Z, or 2026-03-08 09:00 local' })
  .refine(
    (text) => offsetMs(text) === null && !DAYS_LOCAL.test(text) && momentAt(text, ANYWHERE) !== null,
    'write the start as 2026-03-08T09:00Z, or 2026-03-08 09:00 local',
  );
