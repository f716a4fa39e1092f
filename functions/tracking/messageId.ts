/**
 * What a message is known by when it comes again. One without an id of its own is known by what it says: by its content where
 * it carries a time, by its content and the UTC day it came where it does not, so that a retry changes nothing while the same
 * deed on another day counts.
 */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';
import { isoDay, utcDay } from '../../core/time.ts';
import { canonicalJson } from '../../adapters/records/canonicalJson.ts';
import { member, type Reading, textAt } from './message.ts';

/** Longer ids are known by their hash. */
const LONGEST_ID = 100;

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 32);
}

/** Stable text of what a message says: members in any order, without what changes from one attempt to the next. */
export function contentOf(message: JsonObject): string {
  const { sentAt: _sentAt, receivedAt: _receivedAt, writeKey: _writeKey, ...content } = message;
  return canonicalJson(content);
}

export function messageIdOf(message: JsonObject, { receivedAt }: Pick<Reading, 'receivedAt'>): string {
  const given = textAt(message, 'messageId');
  if (given !== null) return given.length <= LONGEST_ID ? given : `sha256-${digestOf(given)}`;
  const timed = member(message, 'timestamp') !== null || member(message, 'originalTimestamp') !== null;
  const day = timed ? '' : isoDay(utcDay(receivedAt));
  return `content-${digestOf(`${day}\u0000${contentOf(message)}`)}`;
}
