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

/** What became of the decisions of one node. */
export interface NodeCount {
  readonly sent: number;
  readonly heldOut: number;
  readonly suppressed: Counts;
  /** An SMS counts as one part. */
  readonly microUsd: number;
}

/** By journey and node. */
export type NodeCounts = Record<string, Record<string, NodeCount>>;

function sumOf(counts: ReadonlyMap<unknown, number> | undefined): number {
  let sum = 0;
  for (const count of counts?.values() ?? []) sum += count;
  return sum;
}

/** As it travels between threads: numbers and maps. */
export interface DecisionTotals {
  /** `accepted` is the store's to count. */
  readonly ledger: Ledger;
  /** Decisions that rest on an assumption, other than those that were refused. */
  assumed: number;
  /** By journey, node and reason. */
  readonly reasons: Map<string, Map<string, Map<string, number>>>;
  /** By journey and node. */
  readonly held: Map<string, Map<string, number>>;
  readonly channels: Map<string, Map<string, Channel>>;
  /** By journey, node and day. */
  readonly sent: Map<string, Map<string, Map<UtcDay, number>>>;
  readonly sentBy: Map<Channel, number>;
}

function countedNode(days: ReadonlyMap<UtcDay, number>): { total: number; days: Counts } {
  return {
    total: sumOf(days),
    days: sortedRecord(new Map([...days].map(([day, count]) => [isoDay(day), count]))),
  };
}

export class DecisionCounts {
  readonly totals: DecisionTotals = {
    ledger: emptyLedger(),
    assumed: 0,
    reasons: new Map(),
    held: new Map(),
    channels: new Map(),
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
      inner(totals.channels, journeyId).set(nodeId, channel);
      bump(inner(inner(totals.sent, journeyId), nodeId), utcDay(decision.settledAt ?? decision.decidedAt));
    } else if (outcome === 'suppressed')
      bump(inner(inner(totals.reasons, journeyId), nodeId), decision.reason ?? 'no reason');
    else if (outcome === 'held-out') bump(inner(totals.held, journeyId), nodeId);
  };

  /** Adds what was counted of another part. */
  include(other: DecisionTotals): void {
    const { totals } = this;
    addLedger(totals.ledger, other.ledger);
    totals.assumed += other.assumed;
    addCounts(totals.sentBy, other.sentBy);
    for (const [journey, nodes] of other.held) addCounts(inner(totals.held, journey), nodes);
    for (const [journey, nodes] of other.channels)
      for (const [node, channel] of nodes) inner(totals.channels, journey).set(node, channel);
    for (const [journey, nodes] of other.reasons)
      for (const [node, reasons] of nodes) addCounts(inner(inner(totals.reasons, journey), node), reasons);
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
    const sums = new Map<string, number>();
    for (const nodes of this.totals.reasons.values())
      for (const reasons of nodes.values()) addCounts(sums, reasons);
    return sortedRecord(sums);
  }

  /** By journey. */
  heldOut(): Counts {
    return sortedRecord(new Map([...this.totals.held].map(([journey, nodes]) => [journey, sumOf(nodes)])));
  }

  /** What became of decisions by journey and node; what one message of a channel costs is the caller's to say. */
  nodes(microUsdOf: (channel: Channel) => number): NodeCounts {
    const { sent, held, reasons, channels } = this.totals;
    const journeys = new Set([...sent.keys(), ...held.keys(), ...reasons.keys()]);
    const of = (journey: string): Record<string, NodeCount> => {
      const own = [sent.get(journey), held.get(journey), reasons.get(journey)];
      const ids = new Set(own.flatMap((nodes) => [...(nodes?.keys() ?? [])]));
      const counted = [...ids].map((node) => {
        const messages = sumOf(sent.get(journey)?.get(node));
        const channel = channels.get(journey)?.get(node);
        return [
          node,
          {
            sent: messages,
            heldOut: held.get(journey)?.get(node) ?? 0,
            suppressed: sortedRecord(reasons.get(journey)?.get(node) ?? new Map<string, number>()),
            microUsd: channel === undefined ? 0 : messages * microUsdOf(channel),
          },
        ] as const;
      });
      return sortedRecord(new Map(counted), (count) => count);
    };
    return sortedRecord(new Map([...journeys].map((journey) => [journey, of(journey)])), (nodes) => nodes);
  }
}
