/** Step Functions task of `lifecycle-evaluation`: fits the shop from all segments. Answers what the fit found. */
import middy from '@middy/core';
import * as z from 'zod';
import { fitSegments } from '../../core/lifecycle/evaluateShop.ts';
import type { EvaluationDeps } from '../../core/lifecycle/evaluationPlan.ts';
import type { Container } from '../shared/container.ts';
import { planSchema } from '../shared/evaluationInput.ts';
import { loadCatalogue } from '../shared/recommender.ts';

const input = z.object({ plan: planSchema });

/** What is sold and what it costs; nothing where the system keeps no documents. */
async function costsOf(container: Container): Promise<Pick<EvaluationDeps, 'facts'>> {
  return container.documents === undefined ? {} : { facts: (await loadCatalogue(container)).facts };
}

export function lifecycleFit(container: Container) {
  return middy(async (event: unknown): Promise<{ modelVersion: number; flags: readonly string[] }> => {
    const { plan } = input.parse(event);
    const model = await fitSegments({ ...container.evaluationDeps(), ...(await costsOf(container)) }, plan);
    return { modelVersion: model.version, flags: model.fit.flags };
  });
}
