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
  /** What a person of the shop is to do for this one: opened, overdue or done. */
  'care-task',
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
