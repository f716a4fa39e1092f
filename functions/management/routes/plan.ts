/** `POST /v1/journeys/plan`: what publishing definitions together would do. Nothing is published. */
import * as z from 'zod';
import type { JourneyDefinition } from '../../../core/journey/definition.ts';
import { inStartOrder, type JourneyPlan, planJourney } from '../../../core/journey/plan.ts';
import { DAY_MS, isoDay, utcDay } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { type CheckedJourney, checkJourney } from '../../shared/checkJourney.ts';
import { type JourneyProblem, parseJourney } from '../../shared/parseJourney.ts';
import { lintContext } from '../journeyCheck.ts';
import { bodyAs, type Route } from './route.ts';

export const planBody = z.object({
  sources: z
    .array(z.object({ source: z.string().max(1_000_000), name: z.string().optional() }))
    .min(1)
    .max(200),
});

interface Item {
  readonly name: string | null;
  readonly id: string | null;
  readonly valid: boolean;
  readonly problems: readonly JourneyProblem[];
  /** Null where the definition is not valid. */
  readonly plan: JourneyPlan | null;
}

/** A second definition of one id: only one of them can be meant. */
function sameId(id: string): JourneyProblem {
  const message = `another definition given has the id "${id}" too; give each an id of its own`;
  return { severity: 'error', code: 'same-id', path: 'id', message, line: null };
}

function withoutTwins(checks: readonly CheckedJourney[]): CheckedJourney['answer'][] {
  const seen = new Set<string>();
  return checks.map(({ answer }) => {
    if (answer.id === null || !seen.has(answer.id)) {
      if (answer.id !== null) seen.add(answer.id);
      return answer;
    }
    return { ...answer, valid: false, problems: [...answer.problems, sameId(answer.id)] };
  });
}

/** The days that recorded orders span: what a replay can go through. */
async function historyOf({ store }: Container): Promise<{ from: string; to: string } | null> {
  const span = await store.orderSpan();
  if (span === null) return null;
  return { from: isoDay(utcDay(span.first)), to: isoDay(utcDay(span.last + DAY_MS)) };
}

/**
 * Definitions may start each other. `order`: the ids of valid ones as they are best published, each after those it starts.
 * Counting a backlog is O(customers); everything else is small.
 */
export function planJourneys(container: Container): Route {
  return async (request) => {
    const { sources } = bodyAs(request, planBody);
    const alongside = sources.flatMap(({ source }) => parseJourney(source).definition?.id ?? []);
    const context = await lintContext(container, alongside);
    const checks = sources.map(({ source }) => checkJourney(source, context));
    const answers = withoutTwins(checks);
    const [journeys, people] = await Promise.all([
      container.store.journeys(),
      container.store.peopleInJourneys(),
    ]);
    const deps = { store: container.store, journeys, people };
    const items: Item[] = [];
    const valid: JourneyDefinition[] = [];
    for (const [index, { definition }] of checks.entries()) {
      const answer = answers[index];
      if (answer === undefined) continue;
      const mayPlan = definition !== null && answer.valid;
      if (mayPlan) valid.push(definition);
      const plan = mayPlan ? await planJourney(deps, definition, container.now()) : null;
      items.push({ name: sources[index]?.name ?? null, ...answer, plan });
    }
    return { items, order: inStartOrder(valid), history: await historyOf(container) };
  };
}
