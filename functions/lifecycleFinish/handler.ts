/** Step Functions task of `lifecycle-evaluation`: the run's counts, and its record where it is stored. */
import middy from '@middy/core';
import * as z from 'zod';
import { finishEvaluation, modelOfRun } from '../../core/lifecycle/evaluateShop.ts';
import type { Container } from '../shared/container.ts';
import { enteredSchema, planSchema, tallySchema } from '../shared/evaluationInput.ts';

const input = z.object({ plan: planSchema, tallies: z.array(tallySchema), entered: z.array(enteredSchema) });

export function lifecycleFinish(container: Container) {
  return middy(async (event: unknown) => {
    const { plan, ...counted } = input.parse(event);
    const deps = container.evaluationDeps();
    const model = await modelOfRun(deps, plan);
    const finished = await finishEvaluation(deps, plan, model, counted);
    const { fit, margin = null, trial, proposal, activity } = model;
    return { at: plan.at, stored: plan.store, ...finished, model: fit, margin, trial, proposal, activity };
  });
}
