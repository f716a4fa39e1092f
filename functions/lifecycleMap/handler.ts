/** Step Functions map task of `lifecycle-evaluation`: stage, grade and group of a segment's people; whose stage changes is noted. */
import middy from '@middy/core';
import { mapSegment, modelOfRun } from '../../core/lifecycle/evaluateShop.ts';
import type { SegmentTally } from '../../core/lifecycle/tally.ts';
import type { Container } from '../shared/container.ts';
import { segmentTask } from '../shared/evaluationInput.ts';

export function lifecycleMap(container: Container) {
  return middy(async (event: unknown): Promise<SegmentTally> => {
    const { plan, segment } = segmentTask.parse(event);
    const deps = container.evaluationDeps();
    return mapSegment(deps, plan, { segment, model: await modelOfRun(deps, plan) });
  });
}
