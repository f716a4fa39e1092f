/** Facts of kind `event` as the events that journeys look back on. */
import type { Json, JsonObject } from '../../core/json.ts';
import type { RecentEvent } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';

/** Newest events of a person that the stores of one machine look at: bounds what a long history costs. */
export const MOST_EVENTS_EXAMINED = 500;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The event a fact's body tells of; null where it has no name, or arrived too late to count for journeys. */
export function recentEventOf(at: Instant, { name, properties, historical }: JsonObject): RecentEvent | null {
  if (typeof name !== 'string' || historical === true) return null;
  return { name, at, properties: isObject(properties) ? properties : {} };
}
