/** The send path in a store file. */
import type { Claim, CommitResult, SendStore, Settlement } from '../../core/ports.ts';
import {
  claimedDecision,
  mayRelease,
  maySettle,
  type Release,
  releasedDecision,
  settledDecision,
} from '../records/decisionChange.ts';
import { requireSoundConsequences } from '../records/soundChange.ts';
import type { StoreTables } from './storeTables.ts';

export function sqliteSend(tables: StoreTables): SendStore {
  const { file } = tables;

  function claim(wanted: Claim): 'claimed' | 'lost' | 'conflict' {
    const decision = tables.progress(wanted.decisionId);
    if (decision?.outcome !== 'pending') return 'lost';
    if (wanted.contact !== null) {
      if (tables.contactVersion(wanted.contact.key) !== wanted.expectedContactVersion) return 'conflict';
      tables.putContact(wanted.contact);
    }
    tables.changeDecision(claimedDecision(decision, wanted));
    return 'claimed';
  }

  function settle(settlement: Settlement): CommitResult {
    requireSoundConsequences(settlement);
    const decision = tables.progress(settlement.decisionId);
    if (decision === null || !maySettle(decision, settlement)) return 'conflict';
    if (!tables.isAsExpected(settlement)) return 'conflict';
    tables.changeDecision(settledDecision(decision, settlement));
    tables.writeConsequences(settlement);
    return 'committed';
  }

  function release(wanted: Release): CommitResult {
    const decision = tables.progress(wanted.decisionId);
    if (decision === null || !mayRelease(decision, wanted)) return 'conflict';
    tables.changeDecision(releasedDecision(decision, wanted));
    return 'committed';
  }

  return {
    loadDecision: (id) => file.read(() => tables.decision(id)),
    claim: (wanted) => file.write(() => claim(wanted)),
    settle: (settlement) => file.write(() => settle(settlement)),
    release: (wanted) => file.write(() => release(wanted)),
  };
}
