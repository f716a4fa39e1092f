/** What an evaluation rests on, with what is sold and what it costs; without where the system keeps no documents. */
import type { EvaluationDeps } from '../../core/lifecycle/evaluationPlan.ts';
import type { Container } from './container.ts';
import { loadCatalogue } from './recommender.ts';

export async function withCosts(container: Container): Promise<EvaluationDeps> {
  const deps = container.evaluationDeps();
  return container.documents === undefined
    ? deps
    : { ...deps, facts: (await loadCatalogue(container)).facts };
}
