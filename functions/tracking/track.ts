/**
 * The use case of the tracking API: a request is read, its messages applied, what cannot be applied kept among the rejected,
 * and only then answered. 200 means that all of it is on disk. A request that comes again changes nothing.
 */
import { setImmediate } from 'node:timers';
import type { Json } from '../../core/json.ts';
import { REJECTED_KEPT_MS } from '../../core/rejected.ts';
import type { Instant } from '../../core/time.ts';
import type { Container, InForce } from '../shared/container.ts';
import {
  accepted,
  ACCEPTED,
  later,
  refusedWhole,
  type Told,
  type TrackAnswer,
  UNKNOWN_KEY,
} from './answer.ts';
import { applyMessage } from './applyMessage.ts';
import { type Finding, refused, Refused } from './finding.ts';
import { isObject, member, MESSAGE_TYPES, type MessageType } from './message.ts';
import { digestOf } from './messageId.ts';
import {
  bytesBeyond,
  isMessageType,
  LARGEST_BATCH_BYTES,
  LARGEST_EVENT_BYTES,
  messageIdIn,
  messagesOf,
  parsed,
  type Sent,
  tooLarge,
} from './sent.ts';
import { ShopCurrency } from './shopCurrency.ts';
import { Turns } from './turns.ts';
import { WriteKeys } from './writeKeys.ts';

export interface TrackRequest {
  readonly call: MessageType | 'batch';
  readonly authorization: string | null;
  readonly body: string;
}

interface Ended {
  readonly sent: Sent;
  readonly messageId: string | null;
  /** Null where the message was applied. */
  readonly rejected: Finding | null;
  readonly notes: readonly Finding[];
}

const NO_NOTES: readonly Finding[] = [];

export class Tracker {
  private readonly container: Container;
  private readonly keys: WriteKeys;
  private readonly currency: ShopCurrency;
  private readonly turns = new Turns();
  private read: Promise<InForce> | null = null;

  constructor(container: Container) {
    this.container = container;
    this.keys = new WriteKeys(container.store, container.now);
    this.currency = new ShopCurrency(container.store, container.settings);
  }

  /** Never rejects: what the system itself fails at is answered 503, so that the client sends it again. */
  track(request: TrackRequest): Promise<TrackAnswer> {
    const { pace } = this.container;
    return pace === undefined ? this.answered(request) : pace.waitedFor(() => this.answered(request));
  }

  private async answered(request: TrackRequest): Promise<TrackAnswer> {
    try {
      return await this.answer(request);
    } catch (failure) {
      this.container.report?.(failure);
      const detail = failure instanceof Error ? failure.message : String(failure);
      return later('cannot-write', detail, 1);
    }
  }

  private async answer({ call, authorization, body }: TrackRequest): Promise<TrackAnswer> {
    const read = parsed(body);
    const json = read?.json;
    const source = await this.sourceOf(authorization, json ?? null);
    if (source === null) return UNKNOWN_KEY;
    const receivedAt = this.container.now();
    try {
      if (!isObject(json)) {
        if (read === null)
          throw refused('not-json', '', 'the body is not JSON', 'send a JSON object as UTF-8');
        throw refused('not-an-event', '', 'the body is no object', 'send a JSON object');
      }
      const most = call === 'batch' ? LARGEST_BATCH_BYTES : LARGEST_EVENT_BYTES;
      const bytes = bytesBeyond(body, most);
      if (bytes !== null) throw tooLarge(call === 'batch' ? 'batch-too-large' : 'event-too-large', bytes);
      if (call === 'batch') return await this.batch(messagesOf(json, body), source, receivedAt);
      const sent = {
        index: 0,
        type: call,
        message: json,
        sentAt: member(json, 'sentAt'),
        text: () => body,
        mayBeTooLarge: false,
      };
      return await this.single(sent, source, receivedAt);
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      return this.whole(failure.finding, json ?? null, body, source, receivedAt);
    }
  }

  private async sourceOf(authorization: string | null, json: Json): Promise<string | null> {
    const byHeader = authorization === null ? null : await this.keys.ofHeader(authorization);
    if (byHeader !== null) return byHeader;
    const inBody = isObject(json) ? member(json, 'writeKey') : null;
    return typeof inBody === 'string' ? this.keys.ofKey(inBody) : null;
  }

