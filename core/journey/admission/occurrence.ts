/** When a schedule next lets people in, and whether a date lets a person in within a span. */
import type { Person } from '../../customer/person.ts';
import { parseTimeOfDay } from '../../duration.ts';
import type { Settings } from '../../settings/settings.ts';
import { type Instant, startOfDay, utcDay } from '../../time.ts';
import { isZone } from '../../zone.ts';
import { nextLocalTime } from '../clock/localTime.ts';
import { valueAt } from '../condition.ts';
import { weekdayNumbers } from '../pieces.ts';
import type { DateTrigger, ScheduleTrigger } from '../triggers.ts';
import { instantOfDate, zoneOf } from '../waiting.ts';

/** The next occurrence of a schedule at or after `after`, in the shop's zone; null where there is none. */
export function nextOccurrence(entry: ScheduleTrigger, settings: Settings, after: Instant): Instant | null {
  const zone = isZone(settings.shop.zone) ? settings.shop.zone : 'UTC';
  const { time, weekdays, monthDays } = entry;
  const minute = parseTimeOfDay(time) ?? 0;
  return nextLocalTime(zone, after, { minute, weekdays: weekdayNumbers(weekdays), monthDays });
}

/** The instant within [from, until) at which a date lets a person in; null where it does not. */
export function dateWithin(
  entry: DateTrigger,
  person: Pick<Person, 'traits' | 'zone'>,
  settings: Settings,
  span: { readonly from: Instant; readonly until: Instant },
): Instant | null {
  if (entry.trait !== undefined && valueAt(person.traits, entry.trait) === undefined) return null;
  const zone = zoneOf(person, settings);
  const at = instantOfDate(entry, { traits: person.traits, properties: {}, zone }, span.from);
  return at !== null && at >= span.from && at < span.until ? at : null;
}

/** The rest of a UTC day, which is how far ahead the dates of a day are looked for. */
export function restOfDay(now: Instant): { from: Instant; until: Instant } {
  return { from: now, until: startOfDay(utcDay(now) + 1) };
}
