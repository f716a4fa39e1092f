/**
 * Facts: what happened, immutable and in order. Consumers read them in row order, at least once; `why` and the customer
 * page read them by person.
 */
import type { CustomerId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Instant } from './time.ts';

export const FACT_KINDS = [
  /** An event as it was applied. */
  'event',
  /** A change of stage, grade or group. */
  'stage-changed',
  'journey-entered',
  /** An entry that was refused, with the reason. */
  'journey-refused',
  'journey-ended',
  /** A passage that was taken over to another version of its journey. */
  'journey-migrated',
  /** What a step of a journey gave, or why it gave nothing. */
  'journey-gave',
  /** One a decision: the row `accepted` is counted from. */
  'message-accepted',
  'message-settled',
  /** A message bounced, was complained of or rejected. What its reader did is an `event`. */
  'message-feedback',
  'consent-changed',
  /** An id passed from one person to another: what changed hands. */
  'merged',
  /** A link that could not unite two people, and why. */
  'merge-refused',
  /** A lost customer was taken up, judged anew, or the case is closed. */
  'win-back',
  /** An offer was granted to the person, or taken back. What became of it later is an `event`. */
  'offer',
  /** What a person of the shop is to do for this one: opened, overdue or done. */
  'care-task',
  /** A segment they came into or went out of, and what by: `event`, `time`, `night`, `list`, `merge`, or a new `rule`. */
  'segment-entered',
  'segment-left',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

export interface Fact {
  readonly customerId: CustomerId;
  readonly at: Instant;
  readonly kind: FactKind;
  /** The journey it belongs to; null for facts of the person alone. */
  readonly journeyId: string | null;
  readonly body: JsonObject;
}
