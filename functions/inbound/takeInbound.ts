/**
 * One message that came in, from who wrote it to what follows. A reply becomes the event `Reply Received`, which ends what
 * waits for one and asks somebody of the shop to answer; STOP, START and HELP are obeyed; what a machine wrote is let be; and
 * what nobody known wrote is kept among the rejected. Every step may be repeated: a message that comes again changes nothing.
 */
import { createHash } from 'node:crypto';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import { HISTORICAL_AFTER_MS, type TrackedEvent } from '../../core/customer/event.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { REPLY_RECEIVED } from '../../core/care/careTask.ts';
import { type Contact, EVERY_TOPIC, newContact } from '../../core/message/contact.ts';
import {
  type Automatic,
  type InboundMessage,
  LONGEST_REPLY_BYTES,
  ownWords,
  withinBytes,
} from '../../core/message/inbound.ts';
import {
  asksToStopByMail,
  type KeywordMeaning,
  keywordOf,
  type KeywordReading,
} from '../../core/message/keywords.ts';
import { REJECTED_KEPT_MS } from '../../core/rejected.ts';
import { HOUR_MS, type Instant } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import { answer } from './answer.ts';
import { isStopped, LONGEST_WORDING, revoke } from './revoke.ts';
import { whoWrote, type Writer } from './whoWrote.ts';

export type InboundOutcome =
  | { readonly kind: 'reply' | KeywordMeaning; readonly customerId: CustomerId }
  | { readonly kind: 'stop'; readonly customerId: null }
  | { readonly kind: 'unknown-sender' }
  | { readonly kind: 'ignored'; readonly why: Automatic | 'empty' };

/** The source of its events, and of what it keeps among the rejected. */
export const INBOUND = 'inbound';

/** A reply that waited in a queue for longer still ends what it answers. */
function eventTime({ at }: InboundMessage, now: Instant): Instant {
  return Math.max(Math.min(at, now), now - HISTORICAL_AFTER_MS + HOUR_MS);
}

async function tell(
  container: Container,
  message: InboundMessage,
  customerId: CustomerId,
  name: string,
  properties: JsonObject,
): Promise<void> {
  const { store, addressKeyOf, settings } = container;
  const now = container.now();
  const event: TrackedEvent = {
    kind: 'tracked',
    source: INBOUND,
    messageId: `${message.channel}/${message.id}`,
    customerId,
    at: eventTime(message, now),
    name,
    properties,
  };
  const { book, model } = await container.inForce();
  await applyEvent({ store, addressKeyOf, settings, model }, book, event, now);
}

async function keepUnknown(
  { rejects, now }: Container,
  message: InboundMessage,
  words: string,
  isStop: boolean,
): Promise<void> {
  const { id, channel, from, subject } = message;
  const raw = JSON.stringify({ channel, from, subject, text: words });
  const receivedAt = now();
  const rejection = {
    source: INBOUND,
    receivedAt,
    digest: createHash('sha256').update(`${channel}/${id}`).digest('base64url').slice(0, 32),
    index: 0,
    messageId: id,
    code: 'unknown-sender',
    field: 'from',
    message: `nobody known writes from this ${channel === 'sms' ? 'number' : 'address'}`,
    remedy: isStop
      ? 'it is switched off; nothing else is to be done'
      : 'tell whose it is with an identify call, and answer it by hand',
    applied: isStop,
    raw,
  };
  await rejects.keepRejected([rejection], receivedAt - REJECTED_KEPT_MS);
}

function readingFor({ settings }: Container, message: InboundMessage, writer: Writer | null): KeywordReading {
  const { stopWords, startWords, helpWords } = settings.inbound;
  const chinese = message.from.startsWith('+86') || /^zh\b/i.test(writer?.person.locale ?? '');
  return { chinese, own: { stop: stopWords, start: startWords, help: helpWords } };
}

/** By mail only leaving is a word: a sender's address there proves nothing, so nothing is granted by it. */
function meaningOf(message: InboundMessage, words: string, reading: KeywordReading): KeywordMeaning | null {
  if (message.channel === 'sms') return keywordOf(words, reading);
  return asksToStopByMail(message.subject, words, reading) ? 'stop' : null;
}

