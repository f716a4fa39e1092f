/** `GET /v1/surveys`: what the surveys of the published journeys came to, each customer by their latest answer. */
import * as z from 'zod';
import type { JourneyBook } from '../../../core/journey/book.ts';
import type { SurveyNode } from '../../../core/journey/surveyNode.ts';
import { traitOfSurvey } from '../../../core/feedback/surveyAnswer.ts';
import { surveyResult } from '../../../core/feedback/surveyResult.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Json } from '../../../core/json.ts';
import type { DirectoryStore } from '../../../core/ports.ts';
import { type Instant, isoInstant, parseIso } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import type { Route } from './route.ts';

export const surveysQuery = z.object({
  since: z.string().optional().meta({ description: 'Answers from this day on. Default: all' }),
});

const PAGE = 1_000;

/** Surveys by name, as the newest journeys ask them, with the journeys that do. */
function surveysOf({ latest }: JourneyBook): Map<string, { node: SurveyNode; journeys: string[] }> {
  const surveys = new Map<string, { node: SurveyNode; journeys: string[] }>();
  for (const { id, definition } of latest)
    for (const node of Object.values(definition.nodes)) {
      if (node.type !== 'survey') continue;
      const known = surveys.get(node.survey);
      if (known === undefined) surveys.set(node.survey, { node, journeys: [id] });
      else if (!known.journeys.includes(id)) known.journeys.push(id);
    }
  return surveys;
}

/** The latest answers of everyone who answered since, and when the last of them came. O(people who ever answered). */
async function answersSince(store: Pick<DirectoryStore, 'peopleWith'>, survey: string, since: Instant) {
  const trait = traitOfSurvey(survey);
  const answers: Json[] = [];
  let lastAt: Instant | null = null;
  let after: CustomerId | null = null;
  for (;;) {
    const page = await store.peopleWith({ trait, after, limit: PAGE });
    for (const { traits, fieldTimes } of page) {
      const at = fieldTimes[`traits.${trait}`] ?? 0;
      const answer = traits[trait];
      if (at < since || answer === undefined || answer === null) continue;
      answers.push(answer);
      lastAt = Math.max(lastAt ?? at, at);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return { answers, lastAt };
    after = last.id;
  }
}

export function listSurveys(container: Container): Route {
  return async ({ query }) => {
    const { since: asked } = surveysQuery.parse(query);
    const since = asked === undefined ? Number.NEGATIVE_INFINITY : parseIso(asked);
    if (since === null) throw misuse('since', `"${asked}" is no date`, 'write it as 2026-04-03');
    const { book } = await container.inForce();
    const items = [];
    for (const [survey, { node, journeys }] of [...surveysOf(book)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { answers, lastAt } = await answersSince(container.store, survey, since);
      items.push({
        survey,
        question: node.question,
        scale: node.scale,
        journeys: journeys.sort(),
        lastAt: lastAt === null ? null : isoInstant(lastAt),
        result: surveyResult(node, answers),
      });
    }
    return { items };
  };
}
