/**
 * What became of the decisions of a simulation, counted as each is settled, so that millions of them need not be kept
 * until the end. Decisions still open then are counted once, as they are. Counts of the parts of a shop add up.
 */
import type { Decision } from '../../core/message/decision.ts';
import { addLedger, countOutcome, emptyLedger, type Ledger } from '../../core/message/ledger.ts';
import type { Channel } from '../../core/message/messageClass.ts';
import { isoDay, type UtcDay, utcDay } from '../../core/time.ts';
import type { Assumptions } from './assumptions.ts';
import { addCounts, bump, type Counts, inner, sortedRecord } from './counts.ts';

export type SendCounts = Record<
  string,
  { total: number; nodes: Record<string, { total: number; days: Counts }> }
>;

/** As it travels between threads: numbers and maps. */
export interface DecisionTotals {
  /** `accepted` is the store's to count. */
  readonly ledger: Ledger;
  /** Decisions that rest on an assumption, other than those that were refused. */
  assumed: number;
  readonly reasons: Map<string, number>;
  /** By journey. */
  readonly held: Map<string, number>;
  /** By journey, node and day. */
  readonly sent: Map<string, Map<string, Map<UtcDay, number>>>;
  readonly sentBy: Map<Channel, number>;
}

function countedNode(days: ReadonlyMap<UtcDay, number>): { total: number; days: Counts } {
  let total = 0;
  for (const count of days.values()) total += count;
  return { total, days: sortedRecord(new Map([...days].map(([day, count]) => [isoDay(day), count]))) };
}

export class DecisionCounts {
  readonly totals: DecisionTotals = {
    ledger: emptyLedger(),
    assumed: 0,
    reasons: new Map(),
    held: new Map(),
    sent: new Map(),
    sentBy: new Map(),
  };
  private readonly assumptions: Assumptions;

  constructor(assumptions: Assumptions) {
    this.assumptions = assumptions;
  }

  readonly add = (decision: Decision): void => {
    const { outcome, journeyId, nodeId, channel } = decision;
    const { totals } = this;
    countOutcome(totals.ledger, outcome);
    if (this.assumptions.support(decision)) totals.assumed += 1;
    if (outcome === 'sent') {
      bump(totals.sentBy, channel);
      bump(inner(inner(totals.sent, journeyId), nodeId), utcDay(decision.settledAt ?? decision.decidedAt));
    } else if (outcome === 'suppressed') bump(totals.reasons, decision.reason ?? 'no reason');
    else if (outcome === 'held-out') bump(totals.held, journeyId);
  };

  /** Adds what was counted of another part. */
  include(other: DecisionTotals): void {
    const { totals } = this;
    addLedger(totals.ledger, other.ledger);
    totals.assumed += other.assumed;
    addCounts(totals.reasons, other.reasons);
    addCounts(totals.held, other.held);
    addCounts(totals.sentBy, other.sentBy);
    for (const [journey, nodes] of other.sent)
      for (const [node, days] of nodes) addCounts(inner(inner(totals.sent, journey), node), days);
  }

  /** By journey, node and day. */
  sends(): SendCounts {
    return sortedRecord(this.totals.sent, (nodes) => {
      const counted = sortedRecord(nodes, countedNode);
      return { total: Object.values(counted).reduce((sum, node) => sum + node.total, 0), nodes: counted };
    });
  }

  suppressed(): Counts {
    return sortedRecord(this.totals.reasons);
  }

  heldOut(): Counts {
    return sortedRecord(this.totals.held);
  }
}
