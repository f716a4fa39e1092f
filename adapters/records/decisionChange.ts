/**
 * What each operation of the send path makes of a decision, and when it may. Pure, so that every store changes a record
 * the same way; the stores add the condition's atomicity.
 */
import type { Fact } from '../../core/fact.ts';
import { CLAIM_TIMEOUT_MS, type Decision } from '../../core/message/decision.ts';
import { type Feedback, foldFeedback, newlyTallied, type Tallied } from '../../core/message/feedback.ts';
import type { Cancellation, Claim, FeedbackChange, Release, Settlement } from '../../core/ports.ts';

/** What changes on the way from pending to the outcome, and all that these rules read. */
export type DecisionProgress = Pick<
  Decision,
  | 'id'
  | 'lane'
  | 'dueAt'
  | 'attempts'
  | 'outcome'
  | 'reason'
  | 'claimant'
  | 'claimedAt'
  | 'settledAt'
  | 'providerMessageId'
  | 'templateVersion'
  | 'evidence'
  | 'tries'
  | 'costMicroUsd'
  | 'tallyGroup'
  | 'feedback'
>;

/** The decision claimed; its lane stays, but it waits in `upkeep` until the claim counts as unknown. */
export function claimedDecision<D extends DecisionProgress>(decision: D, claim: Claim): D {
  return {
    ...decision,
    outcome: 'claimed',
    claimant: claim.claimant,
    claimedAt: claim.at,
    templateVersion: claim.templateVersion,
    evidence: claim.evidence,
    tries: decision.tries + 1,
    costMicroUsd: claim.costMicroUsd,
    tallyGroup: claim.tallyGroup,
    dueAt: claim.at + CLAIM_TIMEOUT_MS,
  };
}

/**
 * Without a claimant: only what is pending. With one: what this claimant holds, or what became unknown under it; an
 * unknown may be reconciled to an outcome that is known, and not be made unknown twice.
 */
export function maySettle(decision: DecisionProgress, settlement: Settlement): boolean {
  if (settlement.claimant === null) return decision.outcome === 'pending';
  if (decision.claimant !== settlement.claimant) return false;
  if (decision.outcome === 'claimed') return true;
  return decision.outcome === 'unknown' && settlement.outcome !== 'unknown';
}

export function settledDecision<D extends DecisionProgress>(decision: D, settlement: Settlement): D {
  return {
    ...decision,
    outcome: settlement.outcome,
    reason: settlement.reason,
    settledAt: settlement.at,
    evidence: settlement.evidence,
    providerMessageId: settlement.providerMessageId,
    dueAt: null,
  };
}

/** Pending under nobody's claim, or claimed by the one who releases. */
export function mayRelease(decision: DecisionProgress, release: Release): boolean {
  if (release.claimant === null) return decision.outcome === 'pending';
  return decision.outcome === 'claimed' && decision.claimant === release.claimant;
}

export function releasedDecision<D extends DecisionProgress>(decision: D, release: Release): D {
  return {
    ...decision,
    outcome: 'pending',
    claimant: null,
    claimedAt: null,
    templateVersion: null,
    costMicroUsd: 0,
    tallyGroup: null,
    evidence: release.evidence,
    dueAt: release.dueAt,
  };
}

export interface ToldDecision<D> {
  readonly decision: D;
  /** True where the event settled it. */
  readonly settled: boolean;
  readonly tallied: readonly Tallied[];
}

/** The decision after a provider's event: what was told folded in, and settled where it was open. */
export function toldDecision<D extends DecisionProgress>(
  decision: D,
  change: FeedbackChange,
): ToldDecision<D> {
  const feedback: Feedback = foldFeedback(decision.feedback, change.feedback);
  const told = newlyTallied(decision.feedback, feedback);
  const isOpen = OPEN.has(decision.outcome);
  if (change.ifOpen === null || !isOpen) {
    return { decision: { ...decision, feedback }, settled: false, tallied: told };
  }
  const { outcome, reason, providerMessageId } = change.ifOpen;
  const settled = { outcome, reason, providerMessageId, settledAt: change.at, dueAt: null, feedback };
  const sent: readonly Tallied[] = outcome === 'sent' ? ['sent'] : [];
  return { decision: { ...decision, ...settled }, settled: true, tallied: [...sent, ...told] };
}

const OPEN: ReadonlySet<Decision['outcome']> = new Set(['pending', 'claimed', 'unknown']);

export function canceledDecision(decision: Decision, cancellation: Cancellation): Decision {
  return {
    ...decision,
    outcome: 'suppressed',
    reason: cancellation.reason,
    settledAt: cancellation.at,
    dueAt: null,
  };
}

/** The fact a cancellation leaves: the settling of a decision that nobody came to send. */
export function canceledFact(decision: Decision, cancellation: Cancellation): Fact {
  return {
    customerId: decision.customerId,
    at: cancellation.at,
    kind: 'message-settled',
    journeyId: decision.journeyId,
    body: {
      decision: decision.id,
      node: decision.nodeId,
      outcome: 'suppressed',
      reason: cancellation.reason,
    },
  };
}
