/**
 * Publishing a journey: the next version, its clock entries, and who is let in to begin with: nobody ("new only") or the
 * backlog of people who are where it begins already, so many a day. Never everyone by surprise.
 */
import type { ConfigStore, DirectoryStore, WorkStore } from '../ports.ts';
import type { LookStore } from './admission/sweep.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import { backlogId, backlogTask, countBacklog, hasBacklog } from './admission/backlog.ts';
import { scheduleEntries } from './admission/schedule.ts';
import type { JourneyDefinition } from './definition.ts';

export interface PublishDeps {
  readonly store: Pick<ConfigStore, 'publishJourney' | 'journeys'> &
    Pick<WorkStore, 'loadTask' | 'putTask'> &
    Pick<DirectoryStore, 'listPeople'> &
    LookStore;
  readonly settings: Settings;
}

/** Whom a publish lets in besides those to whom something happens from now on. */
export type Enrol = { readonly kind: 'new-only' } | { readonly kind: 'backlog'; readonly perDay: number };

export const NEW_ONLY: Enrol = { kind: 'new-only' };

export interface Backlog {
  /** People who are where the journey begins already. */
  readonly matching: number;
  /** Null where they are left alone. */
  readonly perDay: number | null;
  /** Days until the last of them is let in; null where they are left alone. */
  readonly days: number | null;
}

export interface Publication {
  readonly version: number;
  readonly changed: boolean;
  /** Whether it is the first version of its id. */
  readonly first: boolean;
  /** Null for a journey nobody can be waiting at. */
  readonly backlog: Backlog | null;
}

/** How long a backlog takes. */
export function backlogOf(matching: number, enrol: Enrol): Backlog {
  if (enrol.kind === 'new-only') return { matching, perDay: null, days: null };
  return { matching, perDay: enrol.perDay, days: Math.ceil(matching / enrol.perDay) };
}

async function beginBacklog({ store }: PublishDeps, id: string, perDay: number, now: Instant): Promise<void> {
  const known = await store.loadTask(backlogId(id));
  const task = backlogTask(id, perDay, now);
  const version = (known?.version ?? 0) + 1;
  await store.putTask({ task: { ...task, version }, expectedVersion: known?.version ?? 0 });
}

/** Publishes the next version of a definition that was checked. Counting a backlog is O(customers); everything else is small. */
export async function publish(
  deps: PublishDeps,
  definition: JourneyDefinition,
  now: Instant,
  enrol: Enrol = NEW_ONLY,
): Promise<Publication> {
  const { store, settings } = deps;
  const before = await store.journeys();
  const { version, changed } = await store.publishJourney(definition, now);
  const { id } = definition;
  await scheduleEntries(store, { id, version, publishedAt: now, definition }, settings, now);
  const first = before.every((journey) => journey.id !== id);
  const counts = hasBacklog(definition) && (first || enrol.kind === 'backlog');
  const backlog = counts ? backlogOf(await countBacklog(store, definition, now), enrol) : null;
  if (enrol.kind === 'backlog' && backlog !== null) await beginBacklog(deps, id, enrol.perDay, now);
  return { version, changed, first, backlog };
}
