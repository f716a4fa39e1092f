/**
 * A migration of everyone in flight: what it would do, counted by node, and a page of it done. Each passage is a commit of its
 * own, conditional on its version, with a fact; whoever was taken over already is not looked at again, so a migration that was
 * cut off is gone on with, and one that is repeated does nothing.
 */
import type { Fact } from '../fact.ts';
import type { DirectoryStore, PeopleStore, WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { JourneyBook } from './book.ts';
import type { PublishedJourney } from './definition.ts';
import type { Enrolment, PassageQuery, PeopleAtNode } from './enrolment.ts';
import { destinationIn, migrated, type NodeMap } from './migrate.ts';

/** People of one version at one node, and what becomes of them. */
export interface MigrationRow {
  readonly version: number;
  readonly node: string;
  readonly people: number;
  /** Null where they stay, and finish the version they entered. */
  readonly to: string | null;
  readonly why: 'no-such-node' | null;
}

/** What a migration would do, as people stand now. */
export function previewMigration(
  people: readonly PeopleAtNode[],
  to: PublishedJourney,
  map: NodeMap,
): MigrationRow[] {
  return people
    .filter((one) => one.journeyId === to.id && one.version !== to.version)
    .map(({ version, nodeId, people: count }) => {
      const destination = destinationIn(to.definition, nodeId, map);
      const why = destination === null ? 'no-such-node' : null;
      return { version, node: nodeId, people: count, to: destination, why };
    });
}

export interface MigrationDeps {
  readonly store: Pick<DirectoryStore, 'passagesIn'> &
    Pick<WorkStore, 'commitStep'> &
    Pick<PeopleStore, 'loadPerson'>;
  readonly book: Pick<JourneyBook, 'definitionOf'>;
}

/** What one page came to. */
export interface MigratedPage {
  readonly moved: number;
  readonly stayed: number;
  /** Passages that changed under every try: repeating the migration takes them over. */
  readonly missed: number;
  /** Where the next page begins; null after the last. */
  readonly next: PassageQuery['after'];
}

const PAGE = 500;
const MOST_TRIES = 3;

function migratedFact(before: Enrolment, to: PublishedJourney, node: string, now: Instant): Fact {
  return {
    customerId: before.customerId,
    at: now,
    kind: 'journey-migrated',
    journeyId: to.id,
    body: {
      enrolment: before.id,
      fromVersion: before.journeyVersion,
      toVersion: to.version,
      fromNode: before.nodeId,
      node,
    },
  };
}

async function again({ store }: MigrationDeps, lost: Enrolment): Promise<Enrolment | undefined> {
  const record = await store.loadPerson(lost.customerId);
  return record?.enrolments.find(({ journeyId, key }) => journeyId === lost.journeyId && key === lost.key);
}

async function migrateOne(
  deps: MigrationDeps,
  found: Enrolment,
  to: PublishedJourney,
  map: NodeMap,
  now: Instant,
): Promise<'moved' | 'stayed' | 'missed'> {
  let passage: Enrolment | undefined = found;
  for (let tries = 0; tries < MOST_TRIES && passage !== undefined; tries += 1) {
    const migration = migrated(passage, deps.book.definitionOf(passage), to, map, now);
    if (migration.kind === 'stays') return 'stayed';
    const result = await deps.store.commitStep({
      enrolments: [{ enrolment: migration.enrolment, expectedVersion: passage.version }],
      decisions: [],
      cancellations: [],
      facts: [migratedFact(passage, to, migration.to, now)],
    });
    if (result === 'committed') return 'moved';
    passage = await again(deps, passage);
  }
  return passage === undefined ? 'stayed' : 'missed';
}

/** Takes a page of passages over to another version. O(page). */
export async function migratePage(
  deps: MigrationDeps,
  to: PublishedJourney,
  map: NodeMap,
  after: PassageQuery['after'],
  now: Instant,
): Promise<MigratedPage> {
  const page = await deps.store.passagesIn({
    journeyId: to.id,
    otherThan: to.version,
    after,
    limit: PAGE,
  });
  const outcomes = await Promise.all(page.map((passage) => migrateOne(deps, passage, to, map, now)));
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const last = page.at(-1);
  const next =
    page.length < PAGE || last === undefined ? null : { customerId: last.customerId, key: last.key };
  return { moved: count('moved'), stayed: count('stayed'), missed: count('missed'), next };
}
