/** Journeys over the API: list, show, validate, publish. */
import * as z from 'zod';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import type { PeopleAtNode } from '../../../core/journey/enrolment.ts';
import { publish } from '../../../core/journey/publish.ts';
import { winnerOf, type Winners } from '../../../core/journey/winners.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { checkJourney } from '../../shared/checkJourney.ts';
import { notFound } from '../../shared/problem.ts';
import { lintContext, publishable } from '../journeyCheck.ts';
import { type BacklogView, backlogsOf } from '../views/backlog.ts';
import { bodyAs, type Route } from './route.ts';

function summed(rows: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [key, people] of rows) sums.set(key, (sums.get(key) ?? 0) + people);
  return Object.fromEntries(sums);
}

interface InFlight {
  readonly people: readonly PeopleAtNode[];
  readonly winners: Winners;
  readonly backlogs: ReadonlyMap<string, BacklogView>;
}

async function inFlightOf(container: Container): Promise<InFlight> {
  const { store } = container;
  const [people, backlogs, { book }] = await Promise.all([
    store.peopleInJourneys(),
    backlogsOf(store),
    container.inForce(),
  ]);
  return { people, backlogs, winners: book.winners };
}

/** Of the experiments of this version that were decided. */
function winnersIn({ id, definition }: PublishedJourney, winners: Winners) {
  return Object.entries(definition.nodes).flatMap(([node, one]) => {
    const winner = one.type === 'experiment' ? winnerOf(winners, id, node, one) : undefined;
    return winner === undefined ? [] : [{ node, arm: winner.arm, at: isoInstant(winner.at) }];
  });
}

function journeyView(journey: PublishedJourney, inFlight: InFlight) {
  const { id, version, definition, publishedAt } = journey;
  const here = inFlight.people.filter((one) => one.journeyId === id);
  const byVersion = summed(here.map((one) => [String(one.version), one.people]));
  return {
    id,
    version,
    publishedAt: new Date(publishedAt).toISOString(),
    name: definition.name,
    topic: definition.topic,
    class: definition.class,
    start: definition.start,
    nodes: definition.nodes,
    definition,
    inside: here.reduce((sum, one) => sum + one.people, 0),
    byNode: summed(here.map((one) => [one.nodeId, one.people])),
    versions: Object.entries(byVersion).map(([of, people]) => ({ version: Number(of), people })),
    backlog: inFlight.backlogs.get(id) ?? null,
    winners: winnersIn(journey, inFlight.winners),
  };
}

export function listJourneys(container: Container): Route {
  return async () => {
    const [journeys, inFlight] = await Promise.all([container.store.journeys(), inFlightOf(container)]);
    return { items: journeys.map((journey) => journeyView(journey, inFlight)) };
  };
}

/** A published journey in a version, or the newest. Throws a `Problem` of status 404 that names those there are. */
export async function publishedJourney(
  { store }: Container,
  id: string,
  version?: number,
): Promise<PublishedJourney> {
  const journeys = await store.journeys();
  const newest = journeys.find((journey) => journey.id === id);
  if (newest === undefined) {
    const known = journeys.map((one) => one.id).join(', ') || 'none published';
    throw notFound('unknown-journey', `there is no journey "${id}"`, `known: ${known}`);
  }
  if (version === undefined || version === newest.version) return newest;
  const older = await store.journeyVersion(id, version);
  if (older !== null) return older;
  const detail = `there is no journey "${id}" in version ${version}`;
  throw notFound('unknown-journey', detail, `it has versions 1 to ${newest.version}`);
}

export function showJourney(container: Container): Route {
  return async ({ params, query }) => {
    const version = query.version === undefined ? [] : [Number(query.version)];
    const journey = await publishedJourney(container, params.id ?? '', ...version);
    return journeyView(journey, await inFlightOf(container));
  };
}

export const journeySourceBody = z.object({
  source: z.string().max(1_000_000),
  name: z.string().optional(),
  /** Ids of journeys that are published in the same call. */
  alongside: z.array(z.string()).max(1_000).default([]),
});

/** Whom a first publish lets in besides the newcomers: nobody, or so many of the backlog a day. */
export const publicationBody = journeySourceBody.extend({
  enrol: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('new-only') }),
      z.object({ kind: z.literal('backlog'), perDay: z.number().int().min(1).max(1_000_000) }),
    ])
    .optional(),
});

export function validateJourney(container: Container): Route {
  return async (request) => {
    const { source: text, alongside } = bodyAs(request, journeySourceBody);
    return checkJourney(text, await lintContext(container, alongside)).answer;
  };
}

export function publishJourney(container: Container): Route {
  return async (request) => {
    const { source: text, enrol, alongside } = bodyAs(request, publicationBody);
    const { definition, problems } = publishable(text, await lintContext(container, alongside));
    return { id: definition.id, ...(await publish(container, definition, container.now(), enrol)), problems };
  };
}
