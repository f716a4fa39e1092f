/** When a schedule next lets people in, and whether a date lets a person in within a span. */
import type { Person } from '../../customer/person.ts';
import { parseTimeOfDay } from '../../duration.ts';
import type { Settings } from '../../settings/settings.ts';
import { civilDate, type Instant, startOfDay, utcDay } from '../../time.ts';
import { isZone } from '../../zone.ts';
import { localTimeAt, nextLocalTime } from '../clock/localTime.ts';
import { weekdayNumbers } from '../pieces.ts';
import type { DateTrigger, ScheduleTrigger } from '../triggers.ts';
import { instantOfDate, zoneOf } from '../waiting.ts';

/** Two years of days: what a day of the month that few months have is looked for in. */
const MOST_DAYS = 731;

/** The next occurrence of a schedule at or after `after`, in the shop's zone; null where there is none. */
export function nextOccurrence(entry: ScheduleTrigger, settings: Settings, after: Instant): Instant | null {
  const zone = isZone(settings.shop.zone) ? settings.shop.zone : 'UTC';
  const time = { minute: parseTimeOfDay(entry.time) ?? 0, weekdays: weekdayNumbers(entry.weekdays) };
  let at = nextLocalTime(zone, after, time);
  for (let days = 0; at !== null && days < MOST_DAYS; days += 1) {
    const { monthDays } = entry;
    const local = localTimeAt(zone, at);
    if (monthDays === undefined || local === null) return at;
    if (monthDays.includes(civilDate(local.day).day)) return at;
    at = nextLocalTime(zone, at + 1, time);
  }
  return null;
}

/** The instant within [from, until) at which a date lets a person in; null where it does not. */
export function dateWithin(
  entry: DateTrigger,
  person: Pick<Person, 'traits' | 'zone'>,
  settings: Settings,
  span: { readonly from: Instant; readonly until: Instant },
): Instant | null {
  const zone = zoneOf(person, settings);
  const at = instantOfDate(entry, { traits: person.traits, properties: {}, zone }, span.from);
  return at !== null && at >= span.from && at < span.until ? at : null;
}

/** The rest of a UTC day, which is how far ahead the dates of a day are looked for. */
export function restOfDay(now: Instant): { from: Instant; until: Instant } {
  return { from: now, until: startOfDay(utcDay(now) + 1) };
}