  private async single(sent: Sent, source: string, receivedAt: Instant): Promise<TrackAnswer> {
    const ended = await this.apply(sent, source, receivedAt);
    if (ended.rejected === null && ended.notes.length === 0) return ACCEPTED;
    await this.keep([ended], source, receivedAt);
    const told = (finding: Finding): Told => ({ ...finding, index: 0, messageId: ended.messageId });
    if (ended.rejected !== null) return refusedWhole(400, told(ended.rejected));
    return accepted([], ended.notes.map(told));
  }

  private async batch(messages: readonly Sent[], source: string, receivedAt: Instant): Promise<TrackAnswer> {
    const settled = await Promise.allSettled(messages.map((sent) => this.apply(sent, source, receivedAt)));
    const ended = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await this.keep(ended, source, receivedAt);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const told = ({ sent, messageId }: Ended, finding: Finding): Told => ({
      ...finding,
      index: sent.index,
      messageId,
    });
    return accepted(
      ended.flatMap((one) => (one.rejected === null ? [] : [told(one, one.rejected)])),
      ended.flatMap((one) => (one.rejected === null ? one.notes.map((note) => told(one, note)) : [])),
    );
  }

  /** What is in force, read once for all the requests of one turn of the event loop. */
  private inForce(): Promise<InForce> {
    if (this.read === null) {
      this.read = this.container.inForce();
      setImmediate(() => {
        this.read = null;
      });
    }
    return this.read;
  }

  /** Reads and applies one message of a request. Throws where the store cannot write now. */
  private async apply(sent: Sent, source: string, receivedAt: Instant): Promise<Ended> {
    const { message, type } = sent;
    const notes: Finding[] = [];
    const messageId = messageIdIn(message);
    const rejectedFor = ({ finding }: Refused): Ended => ({
      sent,
      messageId,
      rejected: finding,
      notes: NO_NOTES,
    });
    if (!isObject(message)) {
      return rejectedFor(
        refused('not-an-event', '', 'the message is no object', 'send an object with a type'),
      );
    }
    if (!isMessageType(type)) {
      const detail = 'the message has no type that is known';
      return rejectedFor(refused('unknown-type', 'type', detail, `use one of ${MESSAGE_TYPES.join(', ')}`));
    }
    const bytes = sent.mayBeTooLarge ? bytesBeyond(sent.text(), LARGEST_EVENT_BYTES) : null;
    if (bytes !== null) return rejectedFor(tooLarge('event-too-large', bytes));
    const currency = this.currency.known ?? (await this.currency.current());
    const inForce = await this.inForce();
    const note = (finding: Finding) => {
      notes.push(finding);
    };
    const reading = { source, receivedAt, sentAt: sent.sentAt, currency, paidMinor: null, note };
    const deps = { container: this.container, inForce, currency: this.currency, turns: this.turns };
    const applied = await applyMessage(deps, type, message, reading);
    return { sent, messageId, rejected: applied.kind === 'rejected' ? applied.finding : null, notes };
  }

  /** Puts what was refused, and the fields that were left out, where they can be found. */
  private async keep(ended: readonly Ended[], source: string, receivedAt: Instant): Promise<void> {
    const rejected = ended.flatMap(({ sent, messageId, rejected: whole, notes }) => {
      const lost = whole === null ? notes.filter((note) => note.lost) : [whole];
      if (lost.length === 0) return [];
      const raw = sent.text();
      const digest = digestOf(raw);
      return lost.map(({ code, field, message, remedy }) => {
        const found = { code, field, message, remedy, applied: whole === null };
        return { source, receivedAt, digest, index: sent.index, messageId, raw, ...found };
      });
    });
    if (rejected.length === 0) return;
    await this.container.rejects.keepRejected(rejected, receivedAt - REJECTED_KEPT_MS);
  }

  private async whole(
    finding: Finding,
    json: Json,
    body: string,
    source: string,
    receivedAt: Instant,
  ): Promise<TrackAnswer> {
    const messageId = messageIdIn(json);
    const sent: Sent = {
      index: 0,
      type: null,
      message: json,
      sentAt: null,
      text: () => body,
      mayBeTooLarge: false,
    };
    await this.keep([{ sent, messageId, rejected: finding, notes: NO_NOTES }], source, receivedAt);
    const status = finding.code === 'batch-too-large' ? 413 : 400;
    return refusedWhole(status, { ...finding, index: 0, messageId });
  }
}
