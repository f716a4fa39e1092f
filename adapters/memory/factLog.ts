/**
 * Facts as they are written: counted by kind, and handed to a listener in the order of writing. Whether they are kept under
 * their customer as well is an option.
 */
import { FACT_KINDS, type Fact, type FactKind } from '../../core/fact.ts';

export type FactCounts = Readonly<Record<FactKind, number>>;

export interface FactOptions {
  /** False keeps counts only: `factsOf` then finds nothing. Default true. */
  readonly retainFacts?: boolean;
  /** Called with every fact once its change is whole. */
  readonly onFact?: (fact: Fact) => void;
}

export class FactLog {
  private readonly counts = new Map<FactKind, number>();
  readonly retains: boolean;
  private readonly onFact: (fact: Fact) => void;

  constructor({ retainFacts = true, onFact = () => {} }: FactOptions) {
    this.retains = retainFacts;
    this.onFact = onFact;
  }

  note(fact: Fact): void {
    this.counts.set(fact.kind, this.count(fact.kind) + 1);
    this.onFact(fact);
  }

  /** Facts that are erased count no more. */
  uncount(facts: readonly Fact[]): void {
    for (const { kind } of facts) this.counts.set(kind, this.count(kind) - 1);
  }

  count(kind: FactKind): number {
    return this.counts.get(kind) ?? 0;
  }

  all(): FactCounts {
    const none = {
      event: 0,
      'stage-changed': 0,
      'journey-entered': 0,
      'journey-refused': 0,
      'journey-ended': 0,
      'journey-migrated': 0,
      'journey-gave': 0,
      'message-accepted': 0,
      'message-settled': 0,
      'message-feedback': 0,
      'consent-changed': 0,
      merged: 0,
      'merge-refused': 0,
      'segment-entered': 0,
      'segment-left': 0,
      'win-back': 0,
      offer: 0,
      'care-task': 0,
    } satisfies FactCounts;
    for (const kind of FACT_KINDS) none[kind] = this.count(kind);
    return none;
  }
}
