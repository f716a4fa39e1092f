/** The send path in memory. */
import type { Claim, CommitResult, SendStore, Settlement } from '../../core/ports.ts';
import {
  claimedDecision,
  maySettle,
  mayRelease,
  type Release,
  releasedDecision,
  settledDecision,
} from '../records/decisionChange.ts';
import { requireNextVersions } from '../records/nextVersion.ts';
import type { MemoryState } from './memoryState.ts';

function claim(state: MemoryState, wanted: Claim): 'claimed' | 'lost' | 'conflict' {
  const decision = state.decisions.get(wanted.decisionId);
  if (decision?.outcome !== 'pending') return 'lost';
  const contact = state.contacts.get(wanted.contact.key);
  if ((contact?.version ?? 0) !== wanted.expectedContactVersion) return 'conflict';
  state.contacts.set(wanted.contact.key, wanted.contact);
  state.changeDecision(decision, claimedDecision(decision, wanted));
  return 'claimed';
}

function settle(state: MemoryState, settlement: Settlement): CommitResult {
  requireNextVersions(settlement);
  const decision = state.decisions.get(settlement.decisionId);
  if (decision === undefined || !maySettle(decision, settlement)) return 'conflict';
  if (!state.enrolmentsAsExpected(settlement.enrolments)) return 'conflict';
  state.changeDecision(decision, settledDecision(decision, settlement));
  for (const { enrolment } of settlement.enrolments) state.putEnrolment(enrolment);
  state.putFacts(settlement.facts);
  return 'committed';
}

function release(state: MemoryState, wanted: Release): CommitResult {
  const decision = state.decisions.get(wanted.decisionId);
  if (decision === undefined || !mayRelease(decision, wanted)) return 'conflict';
  state.changeDecision(decision, releasedDecision(decision, wanted));
  return 'committed';
}

export function memorySend(state: MemoryState): SendStore {
  return {
    loadDecision: async (id) => state.decisions.get(id) ?? null,
    claim: async (wanted) => claim(state, wanted),
    settle: async (settlement) => settle(state, settlement),
    release: async (wanted) => release(state, wanted),
  };
}
