/**
 * Webhooks that were given up, called again because somebody asked: a decision of its own, with its own row in the ledger and
 * its own three days. What ended stays as it ended. To the receiver it is the same call: the `webhook-id` is that of the first
 * decision, so whoever did hear it drops it.
 *
 * The n-th decision of a call is named `<first>~<n>`. No journey names a decision so: its own end with `/` and a number.
 */
import type { Fact } from '../fact.ts';
import { type DecisionId, decisionId } from '../ids.ts';
import { DAY_MS, type Instant } from '../time.ts';
import type { Decision } from './decision.ts';

const CALLED_FOR_MS = 3 * DAY_MS;
const AGAIN = /~(\d+)$/;

/** The decision the call began with; its id is the `webhook-id`. */
export function firstCallOf(id: DecisionId): DecisionId {
  return decisionId(id.replace(AGAIN, ''));
}

/** What the next decision of the same call is named. Whoever asks twice names the same. */
export function nextCallOf(id: DecisionId): DecisionId {
  const times = Number(AGAIN.exec(id)?.[1] ?? 0);
  return decisionId(`${firstCallOf(id)}~${times + 1}`);
}

/** Whether it ended without an answer that took it. */
export function isGivenUp({ channel, outcome }: Pick<Decision, 'channel' | 'outcome'>): boolean {
  return channel === 'webhook' && (outcome === 'failed' || outcome === 'unknown');
}

/**
 * The pending decision that calls again, with the fact that accepts it: what `putDecisions` takes. It is no part of the passage
 * any more: leaving the journey does not cancel it, and a refusal ends no passage.
 */
export function callAgain(
  ended: Decision,
  versions: { readonly settings: number; readonly model: number },
  now: Instant,
): { readonly decision: Decision; readonly fact: Fact } {
  const id = nextCallOf(ended.id);
  const decision: Decision = {
    ...ended,
    id,
    onRefusal: 'wait',
    decidedAt: now,
    expiresAt: now + CALLED_FOR_MS,
    settingsVersion: versions.settings,
    modelVersion: versions.model,
    dueAt: now,
    attempts: 0,
    outcome: 'pending',
    reason: null,
    claimant: null,
    claimedAt: null,
    settledAt: null,
    providerMessageId: null,
    evidence: null,
    tries: 0,
    costMicroUsd: 0,
    feedback: null,
  };
  const { customerId, journeyId, nodeId } = ended;
  const body = { decision: id, node: nodeId, again: ended.id };
  return { decision, fact: { customerId, at: now, kind: 'message-accepted', journeyId, body } };
}
