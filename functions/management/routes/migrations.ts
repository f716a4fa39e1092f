/** `POST /v1/journeys/{id}/migrations`: people in flight taken over to another version, or what that would do. */
import * as z from 'zod';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import type { NodeMap } from '../../../core/journey/migrate.ts';
import { migratePage, previewMigration } from '../../../core/journey/migration.ts';
import { customerId, isCustomerId } from '../../../core/ids.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import { publishedJourney } from './journeys.ts';
import { bodyAs, type Route } from './route.ts';

export const migrationBody = z.object({
  /** Default: the newest version. */
  to: z.number().int().min(1).optional(),
  /** Nodes of other versions, and the nodes of this one where who is there goes on. */
  map: z.record(z.string(), z.string()).default({}),
  preview: z.boolean().default(false),
  /** Where the page before ended. */
  cursor: z.string().nullable().default(null),
});

const place = z.object({ customerId: z.string().refine(isCustomerId), key: z.string() });

function afterOf(cursor: string | null) {
  if (cursor === null) return null;
  try {
    const at = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { customerId: customerId(at.customerId), key: at.key };
  } catch {
    throw misuse('cursor', 'the cursor is none that a migration gave', 'leave it out to begin anew');
  }
}

/** Nodes of every other version. */
async function oldNodes({ store }: Container, { id, version }: PublishedJourney): Promise<Set<string>> {
  const newest = (await store.journeys()).find((journey) => journey.id === id)?.version ?? version;
  const nodes = new Set<string>();
  for (let other = 1; other <= newest; other += 1) {
    if (other === version) continue;
    const journey = await store.journeyVersion(id, other);
    for (const node of Object.keys(journey?.definition.nodes ?? {})) nodes.add(node);
  }
  return nodes;
}

async function checkMap(container: Container, to: PublishedJourney, map: NodeMap): Promise<void> {
  if (Object.keys(map).length === 0) return;
  const [old, nodes] = [await oldNodes(container, to), Object.keys(to.definition.nodes)];
  for (const [from, into] of Object.entries(map)) {
    if (!old.has(from)) {
      const known = [...old].join(', ') || 'none';
      throw misuse('map', `no other version of ${to.id} has a node "${from}"`, `their nodes are: ${known}`);
    }
    if (!nodes.includes(into)) {
      const detail = `version ${to.version} of ${to.id} has no node "${into}"`;
      throw misuse('map', detail, `its nodes are: ${nodes.join(', ')}`);
    }
  }
}

/** Applying does a page; whoever calls again with `next` as `cursor` does the rest. Repeated it moves nobody twice. */
export function migrateJourney(container: Container): Route {
  return async (request) => {
    const { to: version, map, preview, cursor } = bodyAs(request, migrationBody);
    const wanted = version === undefined ? [] : [version];
    const to = await publishedJourney(container, request.params.id ?? '', ...wanted);
    await checkMap(container, to, map);
    if (preview) {
      const people = await container.store.peopleInJourneys();
      return { journey: to.id, to: to.version, rows: previewMigration(people, to, map) };
    }
    const { book } = await container.inForce();
    const deps = { store: container.store, book };
    const { next, ...page } = await migratePage(deps, to, map, afterOf(cursor), container.now());
    const following = next === null ? null : Buffer.from(JSON.stringify(next), 'utf8').toString('base64url');
    return { journey: to.id, to: to.version, ...page, next: following };
  };
}
