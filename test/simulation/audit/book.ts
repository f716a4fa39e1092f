/** What the auditor knows of each decision: its row as it was last read, and what happened to it on the way. */
import type { Decision } from '../../../core/message/decision.ts';
import type { FaultKind } from '../world/fault.ts';

export interface DecisionFile {
  row: Decision;
  claims: number;
  /** Faults that struck a call about it, and crashes of whoever had it in hand. */
  readonly strikes: Set<FaultKind | 'stall'>;
  /** How often writing down its outcome was refused. */
  unrecorded: number;
}

const FINAL: ReadonlySet<string> = new Set(['sent', 'suppressed', 'held-out', 'failed']);

/** Whether an outcome may follow another. */
export function mayFollow(before: Decision['outcome'], after: Decision['outcome']): boolean {
  if (before === after) return true;
  if (FINAL.has(before)) return false;
  if (before === 'unknown') return after === 'sent' || after === 'failed';
  return true;
}

export class DecisionBook {
  readonly files = new Map<string, DecisionFile>();
  readonly byCustomer = new Map<string, Set<string>>();
  private readonly sums = new Map<Decision['outcome'], number>();

  /** Keeps the row as it is now; what it was before, null where it is new. */
  read(row: Decision): { readonly file: DecisionFile; readonly before: Decision | null } {
    const known = this.files.get(row.id);
    this.count(row.outcome, 1);
    if (known === undefined) {
      const file = { row, claims: 0, strikes: new Set<FaultKind | 'stall'>(), unrecorded: 0 };
      this.files.set(row.id, file);
      const theirs = this.byCustomer.get(row.customerId);
      if (theirs === undefined) this.byCustomer.set(row.customerId, new Set([row.id]));
      else theirs.add(row.id);
      return { file, before: null };
    }
    const before = known.row;
    this.count(before.outcome, -1);
    known.row = row;
    return { file: known, before };
  }

  private count(outcome: Decision['outcome'], by: number): void {
    this.sums.set(outcome, (this.sums.get(outcome) ?? 0) + by);
  }

  /** Decisions over all outcomes. */
  get sum(): number {
    let sum = 0;
    for (const count of this.sums.values()) sum += count;
    return sum;
  }
}
