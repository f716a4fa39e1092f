/** Counts what happens in a simulation as it happens, so that the report needs no second reading of facts. */
import type { Fact } from '../../core/fact.ts';
import type { Json } from '../../core/json.ts';

export interface JourneyCount {
  entered: number;
  refused: number;
  /** Passages ended, by reason. */
  readonly ended: Record<string, number>;
}

function wordOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : 'unknown';
}

export class SimulationRecorder {
  private readonly journeys = new Map<string, JourneyCount>();
  private readonly moves = new Map<string, number>();

  private of(journeyId: string): JourneyCount {
    const counted = this.journeys.get(journeyId) ?? { entered: 0, refused: 0, ended: {} };
    this.journeys.set(journeyId, counted);
    return counted;
  }

  readonly onFact = (fact: Fact): void => {
    switch (fact.kind) {
      case 'journey-entered':
        this.of(fact.journeyId ?? '').entered += 1;
        return;
      case 'journey-refused':
        this.of(fact.journeyId ?? '').refused += 1;
        return;
      case 'journey-ended': {
        const { ended } = this.of(fact.journeyId ?? '');
        const reason = wordOf(fact.body.reason);
        ended[reason] = (ended[reason] ?? 0) + 1;
        return;
      }
      case 'stage-changed': {
        const move = `${wordOf(fact.body.from ?? 'new')} → ${wordOf(fact.body.to)}`;
        this.moves.set(move, (this.moves.get(move) ?? 0) + 1);
        return;
      }
      case 'event':
      case 'message-accepted':
      case 'message-settled':
      case 'consent-changed':
        return;
    }
  };

  /** Journeys by id. */
  entries(): Record<string, JourneyCount> {
    return Object.fromEntries([...this.journeys].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Changes of stage, `from → to`. */
  transitions(): Record<string, number> {
    return Object.fromEntries([...this.moves].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
