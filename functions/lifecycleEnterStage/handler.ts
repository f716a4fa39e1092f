/** Step Functions map task of `lifecycle-evaluation`: people of a segment enter the stage they were found in, and its journeys. */
import middy from '@middy/core';
import { type Entered, enterStage } from '../../core/lifecycle/enterStage.ts';
import { modelOfRun } from '../../core/lifecycle/evaluateShop.ts';
import type { Container } from '../shared/container.ts';
import { stageTask } from '../shared/evaluationInput.ts';

export function lifecycleEnterStage(container: Container) {
  return middy(async (event: unknown): Promise<Entered> => {
    const { plan, segment, stage } = stageTask.parse(event);
    const { book } = await container.inForce();
    const deps = container.evaluationDeps();
    const model = await modelOfRun(deps, plan);
    return enterStage(deps, plan, { stage, segment, model, book, now: container.now() });
  });
}
