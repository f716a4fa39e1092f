/**
 * When a message happened. A client's clock may be wrong: the difference between when it says it sent the request and when the
 * request came is taken as the error of its clock, as Segment does, and added to the message's time. A difference within
 * seconds is the way the request took and corrects nothing; one of more than a day is no clock that is off but a file that is
 * sent again, and corrects nothing either.
 */
import type { Json, JsonObject } from '../../core/json.ts';
import { DAY_MS, HOUR_MS, type Instant, SECOND_MS } from '../../core/time.ts';
import { noted, refused, shown } from './finding.ts';
import { member, type Reading } from './message.ts';

/** A request may be this long on its way. */
const LEAST_SKEW_MS = 5 * SECOND_MS;
const MOST_SKEW_MS = DAY_MS;
/** Further ahead than this is no time an event can have. */
const MOST_AHEAD_MS = HOUR_MS;
/** Before there were shops on the web: such a time is a clock without battery, or seconds taken for milliseconds. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

const ISO = /^[+-]?\d{4,6}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/i;

/** Milliseconds of ISO 8601 text (UTC where no offset stands) or of a number of milliseconds; null for anything else. */
export function instantOf(value: Json): Instant | null {
  if (typeof value === 'number') return Math.abs(value) <= LATEST ? Math.round(value) : null;
  if (typeof value !== 'string') return null;
  const match = ISO.exec(value);
  if (match === null) return null;
  const local = value.length > 10 && match.groups?.zone === undefined;
  const at = Date.parse(local ? `${value}Z` : value);
  return Number.isNaN(at) ? null : at;
}

function skewOf({ sentAt, receivedAt, note }: Reading): number {
  const sent = instantOf(sentAt);
  if (sent === null) return 0;
  const skewMs = receivedAt - sent;
  if (Math.abs(skewMs) <= LEAST_SKEW_MS) return 0;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return skewMs;
  const days = Math.round(Math.abs(skewMs) / DAY_MS);
  note(
    noted(
      'clock-skew-ignored',
      'sentAt',
      `sentAt lies ${days} days from when the request came; the message’s own time was taken as it stands`,
      'set the clock of the sender, or leave sentAt out when sending old events again',
    ),
  );
  return 0;
}

/** The instant of a message. Throws `Refused` for a time nobody can read and for one before the year 2000. */
export function eventTime(message: JsonObject, reading: Reading): Instant {
  const [first, second] =
    reading.sentAt === null
      ? (['timestamp', 'originalTimestamp'] as const)
      : (['originalTimestamp', 'timestamp'] as const);
  const name = member(message, first) === null ? second : first;
  const value = member(message, name);
  if (value === null) return reading.receivedAt;
  const said = instantOf(value);
  if (said === null) {
    throw refused(
      'invalid-time',
      name,
      `${name} "${shown(value)}" is no time`,
      'write ISO 8601, for example 2026-03-10T11:00:00Z',
    );
  }
  const at = said + skewOf(reading);
  if (at < EARLIEST) {
    throw refused(
      'implausible-time',
      name,
      `${name} lies before the year 2000 (${new Date(at).toISOString().slice(0, 10)})`,
      'set the clock of the sender; numbers are milliseconds since 1970, not seconds',
    );
  }
  if (at <= reading.receivedAt + MOST_AHEAD_MS) return at;
  reading.note(
    noted(
      'time-in-future',
      name,
      `${name} lies more than an hour ahead; the time it was received was taken`,
      'set the clock of the sender',
    ),
  );
  return reading.receivedAt;
}
