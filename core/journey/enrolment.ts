/**
 * An enrolment: one person's passage through one journey, keyed by journey and event key (never by version), so that an
 * edit cannot repeat a completed step. The newest passage is the record; earlier ones are facts.
 */
import type { CustomerId, DecisionId, EnrolmentId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';

export interface OpenDecision {
  readonly id: DecisionId;
  readonly expiresAt: Instant;
}

export type EndReason = 'completed' | 'goal' | 'exit' | 'refused' | 'broken';

export interface Enrolment {
  readonly id: EnrolmentId;
  readonly customerId: CustomerId;
  readonly journeyId: string;
  /** The published version this passage finishes. */
  readonly journeyVersion: number;
  /** The event key, for example a cart id; '' where entry is not keyed. */
  readonly key: string;
  /** 1 for the first passage, 2 for the re-entry, … */
  readonly entry: number;
  /** Condition of the next commit; grows by one. */
  readonly version: number;
  readonly enteredAt: Instant;
  /** What let the person in, for `why` and for merge data. */
  readonly trigger: JsonObject;
  readonly status: 'active' | 'ended';
  readonly endedAt: Instant | null;
  readonly endReason: EndReason | null;
  /** What ended it in words, for example the event's name. */
  readonly endDetail: string | null;
  readonly nodeId: string;
  /** True while the person rests in a wait node: when due, the wait is over. False: `nodeId` is to be run. */
  readonly resting: boolean;
  readonly dueAt: Instant | null;
  readonly attempts: number;
  /** Sticky arms by holdout or experiment node. */
  readonly arms: Readonly<Record<string, string>>;
  readonly heldOut: boolean;
  /** Times each node that may be met again was run. */
  readonly visits: Readonly<Record<string, number>>;
  /** Decisions of this passage that may still be pending: an exit cancels them. Expired ones are dropped at each step. */
  readonly openDecisions: readonly OpenDecision[];
}
