/**
 * When a run of a campaign begins, and when its first message is due for one person. A local time is met on each person's own
 * clock, the shop's where theirs is not known: a time that a clock change skips at the first instant after the gap, one that it
 * repeats at its first occurrence. A run by local time begins when the date's hour comes to the first zone of the earth.
 */
import { parseTimeOfDay } from '../duration.ts';
import { instantOnDay, type LocalDay, localDayAt } from '../journey/clock/localTime.ts';
import { weekdayNumbers } from '../journey/pieces.ts';
import type { Settings } from '../settings/settings.ts';
import { civilDate, DAY_MS, HOUR_MS, type Instant, MINUTE_MS, parseIso, utcDay, WEEK_DAYS } from '../time.ts';
import { isZone } from '../zone.ts';
import type { CampaignSchedule } from './definition.ts';

/** No zone is further ahead of UTC, or further behind. */
const FURTHEST_AHEAD_MS = 14 * HOUR_MS;
const FURTHEST_BEHIND_MS = 12 * HOUR_MS;
/** Days looked ahead for the next day of a recurring campaign: every weekday and day of the month comes by. */
const MOST_DAYS = 3 * 366;
/** 1970-01-01 was a Thursday. */
const MONDAY_BEFORE = 3;

type Recurring = Extract<CampaignSchedule, { on: 'recurring' }>;

/** One run, before it is known of whom. */
export interface Occurrence {
  /** When people begin to be let in. */
  readonly startsAt: Instant;
  /** The local day of a run by local time; null where the instant is everyone's. */
  readonly date: LocalDay | null;
}

function shopZone({ shop }: Settings): string {
  return isZone(shop.zone) ? shop.zone : 'UTC';
}

function onDate(date: LocalDay, minute: number): Occurrence {
  return { date, startsAt: date * DAY_MS + minute * MINUTE_MS - FURTHEST_AHEAD_MS };
}

function isAllowed(day: LocalDay, { weekdays, monthDays }: Recurring): boolean {
  const weekday = 1 + ((((day + MONDAY_BEFORE) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS);
  if (weekdayNumbers(weekdays)?.some((one) => one === weekday) === false) return false;
  return monthDays === undefined || monthDays.includes(civilDate(day).day);
}

/** The first allowed day behind `after` (null: any) whose time is not over in the shop's zone. */
function nextRecurring(
  schedule: Recurring,
  settings: Settings,
  now: Instant,
  after: LocalDay | null,
): Occurrence | null {
  const zone = shopZone(settings);
  const minute = parseTimeOfDay(schedule.time) ?? 0;
  const first = Math.max(
    after === null ? Number.NEGATIVE_INFINITY : after + 1,
    localDayAt(zone, now) ?? utcDay(now),
  );
  for (let day = first; day < first + MOST_DAYS; day += 1) {
    const at = isAllowed(day, schedule) ? instantOnDay(zone, day, minute) : null;
    if (at !== null && at >= now) return onDate(day, minute);
  }
  return null;
}

export type NextRun =
  | { readonly kind: 'run'; readonly run: Occurrence }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'none' };

function runOrNone(run: Occurrence | null): NextRun {
  return run === null ? { kind: 'none' } : { kind: 'run', run };
}

/**
 * The next run at `now`, behind the run of the local day `after` where there was one. `too-late`: its time is over, by more than
 * `graceMs`; `none`: there is no further one, or runs are called for.
 */
export function nextRun(
  schedule: CampaignSchedule,
  settings: Settings,
  now: Instant,
  {
    runs,
    after,
    graceMs = 0,
  }: { readonly runs: number; readonly after: LocalDay | null; readonly graceMs?: number },
): NextRun {
  if (schedule.on === 'recurring') return runOrNone(nextRecurring(schedule, settings, now, after));
  if (runs > 0 || schedule.on === 'call') return { kind: 'none' };
  switch (schedule.on) {
    case 'now':
      return runOrNone({ startsAt: now, date: null });
    case 'instant': {
      const startsAt = parseIso(schedule.at) ?? now;
      return now - startsAt > graceMs ? { kind: 'too-late' } : runOrNone({ startsAt, date: null });
    }
    case 'local-time': {
      const date = utcDay(parseIso(schedule.date) ?? now);
      const minute = parseTimeOfDay(schedule.time) ?? 0;
      const inShop = instantOnDay(shopZone(settings), date, minute);
      return inShop === null || now - inShop > graceMs
        ? { kind: 'too-late' }
        : runOrNone(onDate(date, minute));
    }
  }
}

/** When a run's first message is due in a zone; null where the zone has no such time. */
export function dueInZone(schedule: CampaignSchedule, run: Occurrence, zone: string): Instant | null {
  if (run.date === null) return run.startsAt;
  const time = schedule.on === 'local-time' || schedule.on === 'recurring' ? schedule.time : '00:00';
  return instantOnDay(zone, run.date, parseTimeOfDay(time) ?? 0);
}

/** When the first message of a run is due in the last zone of the earth. */
export function lastDue(run: Occurrence): Instant {
  return run.date === null ? run.startsAt : run.startsAt + FURTHEST_AHEAD_MS + FURTHEST_BEHIND_MS;
}
