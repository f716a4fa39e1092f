/**
 * The newest events of one person, 500 at most, whether facts are kept or not. Only references are held, so that a large
 * simulated shop pays for the events its journeys look back on and for no others.
 */
import type { Fact } from '../../core/fact.ts';
import type { PeopleStore, RecentEvent } from '../../core/ports.ts';
import { MOST_EVENTS_EXAMINED, recentEventOf } from '../records/recentEvents.ts';

export interface RecentEventOptions {
  /** Names of the events kept for looking back. Default: all. */
  readonly rememberEvents?: ReadonlySet<string>;
  /** How long before a person's newest event one is still remembered. Default: for ever. */
  readonly rememberForMs?: number;
}

type EventsQuery = Parameters<PeopleStore['recentEvents']>[1];

export class RecentEvents {
  /** Oldest first; of one instant in the order of writing. Never pushed to, which would keep room for many more. */
  private facts: readonly Fact[] = [];
  private readonly rememberForMs: number;

  constructor(rememberForMs: number = Number.POSITIVE_INFINITY) {
    this.rememberForMs = rememberForMs;
  }

  /** Events mostly come in order, so that the place is mostly the end. */
  add(fact: Fact): void {
    let place = this.facts.length;
    while (place > 0 && isAfter(this.facts[place - 1], fact)) place -= 1;
    const facts = this.facts.toSpliced(place, 0, fact);
    const oldest = (facts.at(-1)?.at ?? 0) - this.rememberForMs;
    let forgotten = Math.max(0, facts.length - MOST_EVENTS_EXAMINED);
    while ((facts[forgotten]?.at ?? oldest) < oldest) forgotten += 1;
    this.facts = forgotten === 0 ? facts : facts.slice(forgotten);
  }

  find({ names, since, limit }: EventsQuery): RecentEvent[] {
    const found: RecentEvent[] = [];
    for (let n = this.facts.length - 1; n >= 0 && found.length < limit; n -= 1) {
      const fact = this.facts[n];
      if (fact === undefined || fact.at < since) return found;
      const { name } = fact.body;
      if (typeof name !== 'string' || !names.includes(name)) continue;
      const event = recentEventOf(fact.at, fact.body);
      if (event !== null) found.push(event);
    }
    return found;
  }
}

function isAfter(kept: Fact | undefined, fact: Fact): boolean {
  return kept !== undefined && kept.at > fact.at;
}
