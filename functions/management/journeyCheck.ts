/** What definitions are checked against: templates, journeys and settings of the workspace. */
import type { LintContext } from '../../core/journey/lint.ts';
import { offersOf } from '../../core/offer/definition.ts';
import { segmentsOf } from '../../core/segment/definition.ts';
import type { Container } from '../shared/container.ts';
import { type CheckedJourney, checkJourney } from '../shared/checkJourney.ts';
import { Problem } from '../shared/problem.ts';
import { smsLengths } from '../shared/smsLengths.ts';

/** `alongside`: ids of journeys that are published in the same call, which `start` may name. */
export async function lintContext(
  container: Container,
  alongside: readonly string[] = [],
): Promise<LintContext> {
  const { store, settings } = container;
  const [ids, journeys, { book }] = await Promise.all([
    store.templateIds(),
    store.journeys(),
    container.inForce(),
  ]);
  const offers = offersOf(book.programme.offers);
  const templates = await Promise.all(ids.map((id) => store.template(id)));
  const known = templates.filter((template) => template !== null);
  return {
    templates: new Set(ids),
    sms: smsLengths(known, settings),
    journeys: new Set([...journeys.map(({ id }) => id), ...alongside]),
    offers: new Set(offers?.offers.map(({ id }) => id) ?? []),
    ladders: new Set(offers?.ladders.map(({ id }) => id) ?? []),
    segments: new Set(segmentsOf(book.programme).byId.keys()),
    messages: settings.messages,
  };
}

/** The definition of a text that may be published. Throws a `Problem` of status 422 that names every line that is wrong. */
export function publishable(text: string, context: LintContext) {
  const { definition, answer }: CheckedJourney = checkJourney(text, context);
  const { problems } = answer;
  if (definition !== null && answer.valid) return { definition, problems };
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
