/** What every gate of the policy is given, and what it may answer. A gate that passes makes nothing; facts are written out only where somebody keeps them. */
import type { JsonObject } from '../../json.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Instant } from '../../time.ts';
import type { Exhausted } from '../budgetsOf.ts';
import type { Contact } from '../contact.ts';
import type { Decision, SuppressionReason } from '../decision.ts';
import type { SendingState } from '../sendingState.ts';

export interface SendContext {
  readonly decision: Decision;
  /** With the consents in force; null where the person has no address for the channel, and for a webhook. */
  readonly contact: Contact | null;
  /** The person's zone; null when unknown. */
  readonly zone: string | null;
  /** ISO 3166-1 code of where the message goes; null when unknown. */
  readonly country: string | null;
  readonly now: Instant;
  readonly settings: Settings;
  readonly sending: SendingState;
  /** Budgets with nothing left for it. */
  readonly exhausted: Exhausted;
  /** The shop ended the relationship: nothing promotional goes to them any more. */
  readonly isEnded?: boolean;
  /** Other messages that wait for the same person. Left out where nobody asked: then none outranks this one. */
  readonly rivals?: readonly Decision[];
}

/** What a gate found, for the evidence; asked of the context that was judged, and only where evidence is kept. */
export type Facts = (context: SendContext) => JsonObject;

export type Stop =
  | { readonly kind: 'suppress'; readonly reason: SuppressionReason; readonly facts: Facts }
  | { readonly kind: 'held-out'; readonly facts: Facts }
  | {
      readonly kind: 'hold';
      readonly until: Instant;
      readonly reason: SuppressionReason;
      readonly facts: Facts;
    };

export interface Pass {
  readonly kind: 'pass';
  readonly facts: Facts;
}

export type GateResult = Pass | Stop;
export type Gate = (context: SendContext) => GateResult;

export function passing(facts: Facts): Pass {
  return { kind: 'pass', facts };
}

export function refusal(reason: SuppressionReason, facts: Facts): Stop {
  return { kind: 'suppress', reason, facts };
}

interface Wait {
  readonly until: Instant;
  readonly reason: SuppressionReason;
  readonly facts: Facts;
  /** `node`: held only where the node waits for gates. */
  readonly patience: 'always' | 'node';
  /** Of what expires before it may go; `reason` where it is left out. */
  readonly tooLate?: SuppressionReason;
}

/** Held until an instant, or refused where the message expires by then or its node does not wait. */
export function waiting(
  { decision }: SendContext,
  { until, reason, facts, patience, tooLate = reason }: Wait,
): Stop {
  if (until >= decision.expiresAt) return refusal(tooLate, facts);
  if (patience === 'node' && decision.onRefusal !== 'wait') return refusal(reason, facts);
  return { kind: 'hold', until, reason, facts };
}
