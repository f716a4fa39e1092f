/**
 * What publishing a definition would do: what it changes of the running version, what becomes of the people in flight, how
 * many are where it begins already. Reads, and writes nothing.
 */
import { canonicalJson } from '../canonicalJson.ts';
import type { DirectoryStore } from '../ports.ts';
import type { LookStore } from './admission/sweep.ts';
import type { Instant } from '../time.ts';
import { countBacklog, hasBacklog } from './admission/backlog.ts';
import type { JourneyDefinition, PublishedJourney } from './definition.ts';
import { difference, isSameBehaviour, type JourneyDifference } from './difference.ts';
import type { PeopleAtNode } from './enrolment.ts';
import { type MigrationRow, previewMigration } from './migration.ts';

export interface JourneyPlan {
  readonly id: string;
  /** `new`: no version of it runs. `texts`: name or description alone change. */
  readonly kind: 'new' | 'changed' | 'texts' | 'unchanged';
  /** The newest version that runs; null where none does. */
  readonly running: number | null;
  /** The version that publishing gives; the running one where it is written just so already. */
  readonly version: number;
  /** Null for a journey that is new. */
  readonly difference: JourneyDifference | null;
  /** People in flight by version and node. They finish their version, unless a migration takes them over: then as each row says. */
  readonly people: readonly MigrationRow[];
  /** Of a first publish that people can be waiting at: how many are. */
  readonly backlog: { readonly matching: number } | null;
}

export interface PlanDeps {
  readonly store: Pick<DirectoryStore, 'listPeople'> & LookStore;
  readonly journeys: readonly PublishedJourney[];
  readonly people: readonly PeopleAtNode[];
}

function kindOf(changes: JourneyDifference): JourneyPlan['kind'] {
  if (!isSameBehaviour(changes)) return 'changed';
  return changes.texts.length > 0 ? 'texts' : 'unchanged';
}

/** Counting a backlog is O(customers). */
export async function planJourney(
  { store, journeys, people }: PlanDeps,
  definition: JourneyDefinition,
  now: Instant,
): Promise<JourneyPlan> {
  const { id } = definition;
  const running = journeys.find((journey) => journey.id === id);
  if (running === undefined) {
    const backlog = hasBacklog(definition) ? { matching: await countBacklog(store, definition, now) } : null;
    return { id, kind: 'new', running: null, version: 1, difference: null, people: [], backlog };
  }
  const changes = difference(running.definition, definition);
  const kind = kindOf(changes);
  const next = running.version + 1;
  const version = canonicalJson(running.definition) === canonicalJson(definition) ? running.version : next;
  const inFlight = previewMigration(people, { ...running, version: next, definition }, {});
  return {
    id,
    kind,
    running: running.version,
    version,
    difference: changes,
    people: inFlight,
    backlog: null,
  };
}

/** Ids in an order in which every journey comes after those it starts, as far as they do not start each other. */
export function inStartOrder(definitions: readonly JourneyDefinition[]): string[] {
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  const ordered = new Set<string>();
  const walked = new Set<string>();
  const walk = (id: string): void => {
    const definition = byId.get(id);
    if (definition === undefined || walked.has(id)) return;
    walked.add(id);
    for (const node of Object.values(definition.nodes)) if (node.type === 'start') walk(node.journey);
    ordered.add(id);
  };
  for (const { id } of definitions) walk(id);
  return [...ordered];
}
