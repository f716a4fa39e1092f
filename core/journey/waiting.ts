/**
 * How long a wait is: the instant it ends, from the person's clock, calendar and rhythm. Exact across clock changes (see
 * `clock/`). A date or time that is past already waits no longer.
 */
import type { OrderHistory } from '../customer/order.ts';
import type { Person } from '../customer/person.ts';
import { parseDuration, parseTimeOfDay } from '../duration.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ShopRhythm } from '../lifecycle/model.ts';
import { DAY_MINUTES, minuteOfDay } from '../settings/fields.ts';
import type { Settings } from '../settings/settings.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { isZone } from '../zone.ts';
import { monthDayOf, parseDateAttribute } from './clock/attributeDate.ts';
import { nextBestHour } from './clock/bestHour.ts';
import { dateOffset, nextAnniversary } from './clock/dateOffset.ts';
import { nextFestival } from './clock/festival.ts';
import { gapLengthDays } from './clock/gapLength.ts';
import { nextLocalTime } from './clock/localTime.ts';
import { valueAt } from './condition.ts';
import type { NodeOf } from './definition.ts';
import { type JourneyDate, offsetDaysOf, weekdayNumbers } from './pieces.ts';

export interface WaitContext {
  readonly person: Person;
  readonly now: Instant;
  readonly settings: Settings;
  readonly rhythm: ShopRhythm;
  /** Properties of what let the person in. */
  readonly properties: JsonObject;
  /** Null where the definition waits on no rhythm, and it was not read. */
  readonly history: OrderHistory | null;
  /** Instants of past orders, for whoever asks; empty where the definition waits for no best hour. */
  readonly orderInstants: () => readonly Instant[];
}

/** When a wait ends, or that the date it waits for is not known. */
export type WaitEnd = { readonly kind: 'until'; readonly at: Instant } | { readonly kind: 'missing' };

const DEFAULT_BEST_HOUR_MINUTE = 10 * 60;
const MISSING: WaitEnd = { kind: 'missing' };

function until(at: Instant | null): WaitEnd {
  return at === null ? MISSING : { kind: 'until', at };
}

/** The person's own zone where it is known and exists, else the shop's, else UTC. */
export function zoneOf(person: Pick<Person, 'zone'>, settings: Settings): string {
  if (person.zone !== null && isZone(person.zone)) return person.zone;
  return isZone(settings.shop.zone) ? settings.shop.zone : 'UTC';
}

/**
 * The next instant at or after `after` that a date names for a person; of a date that comes once, that instant whether or not
 * it is past. Null where the person has no such date.
 */
export function instantOfDate(
  date: JourneyDate,
  on: { readonly traits: JsonObject; readonly properties: JsonObject; readonly zone: string },
  after: Instant,
): Instant | null {
  const { zone } = on;
  const offset = { offsetDays: offsetDaysOf(date.offset), atMinute: parseTimeOfDay(date.at) ?? 0 };
  if (date.festival !== undefined) return nextFestival(date.festival, after, zone, offset);
  const value: Json | undefined =
    date.trait === undefined ? valueAt(on.properties, date.property ?? '') : valueAt(on.traits, date.trait);
  const read = value === undefined ? null : parseDateAttribute(value);
  if (read === null) return null;
  if (!date.yearly && read.kind !== 'month-day')
    return dateOffset(zone, read.kind === 'date' ? read.date : read.at, offset);
  const monthDay = monthDayOf(zone, read);
  return monthDay === null ? null : nextAnniversary(zone, monthDay, after, offset);
}

/** The hours of a day that are not quiet, where quiet hours are those of every day and channel. */
function bestHourWindow({ messages }: Settings): { from: number; until: number } | undefined {
  const quiet = messages.quietHours.find(({ days, channel }) => days === undefined && channel === undefined);
  if (quiet === undefined) return undefined;
  return { from: minuteOfDay(quiet.until) % DAY_MINUTES, until: minuteOfDay(quiet.from) };
}

function untilEnd(wanted: Exclude<NodeOf<'wait'>['until'], undefined>, on: WaitContext): WaitEnd {
  const zone = zoneOf(on.person, on.settings);
  if (wanted === 'best-hour') {
    const window = bestHourWindow(on.settings);
    return until(nextBestHour(on.orderInstants(), zone, on.now, DEFAULT_BEST_HOUR_MINUTE, window));
  }
  if ('time' in wanted) {
    const minute = parseTimeOfDay(wanted.time) ?? 0;
    return until(nextLocalTime(zone, on.now, { minute, weekdays: weekdayNumbers(wanted.weekdays) }));
  }
  return until(instantOfDate(wanted, { traits: on.person.traits, properties: on.properties, zone }, on.now));
}

function gapEnd(gap: Exclude<NodeOf<'wait'>['gap'], undefined>, on: WaitContext): WaitEnd {
  const { history, now } = on;
  const quantile = gap.quantile === 'p50' ? 0.5 : 0.8;
  const days = gapLengthDays(
    gap.of,
    quantile,
    on.rhythm,
    history?.days ?? [],
    on.settings.lifecycle.shopWeightGaps,
  );
  const lastOrderAt = history?.lastOrderAt ?? null;
  const from = gap.from === 'last-order' && lastOrderAt !== null ? lastOrderAt : now;
  const wanted = from + (days * gap.times + offsetDaysOf(gap.offset)) * DAY_MS;
  const soonest = now + (gap.atLeast === undefined ? 0 : (parseDuration(gap.atLeast) ?? 0));
  const latest = gap.atMost === undefined ? Number.POSITIVE_INFINITY : now + (parseDuration(gap.atMost) ?? 0);
  return until(Math.round(Math.min(Math.max(wanted, soonest), latest)));
}

/** When a wait that begins now ends: never before now. */
export function waitEnd(node: NodeOf<'wait'>, on: WaitContext): WaitEnd {
  if (node.for !== undefined) return until(on.now + (parseDuration(node.for) ?? 0));
  const end = node.gap === undefined ? untilEnd(node.until ?? 'best-hour', on) : gapEnd(node.gap, on);
  return end.kind === 'missing' ? end : until(Math.max(end.at, on.now));
}
