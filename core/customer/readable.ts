/** Records as JSON a person can read: instants as ISO texts in UTC, everything else as it is kept. */
import type { Json, JsonObject } from '../json.ts';
import { type Instant, isoInstant } from '../time.ts';

/** Milliseconds of the year 1973: what is greater and stands where an instant does is one. */
const EARLIEST_MS = 100_000_000_000;
const IS_INSTANT = /^(?:at|since|until)$|(?:At|Since|Until)$/;

function isInstant(key: string, value: unknown): value is Instant {
  return typeof value === 'number' && Math.abs(value) >= EARLIEST_MS && IS_INSTANT.test(key);
}

/** A record as JSON a person can read: instants as texts, what is undefined left out. */
export function readable(value: unknown, key = ''): Json {
  if (isInstant(key, value)) return isoInstant(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one) => readable(one));
  if (typeof value !== 'object' || value === null) return null;
  return readableRecord(value, key);
}

/** The same of an object. */
export function readableRecord(value: object, key = ''): JsonObject {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const isTimes = key === 'fieldTimes';
  return Object.fromEntries(entries.map(([name, one]) => [name, readable(one, isTimes ? 'at' : name)]));
}
