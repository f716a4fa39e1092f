/** Step Functions task of `lifecycle-evaluation`: what this run has to do. */
import middy from '@middy/core';
import * as z from 'zod';
import { type EvaluationPlan, prepareEvaluation } from '../../core/lifecycle/evaluationPlan.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';

/** Without `at` the run is for 00:00 UTC of today. */
const input = z.object({ at: z.number().int().optional(), force: z.boolean().default(false) });

export function lifecyclePrepare(container: Container) {
  return middy(async (event: unknown): Promise<EvaluationPlan> => {
    const { at, force } = input.parse(event);
    const now = container.now();
    const today = Math.floor(now / DAY_MS) * DAY_MS;
    return prepareEvaluation(container.evaluationDeps(), { at: at ?? today, now, force });
  });
}
