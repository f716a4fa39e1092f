/**
 * The changes of the send path: a decision is claimed before the message leaves and settled after; what providers tell is folded
 * in; contacts change; budgets are leased in slices. Stores commit each of them whole or not at all.
 */
import type { Fact } from '../fact.ts';
import type { DecisionId } from '../ids.ts';
import type { Consequences } from '../journey/consequences.ts';
import type { Instant } from '../time.ts';
import type { Contact } from './contact.ts';
import type { Decision, Outcome } from './decision.ts';
import type { Feedback } from './feedback.ts';
import type { Tally, TallyGroup } from './tally.ts';

/** A conditional write of a contact; `version` grows; `expectedVersion` 0 means there must be none. */
export interface ContactWrite {
  readonly contact: Contact;
  readonly expectedVersion: number;
}

/** What a send takes out of its worker's own slice, by budget. */
export interface SliceTake {
  readonly slice: string;
  readonly takes: Readonly<Record<string, number>>;
}

export interface Claim {
  readonly decisionId: DecisionId;
  /** Unique to this one claim, so whoever did not hear the answer reads the decision and knows. */
  readonly claimant: string;
  readonly at: Instant;
  /** Null for a webhook. */
  readonly templateVersion: number | null;
  readonly evidence: Decision['evidence'];
  /** The contact with this send in its cap windows, under its version; null for a webhook, which has no contact. */
  readonly contact: Contact | null;
  /** Of the contact; not looked at where there is none. */
  readonly expectedContactVersion: number;
  /** Null where no budget applies. */
  readonly slice: SliceTake | null;
  /** What the send costs, in millionths of a US dollar. */
  readonly costMicroUsd: number;
  /** What it is tallied under; null where it is not: webhooks and tests. */
  readonly tallyGroup: TallyGroup | null;
}

/** `no-budget`: the slice has not enough left, or is gone. */
export type ClaimResult = 'claimed' | 'lost' | 'conflict' | 'no-budget';

/** With what a refusal ends (`refused: exit`): the passage under its version and its other open decisions; usually nothing. */
export interface Settlement extends Consequences {
  readonly decisionId: DecisionId;
  readonly outcome: Exclude<Outcome, 'pending' | 'claimed'>;
  readonly reason: string | null;
  readonly at: Instant;
  readonly evidence: Decision['evidence'];
  readonly providerMessageId: string | null;
  /** Null settles a pending decision; otherwise it must be claimed by this claimant (or already unknown). */
  readonly claimant: string | null;
}

/** A refused or held decision stays pending until `dueAt`; a claim that was definitely refused returns to pending. */
export interface Release {
  readonly decisionId: DecisionId;
  /** Null: it must be pending. */
  readonly claimant: string | null;
  readonly dueAt: Instant;
  readonly evidence: Decision['evidence'];
  /** What the claim took goes back where it came from; null where it took nothing. */
  readonly slice?: SliceTake | null;
}

/**
 * What a provider's event changes. The decision's feedback is folded by the store, so it needs no version. Where the
 * decision is still open (pending, claimed, unknown) the event settles it.
 */
export interface FeedbackChange {
  /** Of the event: applied once. */
  readonly eventId: string;
  readonly decisionId: DecisionId | null;
  readonly feedback: Feedback;
  readonly ifOpen: {
    readonly outcome: 'sent' | 'failed';
    readonly reason: string | null;
    readonly providerMessageId: string | null;
    /** Written only where the event settles it. */
    readonly fact: Fact;
  } | null;
  readonly at: Instant;
  readonly contacts: readonly ContactWrite[];
  readonly facts: readonly Fact[];
}

/** Contacts that change by themselves: a suppression list, a STOP from a number nobody knows. */
export interface ContactChange {
  readonly contacts: readonly ContactWrite[];
  readonly facts: readonly Fact[];
  /** Where given, a change of this id is applied once. */
  readonly eventId?: string;
  readonly at: Instant;
}

/** A part of a budget that one worker may spend until a moment. Amounts are integers in the budget's own unit. */
export interface SliceLease {
  readonly slice: string;
  /** Budget and period, for example `sms-monthly/2026-11`. */
  readonly budget: string;
  /** Of the whole budget in the period. */
  readonly limit: number;
  readonly want: number;
  readonly until: Instant;
  readonly now: Instant;
}

export interface BudgetState {
  readonly budget: string;
  /** Leased and not given back: spent, or still in slices. */
  readonly leased: number;
  /** Still in slices. */
  readonly inSlices: number;
}

export interface FailedWebhookQuery {
  readonly since: Instant | null;
  /** The last one of the page before; null for the first page. */
  readonly before: { readonly settledAt: Instant; readonly id: DecisionId } | null;
  readonly limit: number;
}

/** The send path. */
export interface SendStore {
  loadDecision(id: DecisionId): Promise<Decision | null>;
  /** The newest decision sent under the provider's own id; null where there is none. */
  decisionSentAs(providerMessageId: string): Promise<Decision | null>;
  /**
   * Puts decisions that are not there, each with the fact that accepts it; one of an id that is there is left as it is. True
   * for those that are new. Each is atomic by itself.
   */
  putDecisions(
    decisions: readonly { readonly decision: Decision; readonly fact: Fact }[],
  ): Promise<boolean[]>;
  /**
   * Pending → claimed, atomically with the contact and the slice. `lost` when the decision is no longer pending; `conflict`
   * when the contact moved on. The claimed decision becomes due in lane `upkeep` after `CLAIM_TIMEOUT_MS`.
   */
  claim(claim: Claim): Promise<ClaimResult>;
  /**
   * Atomic and conditional as `Settlement.claimant` says; `conflict` otherwise. What is sent is tallied. Removes it from
   * its enrolment's open decisions lazily.
   */
  settle(settlement: Settlement): Promise<'committed' | 'conflict'>;
  release(release: Release): Promise<'committed' | 'conflict'>;
  /** `duplicate` where an event of this id was applied; `conflict` where a contact moved on. Tallies what is told for the first time. */
  recordFeedback(change: FeedbackChange): Promise<'committed' | 'conflict' | 'duplicate'>;
  /** All contacts at their versions, or nothing. */
  changeContacts(change: ContactChange): Promise<'committed' | 'conflict' | 'duplicate'>;
  /** Counts of the days from `since` to `until` inclusive, in days since 1970, added up over shards. */
  tallies(query: { readonly since: number; readonly until: number }): Promise<Tally[]>;
  /** Contacts that are not to be written to, by key. */
  suppressedContacts(query: {
    readonly after: Contact['key'] | null;
    readonly limit: number;
  }): Promise<Contact[]>;
  /** Webhooks that ended failed or unknown at or after `since`, the last settled first, then by id, descending. */
  failedWebhooks(query: FailedWebhookQuery): Promise<Decision[]>;
}

/** Budgets in leased slices. */
export interface BudgetStore {
  /**
   * Adds to the slice up to `want` of what the budget has left, slices of it that ran out before `now` taken back first; how
   * much was added, 0 where nothing is left. Atomic.
   */
  leaseSlice(lease: SliceLease): Promise<number>;
  /** Gives back what is left in a slice. Whoever repeats it gives back nothing twice. */
  returnSlice(slice: string): Promise<void>;
  budgets(): Promise<BudgetState[]>;
}
