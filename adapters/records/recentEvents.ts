/** Facts of kind `event` as the events that journeys look back on. */
import type { Fact } from '../../core/fact.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { RecentEvent } from '../../core/ports.ts';

/** Newest events a store remembers of a person at least. */
export const LEAST_REMEMBERED = 50;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null for what is no event, has no name, or had long happened when it was told. */
export function recentEventOf({ kind, at, body }: Fact): RecentEvent | null {
  const { name, properties, historical } = body;
  if (kind !== 'event' || historical === true || typeof name !== 'string') return null;
  return { name, at, properties: isObject(properties) ? properties : {} };
}
