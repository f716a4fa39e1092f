/** What a step of a definition must have read: most definitions need the profile alone. Computed once a definition. */
import { namesWatched, segmentsAsked } from './condition.ts';
import type { JourneyDefinition } from './definition.ts';
import { namesLookedBackOn } from './lookBack.ts';

export interface Needs {
  /** Names of events it looks back on. */
  readonly events: readonly string[];
  /** Of these, the ones its exits, goal and waits for events judge by whenever something happens. */
  readonly eventsOfEndings: readonly string[];
  /** Orders or other passages: the person's whole record. */
  readonly record: boolean;
  /** Whether any of its conditions asks for a segment. */
  readonly segments: boolean;
}

/** Ids of the segments a definition names: of its conditions, and of what lets in and out. */
export function segmentsNamed({ entry, exits, goal, nodes }: JourneyDefinition): {
  readonly asked: readonly string[];
  readonly awaited: readonly string[];
} {
  const endings = goal === undefined ? exits : [...exits, goal];
  const triggers = [...entry, ...endings];
  const conditions = [
    ...triggers.map((one) => (one.on === 'condition' ? one.when : 'where' in one ? one.where : undefined)),
    ...Object.values(nodes).flatMap((node) => {
      if (node.type === 'branch') return node.cases.map(({ when }) => when);
      return node.type === 'wait-for' ? [node.where] : [];
    }),
  ];
  return {
    asked: conditions.flatMap(segmentsAsked),
    awaited: triggers.flatMap((one) => (one.on === 'segment' ? [one.segment] : [])),
  };
}

function needsRecord(definition: JourneyDefinition): boolean {
  return Object.values(definition.nodes).some(
    (node) =>
      node.type === 'start' ||
      node.type === 'campaign' ||
      (node.type === 'wait' && (node.gap !== undefined || node.until === 'best-hour')),
  );
}

function eventsOfEndings({ exits, goal, nodes }: JourneyDefinition): readonly string[] {
  const endings = goal === undefined ? exits : [...exits, goal];
  const names = endings.flatMap((exit) => {
    if (exit.on === 'condition') return namesWatched(exit.when);
    return exit.on === 'event' ? namesWatched(exit.where) : [];
  });
  const waits = Object.values(nodes).flatMap((node) =>
    node.type === 'wait-for' ? namesWatched(node.where) : [],
  );
  return [...new Set([...names, ...waits])];
}

const known = new WeakMap<JourneyDefinition, Needs>();

export function needsOf(definition: JourneyDefinition): Needs {
  const before = known.get(definition);
  if (before !== undefined) return before;
  const looksBack = Object.values(definition.nodes).some(
    (node) => node.type === 'wait-for' || node.type === 'survey' || node.type === 'branch',
  );
  const conditions = [...definition.exits, ...(definition.goal === undefined ? [] : [definition.goal])];
  const watches = looksBack || conditions.some((exit) => exit.on === 'condition');
  const needs = {
    events: watches ? namesLookedBackOn(definition) : [],
    eventsOfEndings: eventsOfEndings(definition),
    record: needsRecord(definition),
    segments: segmentsNamed(definition).asked.length > 0,
  };
  known.set(definition, needs);
  return needs;
}
