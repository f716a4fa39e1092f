/**
 * The sends ledger: every accepted decision has one outcome. `accepted` is counted from its own rows; the outcomes from the
 * decisions; balanced when the one is the sum of the other. A claimed decision counts as pending.
 */
import type { DirectoryStore } from '../ports.ts';
import type { Decision, Outcome } from './decision.ts';

export interface Ledger {
  accepted: number;
  sent: number;
  suppressed: number;
  heldOut: number;
  failed: number;
  unknown: number;
  pending: number;
}

export function emptyLedger(): Ledger {
  return { accepted: 0, sent: 0, suppressed: 0, heldOut: 0, failed: 0, unknown: 0, pending: 0 };
}

function columnOf(outcome: Outcome): Exclude<keyof Ledger, 'accepted'> {
  switch (outcome) {
    case 'sent':
    case 'suppressed':
    case 'failed':
    case 'unknown':
      return outcome;
    case 'held-out':
      return 'heldOut';
    case 'pending':
    case 'claimed':
      return 'pending';
  }
}

/** Adds one decision's outcome. */
export function countOutcome(ledger: Ledger, outcome: Outcome): void {
  ledger[columnOf(outcome)] += 1;
}

/** Adds the counts of another part of the same ledger. */
export function addLedger(ledger: Ledger, part: Ledger): void {
  ledger.accepted += part.accepted;
  ledger.sent += part.sent;
  ledger.suppressed += part.suppressed;
  ledger.heldOut += part.heldOut;
  ledger.failed += part.failed;
  ledger.unknown += part.unknown;
  ledger.pending += part.pending;
}

export function isBalanced(ledger: Ledger): boolean {
  const { accepted, ...outcomes } = ledger;
  return accepted === Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

/** Recounts the whole ledger from its rows, and shows each to `onDecision`. O(decisions). */
export async function recountLedger(
  store: Pick<DirectoryStore, 'decisions' | 'countAccepted'>,
  onDecision: (decision: Decision) => void = () => {},
): Promise<Ledger> {
  const ledger = emptyLedger();
  for await (const page of store.decisions()) {
    for (const decision of page) {
      countOutcome(ledger, decision.outcome);
      onDecision(decision);
    }
  }
  ledger.accepted = await store.countAccepted();
  return ledger;
}
