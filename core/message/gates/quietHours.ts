/** Whether it is an hour to write to the person: by the shop's quiet hours and the law of their place, on their own clock. */
import type { JsonObject } from '../../json.ts';
import type { WeekHours } from '../../weekStretch.ts';
import { type Instant, isoInstant, MINUTE_MS } from '../../time.ts';
import { localTimeOfWeekMs, nextWithinWeek } from '../../zone.ts';
import { jurisdictionOf, type NamedJurisdiction } from '../jurisdiction.ts';
import { type SendingHours, sendingHours } from '../sendingHours.ts';
import { type Gate, passing, refusal, type SendContext, waiting } from './gate.ts';

interface Opening {
  readonly zone: string;
  /** Null where the hours are never open. */
  readonly at: Instant | null;
}

/** When the hours are next open: on the person's clock, or where that is unknown on the shop's. */
function openingIn({ zone, now, settings }: SendContext, hours: SendingHours): Opening {
  const own = zone === null ? null : nextWithinWeek(zone, now, hours.zoneKnown);
  if (zone !== null && own !== null) return { zone, at: own };
  const knows = zone !== null && localTimeOfWeekMs(zone, now) !== null;
  if (knows) return { zone, at: null };
  return { zone: settings.shop.zone, at: nextWithinWeek(settings.shop.zone, now, hours.zoneUnknown) };
}

function placeOf({ settings, country }: SendContext): NamedJurisdiction {
  return jurisdictionOf(settings, country);
}

function hoursIn(context: SendContext): SendingHours | null {
  const { channel } = context.decision;
  if (channel === 'webhook') return null;
  const hours = sendingHours(context.settings, placeOf(context), channel);
  return hours.any ? null : hours;
}

function covers(hours: WeekHours, zone: string, now: Instant): boolean {
  const minute = (localTimeOfWeekMs(zone, now) ?? 0) / MINUTE_MS;
  return hours.some(({ from, until }) => minute >= from && minute < until);
}

function facts(context: SendContext): JsonObject {
  const hours = hoursIn(context);
  if (hours === null) return { finding: 'none-set' };
  const { zone, at } = openingIn(context, hours);
  if (at === context.now) return { finding: 'open', zone };
  if (at === null) return { finding: 'never-open', zone };
  const opens = isoInstant(at);
  if (covers(hours.lawful, zone, context.now)) return { finding: 'quiet', zone, opens };
  return { finding: 'unlawful-hour', zone, opens, place: placeOf(context).id };
}

const NONE_SET = passing(facts);
const OPEN = passing(facts);

export const quietHoursGate: Gate = (context) => {
  const hours = hoursIn(context);
  if (hours === null) return NONE_SET;
  if (context.zone !== null && nextWithinWeek(context.zone, context.now, hours.zoneKnown) === context.now)
    return OPEN;
  const { zone, at } = openingIn(context, hours);
  if (at === context.now) return OPEN;
  if (at === null || covers(hours.dropping, zone, context.now)) return refusal('quiet-hours', facts);
  return waiting(context, {
    until: at,
    reason: 'quiet-hours',
    facts,
    patience: 'always',
    tooLate: 'expired',
  });
};
