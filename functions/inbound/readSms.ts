/**
 * An SMS that came in, read: as AWS End User Messaging publishes it (two-way SMS over SNS), or in the plain shape a shop's own
 * gateway posts.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { phoneNumberOf } from '../../core/customer/phoneNumber.ts';
import type { InboundMessage } from '../../core/message/inbound.ts';
import { type Instant, parseIso } from '../../core/time.ts';
import { UnreadableInbound } from './unreadable.ts';

/** S11: of the JSON of one SMS. */
export const LARGEST_SMS_BYTES = 32 * 1024;

const number = z.string().trim().min(1).max(40);
const words = z.string().max(4_000);

const ofAws = z.object({
  originationNumber: number,
  messageBody: words,
  inboundMessageId: z.string().min(1).max(200),
  previousPublishedMessageId: z.string().min(1).max(200).nullish(),
});

const plain = z.object({
  from: number,
  text: words,
  id: z.string().min(1).max(200).optional(),
  /** The provider's id of the message it answers. */
  replyTo: z.string().min(1).max(200).optional(),
  at: z.string().max(40).optional(),
});

function smsFrom(
  from: string,
  text: string,
  id: string,
  answers: readonly string[],
  at: Instant,
): InboundMessage {
  const known = phoneNumberOf(from) ?? phoneNumberOf(`+${from}`) ?? from;
  return { channel: 'sms', id, from: known, at, subject: '', text, answers, automatic: null };
}

/** Known by what it says and when it came, where its sender gives it no id. */
function contentId(from: string, text: string, at: Instant): string {
  return createHash('sha256').update(`${from}\u0000${text}\u0000${at}`).digest('base64url').slice(0, 32);
}

/** Throws `UnreadableInbound` for what is no SMS. `at`: when it came, unless it says so itself. */
export function readSms(json: unknown, at: Instant): InboundMessage {
  const aws = ofAws.safeParse(json);
  if (aws.success) {
    const { originationNumber, messageBody, inboundMessageId, previousPublishedMessageId } = aws.data;
    const answers = previousPublishedMessageId == null ? [] : [previousPublishedMessageId];
    return smsFrom(originationNumber, messageBody, inboundMessageId, answers, at);
  }
  const own = plain.safeParse(json);
  if (!own.success) {
    throw new UnreadableInbound('an SMS is { from, text, id? }, or as AWS End User Messaging publishes it');
  }
  const { from, text, replyTo } = own.data;
  const told = own.data.at === undefined ? at : (parseIso(own.data.at) ?? at);
  const id = own.data.id ?? contentId(from, text, told);
  return smsFrom(from, text, id, replyTo === undefined ? [] : [replyTo], told);
}
