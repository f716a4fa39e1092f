/** When two parts of a definition mean the same, however they are written. */
import { canonicalJson } from '../canonicalJson.ts';
import { parseDuration } from '../duration.ts';
import type { Json, JsonObject } from '../json.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** Keys under which a text is a length of time; `atLeast` of a condition is a number. */
const LENGTHS = new Set([
  'for',
  'timeout',
  'window',
  'expires',
  'spread',
  'within',
  'after',
  'atLeast',
  'atMost',
]);

/** The same for whatever means the same. */
function meaning(value: Json, key = ''): Json {
  if (typeof value === 'string') return LENGTHS.has(key) ? (parseDuration(value) ?? value) : value;
  if (isList(value)) {
    const items = value.map((item) => meaning(item));
    const isOrdered = items.some((item) => typeof item === 'object') && key !== 'all' && key !== 'any';
    return isOrdered ? items : items.toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, meaning(one, name)]));
}

/** Whether two parts mean the same; `key` is what they stand under. */
export function isSame(a: Json | undefined, b: Json | undefined, key = ''): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(meaning(a, key)) === canonicalJson(meaning(b, key));
}

/** The list in an order that its meaning alone decides. */
export function inAnyOrder(list: readonly Json[]): readonly Json[] {
  return list.toSorted((a, b) => (canonicalJson(meaning(a)) < canonicalJson(meaning(b)) ? -1 : 1));
}
