/**
 * Counts what happens in a simulation as it happens, so that the report needs no second reading of facts. Counts of the
 * parts of a shop add up.
 */
import type { Fact } from '../../core/fact.ts';
import type { Json } from '../../core/json.ts';
import { addCounts, bump, type Counts, inner, sortedRecord } from './counts.ts';

interface JourneyTotals {
  entered: number;
  refused: number;
  /** Passages ended, by reason. */
  readonly ended: Map<string, number>;
}

export interface JourneyCount {
  readonly entered: number;
  readonly refused: number;
  readonly ended: Counts;
}

/** As it travels between threads: numbers and maps. */
export interface FactTotals {
  readonly journeys: Map<string, JourneyTotals>;
  /** Changes of stage. */
  readonly moves: Map<string, number>;
  /** By journey, node and arm: what steps gave, or why nothing. */
  readonly gave: Map<string, Map<string, Map<string, number>>>;
}

function wordOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : 'unknown';
}

export class SimulationRecorder {
  readonly totals: FactTotals = { journeys: new Map(), moves: new Map(), gave: new Map() };

  private of(journeyId: string): JourneyTotals {
    const known = this.totals.journeys.get(journeyId);
    if (known !== undefined) return known;
    const made = { entered: 0, refused: 0, ended: new Map<string, number>() };
    this.totals.journeys.set(journeyId, made);
    return made;
  }

  readonly onFact = (fact: Fact): void => {
    switch (fact.kind) {
      case 'journey-entered':
        this.of(fact.journeyId ?? '').entered += 1;
        return;
      case 'journey-refused':
        this.of(fact.journeyId ?? '').refused += 1;
        return;
      case 'journey-ended':
        bump(this.of(fact.journeyId ?? '').ended, wordOf(fact.body.reason));
        return;
      case 'stage-changed':
        bump(this.totals.moves, `${wordOf(fact.body.from ?? 'new')} → ${wordOf(fact.body.to)}`);
        return;
      case 'journey-gave':
        bump(this.armsAt(fact.journeyId ?? '', wordOf(fact.body.node)), wordOf(fact.body.arm));
        return;
      case 'event':
      case 'message-accepted':
      case 'message-settled':
      case 'message-feedback':
      case 'consent-changed':
      case 'journey-migrated':
      case 'merged':
      case 'merge-refused':
      case 'offer':
      case 'win-back':
      case 'segment-entered':
      case 'segment-left':
      case 'care-task':
        return;
    }
  };

  private armsAt(journeyId: string, node: string): Map<string, number> {
    return inner(inner(this.totals.gave, journeyId), node);
  }

  /** Adds what was counted of another part. */
  include({ journeys, moves, gave }: FactTotals): void {
    for (const [journeyId, { entered, refused, ended }] of journeys) {
      const totals = this.of(journeyId);
      totals.entered += entered;
      totals.refused += refused;
      addCounts(totals.ended, ended);
    }
    addCounts(this.totals.moves, moves);
    for (const [journeyId, nodes] of gave)
      for (const [node, arms] of nodes) addCounts(this.armsAt(journeyId, node), arms);
  }

  /** Journeys by id. */
  entries(): Record<string, JourneyCount> {
    return sortedRecord(this.totals.journeys, ({ ended, ...counts }) => ({
      ...counts,
      ended: sortedRecord(ended),
    }));
  }

  /** What steps gave, by journey, node and arm. */
  gave(): Record<string, Record<string, Counts>> {
    return sortedRecord(this.totals.gave, (nodes) => sortedRecord(nodes, (arms) => sortedRecord(arms)));
  }

  /** Changes of stage, `from → to`. */
  transitions(): Counts {
    return sortedRecord(this.totals.moves);
  }
}