function replyProperties(message: InboundMessage, words: string, { decision }: Writer): JsonObject {
  return {
    channel: message.channel,
    text: withinBytes(words === '' ? message.subject : words, LONGEST_REPLY_BYTES),
    decision: decision?.id ?? null,
    journey: decision?.journeyId ?? null,
    topic: decision?.topic ?? null,
  };
}

/** Everybody who may write from the address is off; so is, where their message says whom it answers, the one it went to. */
async function stop(
  container: Container,
  message: InboundMessage,
  contact: Contact,
  writer: Writer | null,
): Promise<void> {
  const { channel } = message;
  const customerId = writer?.person.id ?? null;
  await revoke(container, contact.key, 'stop', message, customerId);
  if (writer === null) return;
  const { person } = writer;
  const address = channel === 'email' ? person.email : person.phone;
  const key = address === null ? contact.key : container.addressKeyOf(channel, address);
  if (key !== contact.key) await revoke(container, key, 'stop', message, person.id);
  const wording = message.text.slice(0, LONGEST_WORDING).toWellFormed();
  await tell(container, message, person.id, 'Consent Withdrawn', { topic: EVERY_TOPIC, channel, wording });
}

/** The event goes first: whoever repeats what was cut short finds it applied, and the STOP still to be taken back. */
async function start(
  container: Container,
  message: InboundMessage,
  contact: Contact,
  writer: Writer | null,
): Promise<void> {
  const { channel, text } = message;
  const customerId = writer?.person.id ?? null;
  const wording = text.slice(0, LONGEST_WORDING).toWellFormed();
  if (customerId !== null)
    await tell(container, message, customerId, 'Consent Given', { topic: EVERY_TOPIC, channel, wording });
  await revoke(container, contact.key, 'start', message, customerId);
}

async function keyword(
  container: Container,
  message: InboundMessage,
  contact: Contact,
  writer: Writer | null,
  what: KeywordMeaning,
): Promise<void> {
  if (what === 'stop') await stop(container, message, contact, writer);
  if (what === 'start') await start(container, message, contact, writer);
  const mayAnswer = message.channel === 'sms' && writer?.isOwnAddress === true;
  if (mayAnswer) await answer(container, writer.person, message, what);
}

/** START, or YES, where nothing was stopped is what somebody says. */
function heard(
  what: KeywordMeaning | null,
  contact: Contact,
  message: InboundMessage,
): KeywordMeaning | null {
  return what === 'start' && !isStopped(contact, message) ? null : what;
}

/** Programs leave for their owners, and a filter that errs must not keep anybody in. */
const MAY_LEAVE: readonly Automatic[] = ['auto-reply', 'spam'];

/** Takes one message. Throws where the store cannot write now: the same message is then to come again. */
export async function takeInbound(container: Container, message: InboundMessage): Promise<InboundOutcome> {
  const key = container.addressKeyOf(message.channel, message.from);
  const known = (await container.store.loadContacts([key])).get(key) ?? null;
  const writer = await whoWrote(container, message, known);
  const contact = known ?? newContact(key);
  const words = ownWords(message.text);
  const what = heard(meaningOf(message, words, readingFor(container, message, writer)), contact, message);
  const { automatic } = message;
  if (automatic !== null && !(what === 'stop' && MAY_LEAVE.includes(automatic)))
    return { kind: 'ignored', why: automatic };
  if (words === '' && message.subject === '') return { kind: 'ignored', why: 'empty' };
  if (writer === null) {
    if (what === 'stop') await stop(container, message, contact, null);
    await keepUnknown(container, message, words, what === 'stop');
    return what === 'stop' ? { kind: 'stop', customerId: null } : { kind: 'unknown-sender' };
  }
  const customerId = writer.person.id;
  if (what !== null) await keyword(container, message, contact, writer, what);
  else await tell(container, message, customerId, REPLY_RECEIVED, replyProperties(message, words, writer));
  return { kind: what ?? 'reply', customerId };
}
