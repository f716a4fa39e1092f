/** Journeys over the API: list, show, validate, publish. */
import * as z from 'zod';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import { publish } from '../../../core/journey/publish.ts';
import type { Container } from '../../shared/container.ts';
import { type CheckedJourney, checkJourney } from '../../shared/checkJourney.ts';
import { smsLengths } from '../../shared/smsLengths.ts';
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

/** Whom a first publish lets in besides the newcomers: nobody, or so many of the backlog a day. */
const publication = source.extend({
  enrol: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('new-only') }),
      z.object({ kind: z.literal('backlog'), perDay: z.number().int().min(1).max(1_000_000) }),
    ])
    .optional(),
});

async function check({ store, settings }: Container, text: string): Promise<CheckedJourney> {
  const [ids, journeys] = await Promise.all([store.templateIds(), store.journeys()]);
  const templates = await Promise.all(ids.map((id) => store.template(id)));
  const sources = templates.flatMap((template) => (template === null ? [] : [template.source]));
  return checkJourney(text, {
    templates: new Set(ids),
    sms: smsLengths(sources, settings),
    journeys: new Set(journeys.map(({ id }) => id)),
    messages: settings.messages,
  });
}

export function validateJourney(container: Container): Route {
  return async (request) => (await check(container, bodyAs(request, source).source)).answer;
}

export function publishJourney(container: Container): Route {
  return async (request) => {
    const { source: text, enrol } = bodyAs(request, publication);
    const { definition, answer } = await check(container, text);
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
    return { id: definition.id, ...(await publish(container, definition, container.now(), enrol)), problems };
  };
}
