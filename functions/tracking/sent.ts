/** The messages of a request, each with its text as it is kept where it is rejected, and the limits of both. */
import type { Json, JsonObject } from '../../core/json.ts';
import { refused, type Refused } from './finding.ts';
import { isObject, member, MESSAGE_TYPES, type MessageType, textAt } from './message.ts';

export const LARGEST_EVENT_BYTES = 32 * 1024;
export const LARGEST_BATCH_BYTES = 500 * 1024;

/** A message of a request, and its text as it is kept where it is rejected. */
export interface Sent {
  readonly index: number;
  readonly type: string | null;
  readonly message: Json;
  readonly sentAt: Json;
  readonly text: () => string;
  /** False where the whole request is too small to hold an event that is too large. */
  readonly mayBeTooLarge: boolean;
}

/** The JSON of a body; null where it is none. */
export function parsed(body: string): { json: Json } | null {
  try {
    return { json: JSON.parse(body) };
  } catch {
    return null;
  }
}

function textOf(value: Json, otherwise: string): string {
  try {
    return JSON.stringify(value);
  } catch {
    return otherwise;
  }
}

export function isMessageType(type: string | null): type is MessageType {
  return MESSAGE_TYPES.some((one) => one === type);
}

export function tooLarge(code: 'event-too-large' | 'batch-too-large', bytes: number): Refused {
  const [what, most] =
    code === 'event-too-large' ? ['event', LARGEST_EVENT_BYTES] : ['batch', LARGEST_BATCH_BYTES];
  const detail = `the ${what} has ${bytes} bytes; ${most} are the most`;
  return refused(code, '', detail, `send ${what === 'batch' ? 'fewer events at once' : 'less in one event'}`);
}

/** Bytes of text, counted only where it could be more than `most`. */
export function bytesBeyond(text: string, most: number): number | null {
  if (text.length * 3 <= most) return null;
  const bytes = Buffer.byteLength(text);
  return bytes > most ? bytes : null;
}

export function messageIdIn(message: Json): string | null {
  return isObject(message) ? (textAt(message, 'messageId')?.slice(0, 200) ?? null) : null;
}

/** The messages of a batch. Throws `Refused` where it is none. */
export function messagesOf(json: JsonObject, body: string): Sent[] {
  const batch = member(json, 'batch');
  if (!Array.isArray(batch)) {
    throw refused('not-an-event', 'batch', 'batch is no list', 'send { "batch": [ … ] }');
  }
  const sentAt = member(json, 'sentAt');
  const context = member(json, 'context');
  const mayBeTooLarge = bytesBeyond(body, LARGEST_EVENT_BYTES) !== null;
  return batch.map((one: Json, index) => {
    const message =
      isObject(one) && isObject(context) && one.context === undefined ? { ...one, context } : one;
    const type = isObject(one) ? textAt(one, 'type') : null;
    return { index, type, message, sentAt, text: () => textOf(one, body), mayBeTooLarge };
  });
}
