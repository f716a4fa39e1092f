/** Working time: when people of the shop can be expected to act. A stretch of the day on some days of the week, in one zone. */
import { localTimeAt, nextLocalTime, type Weekday } from '../journey/clock/localTime.ts';
import { DAY_MINUTES, minuteOfDay, WEEKDAYS, type WeekdayName } from '../settings/fields.ts';
import type { Instant } from '../time.ts';

export interface WorkingTime {
  readonly days: readonly WeekdayName[];
  /** `HH:MM`; `until` is later than `from`, at most `24:00`, and is not worked itself. */
  readonly from: string;
  readonly until: string;
}

const ISO_WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

function weekdaysOf({ days }: WorkingTime): Weekday[] {
  return ISO_WEEKDAYS.filter((_, place) => days.some((day) => day === WEEKDAYS[place]));
}

/** `at` where it is working time, else the next beginning of it; `at` for an unknown zone. */
export function nextWorkingTime(at: Instant, zone: string, working: WorkingTime): Instant {
  const local = localTimeAt(zone, at);
  if (local === null) return at;
  const weekdays = weekdaysOf(working);
  const [from, until] = [minuteOfDay(working.from), minuteOfDay(working.until)];
  const isWorkday = weekdays.some((day) => day === local.weekday);
  if (isWorkday && local.minute >= from && local.minute < Math.min(until, DAY_MINUTES)) return at;
  return nextLocalTime(zone, at, { minute: from, weekdays }) ?? at;
}
