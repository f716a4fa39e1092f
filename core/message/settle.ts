/**
 * How the send path writes down what became of a decision. Every write may be repeated where its answer was lost: the store's
 * condition lets it count once.
 */
import type { Fact } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import { ended, endFact } from '../journey/passage.ts';
import type { CommitResult, Consequences, PeopleStore, Release, SendStore, Settlement } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Decision, SuppressionReason } from './decision.ts';
import { withTried } from './attempts.ts';
import { nextWebhookCall } from './webhook.ts';

export interface SettleDeps {
  readonly store: SendStore & Pick<PeopleStore, 'loadPerson'>;
}

export type SendResult = 'sent' | 'settled' | 'held' | 'lost' | 'unknown' | 'failed' | 'refused';

const MOST_TRIES = 3;

/** The result, or null where every answer was lost: what was written then shows when the record is next looked at. */
async function repeated<T>(work: () => Promise<T>): Promise<T | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      return await work();
    } catch {
      continue;
    }
  }
  return null;
}

/** Records what follows a claim. Whoever finds it settled already was told by the provider's event, or by an answer that was lost. */
export function settleClaimed(deps: SettleDeps, change: Settlement): Promise<CommitResult | null> {
  return repeated(() => deps.store.settle(change));
}

/** Gives a claim up whose message certainly did not leave. */
export function releaseClaimed(deps: SettleDeps, release: Release): Promise<CommitResult | null> {
  return repeated(() => deps.store.release(release));
}

/** The fact that a decision has its outcome. */
export function settledFact(
  decision: Pick<Decision, 'id' | 'customerId' | 'journeyId' | 'nodeId'>,
  at: Instant,
  outcome: Settlement['outcome'],
  reason: string | null,
): Fact {
  return {
    customerId: decision.customerId,
    at,
    kind: 'message-settled',
    journeyId: decision.journeyId,
    body: { decision: decision.id, node: decision.nodeId, outcome, reason },
  };
}

export function settlement(
  decision: Decision,
  now: Instant,
  outcome: Settlement['outcome'],
  more: Partial<Pick<Settlement, 'reason' | 'evidence' | 'providerMessageId' | 'claimant'>>,
): Settlement {
  const reason = more.reason ?? null;
  return {
    decisionId: decision.id,
    outcome,
    reason,
    at: now,
    evidence: more.evidence ?? null,
    providerMessageId: more.providerMessageId ?? null,
    claimant: more.claimant ?? null,
    enrolments: [],
    cancellations: [],
    facts: [settledFact(decision, now, outcome, reason)],
  };
}

/** The passage a refusal ends, where the node says `refused: exit` and the person is still inside, and what it left open. */
async function refusedExit(deps: SettleDeps, decision: Decision, now: Instant): Promise<Consequences> {
  if (decision.onRefusal !== 'exit') return NO_CONSEQUENCES;
  const record = await deps.store.loadPerson(decision.customerId);
  const inside = record?.enrolments.find((one) => one.id === decision.enrolmentId && one.status === 'active');
  if (inside === undefined) return NO_CONSEQUENCES;
  const others = inside.openDecisions.filter(({ id }) => id !== decision.id);
  return {
    enrolments: [
      { enrolment: ended(inside, now, 'refused', decision.nodeId), expectedVersion: inside.version },
    ],
    cancellations: others.map(({ id }) => ({ decisionId: id, reason: 'exited', at: now })),
    facts: [endFact(inside, now, 'refused', decision.nodeId)],
  };
}

/** Settles a pending decision as not sent. */
export async function suppress(
  deps: SettleDeps,
  decision: Decision,
  now: Instant,
  reason: SuppressionReason,
  evidence: JsonObject | null,
): Promise<SendResult> {
  const exit = await refusedExit(deps, decision, now);
  const change = settlement(decision, now, 'suppressed', { reason, evidence });
  const result = await deps.store.settle({ ...change, ...exit, facts: [...change.facts, ...exit.facts] });
  return result === 'committed' ? 'settled' : 'lost';
}

/** An attempt nobody knows the end of: unknown for ever, but for a webhook that there is time to call again. */
export async function recordDoubt(
  deps: SettleDeps,
  decision: Decision,
  claimant: string | null,
  reason: string,
  now: Instant,
  evidence: JsonObject | null,
): Promise<SendResult> {
  if (decision.channel === 'webhook') {
    const dueAt = nextWebhookCall(decision, now);
    if (dueAt !== null) {
      const again = {
        decisionId: decision.id,
        claimant,
        dueAt,
        evidence: withTried(decision, evidence, reason),
      };
      return (await releaseClaimed(deps, again)) === 'committed' ? 'refused' : 'lost';
    }
  }
  const doubt = settlement(decision, now, 'unknown', { claimant, reason, evidence });
  return (await settleClaimed(deps, doubt)) === 'committed' ? 'unknown' : 'lost';
}
