/** A decision that is not sent: suppressed, held out, or held until later, with the evidence where it is kept. */
import type { Instant } from '../time.ts';
import { refusedBefore, triedBefore, withAttempts } from './attempts.ts';
import type { Decision } from './decision.ts';
import type { PolicyResult } from './policy.ts';
import type { SendDeps } from './sendDeps.ts';
import { recordDoubt, type SendResult, settlement, suppress } from './settle.ts';

/** What the provider turned away until it was too late failed for the reason the provider gave. */
async function recordRefused(
  deps: SendDeps,
  decision: Decision,
  reason: string,
  now: Instant,
): Promise<SendResult> {
  const failed = settlement(decision, now, 'failed', { reason, evidence: decision.evidence });
  return (await deps.store.settle(failed)) === 'committed' ? 'failed' : 'lost';
}

export async function refuseSend(
  deps: SendDeps,
  decision: Decision,
  verdict: Exclude<PolicyResult, { readonly kind: 'send' }>,
  now: Instant,
): Promise<SendResult> {
  const evidence = deps.keepEvidence ? verdict.evidence() : null;
  switch (verdict.kind) {
    case 'suppress': {
      if (verdict.reason === 'expired') {
        const tried = triedBefore(decision);
        if (tried !== null) return recordDoubt(deps, decision, null, tried.last, now, decision.evidence);
        const refused = refusedBefore(decision);
        if (refused !== null) return recordRefused(deps, decision, refused.last, now);
      }
      return suppress(deps, decision, now, verdict.reason, evidence);
    }
    case 'held-out': {
      const change = settlement(decision, now, 'held-out', { evidence });
      return (await deps.store.settle(change)) === 'committed' ? 'settled' : 'lost';
    }
    case 'hold': {
      const kept = withAttempts(decision, evidence);
      const to = { decisionId: decision.id, claimant: null, dueAt: verdict.until, evidence: kept };
      return (await deps.store.release(to)) === 'committed' ? 'held' : 'lost';
    }
  }
}
