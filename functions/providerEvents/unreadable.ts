/** What came through the queue and is no event that is understood: kept with its remedy, and not asked for again. */
import { hash } from 'node:crypto';
import { REJECTED_KEPT_MS, type RejectedEvent, type RejectStore } from '../../core/rejected.ts';
import type { Instant } from '../../core/time.ts';

/** Thrown while a record is read. */
export class Unreadable extends Error {
  readonly code: 'not-json' | 'not-an-event' | 'unknown-event' | 'unknown-message';
  readonly field: string;
  readonly remedy: string;
  constructor(code: Unreadable['code'], field: string, message: string, remedy: string) {
    super(message);
    this.name = 'Unreadable';
    this.code = code;
    this.field = field;
    this.remedy = remedy;
  }
}

const SOURCE = 'provider-events';
const LONGEST_KEPT_CHARS = 20_000;

/** Keeps a record; the same body is kept once. */
export function keepUnreadable(
  rejects: RejectStore,
  record: { readonly messageId: string; readonly body: string },
  { code, field, message, remedy }: Unreadable,
  now: Instant,
): Promise<void> {
  const rejected: RejectedEvent = {
    source: SOURCE,
    receivedAt: now,
    digest: hash('sha256', record.body),
    index: 0,
    messageId: record.messageId,
    code,
    field,
    message,
    remedy,
    applied: false,
    raw: record.body.slice(0, LONGEST_KEPT_CHARS),
  };
  return rejects.keepRejected([rejected], now - REJECTED_KEPT_MS);
}
