/** Step Functions map task of `lifecycle-evaluation`: stage, grade and group of a segment's people. */
import middy from '@middy/core';
import { mapSegment, modelOfRun } from '../../core/lifecycle/evaluateShop.ts';
import type { Tally } from '../../core/lifecycle/tally.ts';
import type { Container } from '../shared/container.ts';
import { segmentTask } from '../shared/evaluationInput.ts';

export function lifecycleMap(container: Container) {
  return middy(async (event: unknown): Promise<Tally> => {
    const { plan, segment } = segmentTask.parse(event);
    const deps = container.evaluationDeps();
    const [model, { book }] = [await modelOfRun(deps, plan), await container.inForce()];
    return mapSegment(deps, plan, { segment, model, book, now: container.now() });
  });
}
