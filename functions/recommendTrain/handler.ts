/**
 * Step Functions task of `lifecycle-evaluation`: what recommendations are made with, trained on everybody's baskets and put into force.
 * A shop whose orders have no lines keeps none, and a run that looks at the past trains nothing. Then what came of what was
 * recommended so far is learned.
 */
import middy from '@middy/core';
import * as z from 'zod';
import { plainLinearAlgebra } from '../../core/linear/plainLinearAlgebra.ts';
import type { LinearAlgebra } from '../../core/linear/linearAlgebra.ts';
import type { Container } from '../shared/container.ts';
import { planSchema } from '../shared/evaluationInput.ts';
import { learnFromPicks } from '../shared/pickLearning.ts';
import { beginRefillDates } from '../shared/beginRefillDates.ts';
import { nothingTrained, trainRecommendations } from '../shared/trainRecommendations.ts';
import type { TrainingReport } from '../shared/trainingReport.ts';

const input = z.object({ plan: planSchema.extend({ only: z.literal('recommendations').optional() }) });

/** Trains with what the container reckons with, unless told otherwise; in plain TypeScript where it has nothing. */
export function recommendTrain(
  container: Container,
  linearAlgebra: LinearAlgebra = container.linearAlgebra ?? plainLinearAlgebra,
) {
  return middy(async (event: unknown): Promise<TrainingReport> => {
    const { plan } = input.parse(event);
    const isOfToday = plan.store || plan.only !== undefined;
    if (!isOfToday || container.documents === undefined) return nothingTrained(['not-stored']);
    const report = await trainRecommendations({ ...container, linearAlgebra }, plan);
    await learnFromPicks(container, container.now());
    await beginRefillDates(container, container.now());
    return report;
  });
}
