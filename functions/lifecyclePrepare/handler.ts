/** Step Functions task of `lifecycle-evaluation`: what this run has to do. */
import middy from '@middy/core';
import * as z from 'zod';
import { type EvaluationPlan, prepareEvaluation } from '../../core/lifecycle/evaluationPlan.ts';
import { SHOP_MODELS } from '../../core/lifecycle/model.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import { withCosts } from '../shared/withCosts.ts';

/** Without `at` the run is for 00:00 UTC of today. */
const input = z.object({
  at: z.number().int().optional(),
  force: z.boolean().default(false),
  model: z.enum(SHOP_MODELS).optional(),
  /** Does this and nothing else. */
  only: z.enum(['recommendations']).optional(),
});

export type PreparedPlan = EvaluationPlan & Pick<z.infer<typeof input>, 'only'>;

export function lifecyclePrepare(container: Container) {
  return middy(async (event: unknown): Promise<PreparedPlan> => {
    const { at, force, model, only } = input.parse(event);
    const now = container.now();
    const today = Math.floor(now / DAY_MS) * DAY_MS;
    const plan = await prepareEvaluation(await withCosts(container), { at: at ?? today, now, force, model });
    return only === undefined ? plan : { ...plan, only };
  });
}
