/**
 * Hours of the week as stretches of local minutes since Monday 00:00: ascending, apart from each other, within one week. A
 * window of the settings that spans midnight, or the end of the week, comes out as what it covers.
 */
import type { WeekHours, WeekStretch } from '../weekStretch.ts';
import { DAY_MINUTES, type HoursWindow, minuteOfDay, WEEKDAYS } from './fields.ts';

export const WEEK_MINUTES = 7 * DAY_MINUTES;

export const WHOLE_WEEK: WeekHours = [{ from: 0, until: WEEK_MINUTES }];

/** What several stretches cover together, in any order and overlapping. */
function joined(stretches: readonly WeekStretch[]): WeekHours {
  const hours: WeekStretch[] = [];
  for (const { from, until } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = hours.at(-1);
    if (last === undefined || last.until < from) hours.push({ from, until });
    else hours[hours.length - 1] = { from: last.from, until: Math.max(last.until, until) };
  }
  return hours;
}

function covered({ days, from, until }: HoursWindow): WeekStretch[] {
  const [begins, ends] = [minuteOfDay(from), minuteOfDay(until)];
  const length = ends > begins ? ends - begins : ends - begins + DAY_MINUTES;
  return (days ?? WEEKDAYS).flatMap((day) => {
    const start = WEEKDAYS.indexOf(day) * DAY_MINUTES + begins;
    const end = start + length;
    if (end <= WEEK_MINUTES) return [{ from: start, until: end }];
    return [
      { from: start, until: WEEK_MINUTES },
      { from: 0, until: end - WEEK_MINUTES },
    ];
  });
}

/** What windows cover together. */
export function hoursOf(windows: readonly HoursWindow[]): WeekHours {
  return joined(windows.flatMap(covered));
}

/** The rest of the week. */
export function outside(hours: WeekHours): WeekHours {
  const rest: WeekStretch[] = [];
  let from = 0;
  for (const stretch of hours) {
    if (stretch.from > from) rest.push({ from, until: stretch.from });
    from = stretch.until;
  }
  if (from < WEEK_MINUTES) rest.push({ from, until: WEEK_MINUTES });
  return rest;
}

/** What both cover. */
export function both(a: WeekHours, b: WeekHours): WeekHours {
  const common = a.flatMap((one) =>
    b.map((other) => ({ from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) })),
  );
  return joined(common.filter(({ from, until }) => from < until));
}

/** The hours that are not quiet on a channel, a place's own hours (none: any) taken into account. */
export function openHours(
  quiet: readonly (HoursWindow & { readonly channel?: string | undefined })[],
  channel: string,
  windows: readonly HoursWindow[] = [],
): WeekHours {
  const here = quiet.filter((period) => period.channel === undefined || period.channel === channel);
  const awake = outside(hoursOf(here));
  return windows.length === 0 ? awake : both(awake, hoursOf(windows));
}
