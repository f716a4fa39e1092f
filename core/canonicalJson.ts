/** JSON text that is equal where two values are equal: keys in code-unit order, undefined left out. */
import type { Json } from './json.ts';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(_key: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Text two values share exactly when they say the same. */
export function canonicalJson(value: Json | object | null): string {
  return JSON.stringify(value, sorted);
}
