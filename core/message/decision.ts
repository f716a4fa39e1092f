/**
 * A decision: one message meant for one person, from pending to its one outcome. Deciding is not sending: a journey
 * commits a pending decision, the send path settles it. Every decision has a reason a person can read.
 */
import type { CustomerId, DecisionId, EnrolmentId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';
import type { Feedback } from './feedback.ts';
import type { Channel, MessageClass } from './messageClass.ts';
import type { TallyGroup } from './tally.ts';

/** Lanes in which due records wait; each is drained at its own share. */
export const LANES = ['transactional', 'journey', 'bulk', 'upkeep'] as const;
export type Lane = (typeof LANES)[number];

/**
 * What stands for a journey where there is none. `api`: asked for by the shop's systems. `test-send`: somebody tries a template,
 * and nothing counts it. `reply`: to HELP or STOP. `consent`: asks to confirm one.
 */
export const RESERVED_JOURNEYS = ['api', 'test-send', 'reply', 'consent'] as const;
export type ReservedJourney = (typeof RESERVED_JOURNEYS)[number];

export type Outcome = 'pending' | 'claimed' | 'sent' | 'suppressed' | 'held-out' | 'failed' | 'unknown';

/** Why a decision was not sent. */
export type SuppressionReason =
  | 'no-address'
  | 'no-consent'
  | 'unconfirmed-consent'
  | 'lapsed-consent'
  | 'opted-out'
  | 'suppressed-address'
  | 'open-complaint'
  | 'paused-by-customer'
  | 'relationship-ended'
  | 'sending-stopped'
  | 'quiet-hours'
  | 'frequency-cap'
  | 'budget'
  | 'expired'
  | 'exited'
  | 'unknown-template';

/** What a refused person does next: goes on, waits for the gate to open (until expiry), or leaves the journey. */
export type OnRefusal = 'skip' | 'wait' | 'exit';

export interface Decision {
  readonly id: DecisionId;
  readonly customerId: CustomerId;
  readonly enrolmentId: EnrolmentId;
  readonly journeyId: string;
  readonly journeyVersion: number;
  readonly nodeId: string;
  readonly class: MessageClass;
  readonly channel: Channel;
  readonly topic: string;
  /** Empty for a webhook, which has none. */
  readonly template: string;
  /** Where a webhook goes; null for what goes to a person. */
  readonly url: string | null;
  /** Properties of the event that let the person in, for the template; null where there are none. */
  readonly event: JsonObject | null;
  /** What earlier steps gave, for the template: `offer`, `points`, `picks`; the `survey` it asks. Null where nothing was. */
  readonly given: JsonObject | null;
  /** Higher goes first where a cap leaves one slot. */
  readonly priority: number;
  readonly onRefusal: OnRefusal;
  /** The arm a holdout node stored; `held-out` is written at send. */
  readonly heldOut: boolean;
  readonly decidedAt: Instant;
  readonly expiresAt: Instant;
  readonly settingsVersion: number;
  readonly modelVersion: number;

  readonly lane: Lane;
  /** When the record is next due: to send, or after a claim to be found unknown. Null once settled. */
  readonly dueAt: Instant | null;
  readonly attempts: number;
  readonly outcome: Outcome;
  /** A `SuppressionReason`, a provider's refusal, or null. */
  readonly reason: string | null;
  readonly claimant: string | null;
  readonly claimedAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly providerMessageId: string | null;
  /** Of the claim; null before it, and for a webhook. */
  readonly templateVersion: number | null;
  /** Facts the outcome rests on, for `why`. */
  readonly evidence: JsonObject | null;
  /** Claims so far; the next claimant is named by it. */
  readonly tries: number;
  /** Of the claim, in millionths of a US dollar; 0 before it. */
  readonly costMicroUsd: number;
  /** Of the claim; null before it, and where nothing is tallied. */
  readonly tallyGroup: TallyGroup | null;
  /** What came back about it; null where nothing did. */
  readonly feedback: Feedback | null;
}

/** What a decision begins with: nobody has looked at it yet. */
export const UNTOUCHED = {
  attempts: 0,
  outcome: 'pending',
  reason: null,
  claimant: null,
  claimedAt: null,
  settledAt: null,
  providerMessageId: null,
  templateVersion: null,
  evidence: null,
  tries: 0,
  costMicroUsd: 0,
  tallyGroup: null,
  feedback: null,
} as const satisfies Partial<Decision>;

/** A claim without an outcome after this long is unknown. */
export const CLAIM_TIMEOUT_MS = 15 * 60_000;
