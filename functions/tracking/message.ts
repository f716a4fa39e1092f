/** Messages of the Segment specification as they come: JSON objects of which nothing is taken on trust. */
import type { Json, JsonObject } from '../../core/json.ts';
import type { Instant } from '../../core/time.ts';
import { type Finding, refused } from './finding.ts';

export const MESSAGE_TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** What one message is read with. */
export interface Reading {
  /** Name of the write key. */
  readonly source: string;
  readonly receivedAt: Instant;
  /** When the client sent the request, by its own clock; what stands in the batch counts for each of its messages. */
  readonly sentAt: Json;
  /** The shop's currency; null until an order names it. */
  readonly currency: string | null;
  /** What was paid for the order this refund gives back in full; null where that is not known. */
  readonly paidMinor: number | null;
  /** Takes down what is noted and what is left out while the rest is applied. */
  readonly note: (finding: Finding) => void;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member; inherited names such as `constructor` are none. */
export function member(object: JsonObject, name: string): Json {
  return Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

/** An object that may be absent; anything else refuses the message. */
export function objectAt(message: JsonObject, name: string): JsonObject {
  const value = member(message, name);
  if (value === null) return {};
  if (isObject(value)) return value;
  throw refused('not-an-object', name, `${name} is not an object`, 'send an object, or leave it out');
}

/** Text, or a number written as text; null for anything else and for the empty text. */
export function textAt(object: JsonObject, name: string): string | null {
  const value = member(object, name);
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

const DEEPEST = 32;

/** True where objects and lists lie within each other at most 32 deep, which everything that walks them can bear. */
export function isShallow(value: Json, left = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (left === 0) return false;
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !isShallow(inner, left - 1)) return false;
  }
  return true;
}
