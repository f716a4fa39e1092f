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
import { requireSoundConsequences } from '../records/soundChange.ts';
import type { MemoryState } from './memoryState.ts';

function claim(state: MemoryState, wanted: Claim): 'claimed' | 'lost' | 'conflict' {
  const slot = state.decisions.get(wanted.decisionId);
  if (slot?.decision.outcome !== 'pending') return 'lost';
  if (wanted.contact !== null) {
    const known = state.contacts.get(wanted.contact.key);
    if ((known?.version ?? 0) !== wanted.expectedContactVersion) return 'conflict';
    state.contacts.set(wanted.contact.key, wanted.contact);
  }
  state.changeDecision(slot, claimedDecision(slot.decision, wanted));
  return 'claimed';
}

function settle(state: MemoryState, settlement: Settlement): CommitResult {
  requireSoundConsequences(settlement);
  const slot = state.decisions.get(settlement.decisionId);
  if (slot === undefined || !maySettle(slot.decision, settlement)) return 'conflict';
  if (!state.isAsExpected(settlement)) return 'conflict';
  state.changeDecision(slot, settledDecision(slot.decision, settlement));
  state.writeConsequences(settlement);
  return 'committed';
}

function release(state: MemoryState, wanted: Release): CommitResult {
  const slot = state.decisions.get(wanted.decisionId);
  if (slot === undefined || !mayRelease(slot.decision, wanted)) return 'conflict';
  state.changeDecision(slot, releasedDecision(slot.decision, wanted));
  return 'committed';
}

export function memorySend(state: MemoryState): SendStore {
  return {
    loadDecision: async (id) => state.decisions.get(id)?.decision ?? null,
    claim: (wanted) => Promise.resolve(claim(state, wanted)),
    settle: async (settlement) => settle(state, settlement),
    release: (wanted) => Promise.resolve(release(state, wanted)),
  };
}
