/** The two changes the send path makes of a decision: it is claimed before the message leaves, and settled after. */
import type { DecisionId } from '../ids.ts';
import type { Consequences } from '../journey/consequences.ts';
import type { Instant } from '../time.ts';
import type { Contact } from './contact.ts';
import type { Decision, Outcome } from './decision.ts';

export interface Claim {
  readonly decisionId: DecisionId;
  readonly claimant: string;
  readonly at: Instant;
  /** Null for a webhook. */
  readonly templateVersion: number | null;
  readonly evidence: Decision['evidence'];
  /** The contact with this send in its cap windows, under its version; null for a webhook, which has no contact. */
  readonly contact: Contact | null;
  /** Of the contact; not looked at where there is none. */
  readonly expectedContactVersion: number;
}

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
