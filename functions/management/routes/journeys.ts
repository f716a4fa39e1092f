/** Journeys over the API: list, show, validate, publish. */
import * as z from 'zod';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import type { Container } from '../../shared/container.ts';
import { type CheckedJourney, checkJourney } from '../../shared/checkJourney.ts';
import { notFound, Problem } from '../../shared/problem.ts';
import { bodyAs, type Route } from './route.ts';

type InJourneys = Awaited<ReturnType<Container['store']['peopleInJourneys']>>;

function journeyView({ id, version, definition, publishedAt }: PublishedJourney, inJourneys: InJourneys) {
  const here = inJourneys.filter((one) => one.journeyId === id);
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
    byNode: Object.fromEntries(here.map((one) => [one.nodeId, one.people])),
  };
}

export function listJourneys({ store }: Container): Route {
  return async () => {
    const [journeys, inJourneys] = await Promise.all([store.journeys(), store.peopleInJourneys()]);
    return { items: journeys.map((journey) => journeyView(journey, inJourneys)) };
  };
}

export function showJourney({ store }: Container): Route {
  return async ({ params, query }) => {
    const id = params.id ?? '';
    const journeys = await store.journeys();
    const newest = journeys.find((journey) => journey.id === id);
    const version = query.version === undefined ? newest?.version : Number(query.version);
    const journey = version === undefined ? null : await store.journeyVersion(id, version);
    if (journey === null) {
      const known = journeys.map((one) => one.id).join(', ') || 'none published';
      throw notFound(
        'unknown-journey',
        `there is no journey "${id}"${query.version ? ` in version ${query.version}` : ''}`,
        `known: ${known}`,
      );
    }
    return journeyView(journey, await store.peopleInJourneys());
  };
}

const source = z.object({ source: z.string().max(1_000_000), name: z.string().optional() });

async function check({ store, settings }: Container, text: string): Promise<CheckedJourney> {
  return checkJourney(text, { templates: new Set(await store.templateIds()), messages: settings.messages });
}

export function validateJourney(container: Container): Route {
  return async (request) => (await check(container, bodyAs(request, source).source)).answer;
}

export function publishJourney(container: Container): Route {
  return async (request) => {
    const { definition, answer } = await check(container, bodyAs(request, source).source);
    const { problems } = answer;
    if (definition === null || !answer.valid) {
      const errors = problems.filter((problem) => problem.severity === 'error').length;
      throw new Problem({
        status: 422,
        code: 'journey-invalid',
        title: 'The journey cannot be published',
        detail: `${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was published`,
        remedy: 'correct the lines named and publish again',
        problems,
      });
    }
    const { version, changed } = await container.store.publishJourney(definition, container.now());
    return { id: definition.id, version, changed, problems };
  };
}
