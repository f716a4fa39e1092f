/**
 * What became of the decisions of a simulation, counted as each is settled, so that millions of them need not be kept
 * until the end. Decisions still open then are counted once, as they are.
 */
import type { Decision } from '../../core/message/decision.ts';
import { countOutcome, emptyLedger, type Ledger } from '../../core/message/ledger.ts';
import { isoDay, type UtcDay, utcDay } from '../../core/time.ts';
import type { Assumptions } from './assumptions.ts';

export type Counts = Record<string, number>;
export type SendCounts = Record<
  string,
  { total: number; nodes: Record<string, { total: number; days: Counts }> }
>;

function bump<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function inner<Key, Value>(map: Map<string, Map<Key, Value>>, key: string): Map<Key, Value> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<Key, Value>();
  map.set(key, made);
  return made;
}

/** A record with its keys in code-unit order. */
function sorted<Key, Value, Result>(
  map: ReadonlyMap<Key, Value>,
  nameOf: (key: Key) => string,
  of: (value: Value) => Result,
): Record<string, Result> {
  const entries = [...map].map(([key, value]) => [nameOf(key), of(value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

const itself = <Value>(value: Value): Value => value;

function total(days: ReadonlyMap<UtcDay, number>): number {
  let sum = 0;
  for (const count of days.values()) sum += count;
  return sum;
}

export class DecisionCounts {
  /** Outcomes; `accepted` is the store's to count. */
  readonly outcomes: Ledger = emptyLedger();
  /** Decisions that rest on an assumption, other than those that were refused. */
  assumed = 0;
  private readonly reasons = new Map<string, number>();
  private readonly held = new Map<string, number>();
  private readonly sent = new Map<string, Map<string, Map<UtcDay, number>>>();
  private readonly assumptions: Assumptions;

  constructor(assumptions: Assumptions) {
    this.assumptions = assumptions;
  }

  readonly add = (decision: Decision): void => {
    const { outcome, journeyId, nodeId } = decision;
    countOutcome(this.outcomes, outcome);
    if (this.assumptions.support(decision)) this.assumed += 1;
    if (outcome === 'sent') {
      bump(inner(inner(this.sent, journeyId), nodeId), utcDay(decision.settledAt ?? decision.decidedAt));
    } else if (outcome === 'suppressed') bump(this.reasons, decision.reason ?? 'no reason');
    else if (outcome === 'held-out') bump(this.held, journeyId);
  };

  /** By journey, node and day. */
  sends(): SendCounts {
    return sorted(this.sent, itself, (nodes) => {
      const counted = sorted(nodes, itself, (days) => ({
        total: total(days),
        days: sorted(days, isoDay, itself),
      }));
      return { total: Object.values(counted).reduce((sum, node) => sum + node.total, 0), nodes: counted };
    });
  }

  suppressed(): Counts {
    return sorted(this.reasons, itself, itself);
  }

  heldOut(): Counts {
    return sorted(this.held, itself, itself);
  }
}
