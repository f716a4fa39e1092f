/**
 * Events of AWS End User Messaging for text messages, as what is told of a message. A number that does not exist is a hard
 * bounce; one that cannot be reached now, or that a network blocks, a soft one; a message that a network takes for spam blames
 * the message. Whether a handset was reached is only as sure as the network's word.
 */
import * as z from 'zod';
import { decisionOfTag } from '../../adapters/aws/decisionTag.ts';
import type { ProviderEvent } from '../../core/message/feedback.ts';
import { eventId } from './eventId.ts';
import { Unreadable } from './unreadable.ts';

const schema = z.looseObject({
  eventType: z.string(),
  eventTimestamp: z.number(),
  destinationPhoneNumber: z.string().optional(),
  messageId: z.string().min(1),
  messageStatusDescription: z.string().optional(),
  context: z.record(z.string(), z.unknown()).nullish(),
});

type Said = Pick<ProviderEvent, 'kind' | 'bounce' | 'blames'>;

const SENT: Said = { kind: 'sent' };
const SOFT: Said = { kind: 'bounced', bounce: 'soft' };
const BLAMED: Said = { ...SOFT, blames: 'message' };

const TYPES: Readonly<Record<string, Said>> = {
  TEXT_QUEUED: SENT,
  TEXT_PENDING: SENT,
  TEXT_SENT: SENT,
  TEXT_SUCCESSFUL: SENT,
  TEXT_DELIVERED: { kind: 'delivered' },
  TEXT_INVALID: { kind: 'bounced', bounce: 'hard' },
  TEXT_INVALID_MESSAGE: BLAMED,
  TEXT_SPAM: BLAMED,
  TEXT_BLOCKED: SOFT,
  TEXT_CARRIER_BLOCKED: SOFT,
  TEXT_UNREACHABLE: SOFT,
  TEXT_CARRIER_UNREACHABLE: SOFT,
  TEXT_TTL_EXPIRED: SOFT,
  /** After 72 hours without a word: it left, and no more is known. */
  TEXT_UNKNOWN: SENT,
  /** Held back by the account's own rules: nothing left. */
  TEXT_PROTECT_BLOCKED: { kind: 'rejected' },
};

/** Whether it is for this reader. */
export function isSms(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'eventType' in said && !('mail' in said);
}

/** What one event tells. Throws `Unreadable`. */
export function smsEvents(said: unknown): ProviderEvent[] {
  const read = schema.safeParse(said);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? '';
    throw new Unreadable(
      'not-an-event',
      field,
      `the event of a text message cannot be read: ${field}`,
      'nothing can be done about this one; tell the maintainers what came',
    );
  }
  const { eventType, eventTimestamp, destinationPhoneNumber, messageId, context } = read.data;
  const known = Object.hasOwn(TYPES, eventType) ? TYPES[eventType] : undefined;
  if (known === undefined) {
    throw new Unreadable(
      'unknown-event',
      'eventType',
      `"${eventType}" is no event of a text message that is known here`,
      'leave it out of the event destination, or tell the maintainers',
    );
  }
  const detail = [eventType, read.data.messageStatusDescription].filter(Boolean).join(': ');
  return [
    {
      ...known,
      ...(known.kind === 'bounced' || known.kind === 'rejected' ? { detail } : {}),
      id: eventId('sms', messageId, eventType, eventTimestamp),
      channel: 'sms',
      at: eventTimestamp,
      decisionId: decisionOfTag(context ?? {}),
      providerMessageId: messageId,
      ...(destinationPhoneNumber === undefined ? {} : { recipient: destinationPhoneNumber }),
    },
  ];
}
