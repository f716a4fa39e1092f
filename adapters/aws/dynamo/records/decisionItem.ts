/**
 * A decision as an item of `facts`: found by its id, by its customer (`list`), and while it waits by lane and shard (`due`).
 * Once settled it is forgotten 90 days after it would have expired, at the same time as the fact that accepted it, so that
 * the ledger stays in balance.
 */
import { type Decision, UNTOUCHED } from '../../../../core/message/decision.ts';
import type { CustomerId } from '../../../../core/ids.ts';
import type { Instant } from '../../../../core/time.ts';
import { decisionLane } from '../../../records/dueOrder.ts';
import { DECISION_MS, dueEntry, pad, part } from '../keys.ts';
import type { ItemRead } from '../tables.ts';
import type { ItemWrite } from '../transaction.ts';
import { type Stored, withoutDefaults } from './stored.ts';

const DEFAULTS = { ...UNTOUCHED, url: null, event: null, given: null, heldOut: false, dueAt: null } as const;

export function readDecision({ body }: ItemRead): Decision {
  const stored: Stored<Decision, typeof DEFAULTS> = JSON.parse(body);
  return { ...DEFAULTS, ...stored };
}

/** Where a customer's decisions are listed, in the order they were made. */
export function decisionsOfPk(id: CustomerId): string {
  return `of#${part(id)}`;
}

/** Null while it does not wait. */
export function dueOfDecision(decision: Decision, shards: number) {
  const { dueAt, priority, id, customerId } = decision;
  return dueAt === null
    ? null
    : dueEntry(decisionLane(decision), customerId, { dueAt, priority, id }, shards);
}

/** When a decision, and the fact that accepted it, may be forgotten. */
export function decisionExpiry({ expiresAt }: Pick<Decision, 'expiresAt'>): Instant {
  return expiresAt + DECISION_MS;
}

export function decisionWrite(decision: Decision, shards: number): ItemWrite {
  const { id, customerId, decidedAt, outcome } = decision;
  const isOpen = outcome === 'pending' || outcome === 'claimed';
  return {
    body: withoutDefaults(decision, DEFAULTS),
    kind: 'decision',
    due: dueOfDecision(decision, shards),
    list: { pk: decisionsOfPk(customerId), sk: `${pad(decidedAt)}#${part(id)}` },
    expiresAt: isOpen ? null : decisionExpiry(decision),
  };
}
