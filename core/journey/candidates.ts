/** Which journeys a happening may let somebody into, found by its name: most happen to nobody's concern. */
import type { PublishedJourney } from './definition.ts';
import type { Trigger } from './occasion.ts';
import { JOURNEY_REQUESTED } from './triggers.ts';

interface Candidates {
  readonly byEvent: ReadonlyMap<string, readonly PublishedJourney[]>;
  readonly byStage: readonly PublishedJourney[];
  readonly bySegment: readonly PublishedJourney[];
  /** With an entry on a date of the person's. */
  readonly byDate: readonly PublishedJourney[];
}

const NOBODY: readonly PublishedJourney[] = [];
const known = new WeakMap<readonly PublishedJourney[], Candidates>();

/** Names of the events that an entry of the journey waits for. */
function eventsOf({ definition }: PublishedJourney): Set<string> {
  const names = new Set<string>();
  for (const entry of definition.entry) {
    if (entry.on === 'event') names.add(entry.event);
    if (entry.on === 'api') names.add(JOURNEY_REQUESTED);
  }
  return names;
}

function sorted(journeys: readonly PublishedJourney[]): Candidates {
  const byEvent = new Map<string, PublishedJourney[]>();
  for (const journey of journeys) {
    for (const name of eventsOf(journey)) {
      const waiting = byEvent.get(name);
      if (waiting === undefined) byEvent.set(name, [journey]);
      else waiting.push(journey);
    }
  }
  const having = (on: 'stage' | 'segment' | 'date') =>
    journeys.filter(({ definition }) => definition.entry.some((entry) => entry.on === on));
  return { byEvent, byStage: having('stage'), bySegment: having('segment'), byDate: having('date') };
}

function candidatesOf(journeys: readonly PublishedJourney[]): Candidates {
  const before = known.get(journeys);
  if (before !== undefined) return before;
  const made = sorted(journeys);
  known.set(journeys, made);
  return made;
}

/** Journeys with an entry of the trigger's kind and name, in the order given. Sorted once a list of journeys. */
export function candidatesFor(
  journeys: readonly PublishedJourney[],
  trigger: Trigger,
): readonly PublishedJourney[] {
  const { byEvent, byStage, bySegment } = candidatesOf(journeys);
  switch (trigger.kind) {
    case 'stage':
      return byStage;
    case 'segment':
      return bySegment;
    case 'event':
      return byEvent.get(trigger.name) ?? NOBODY;
  }
}

/** Journeys with an entry on a date. */
export function candidatesByDate(journeys: readonly PublishedJourney[]): readonly PublishedJourney[] {
  return candidatesOf(journeys).byDate;
}
