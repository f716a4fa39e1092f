/** Step Functions map task of `lifecycle-evaluation`: statistics of one segment, into the scratch. */
import middy from '@middy/core';
import { summariseSegment } from '../../core/lifecycle/evaluateShop.ts';
import type { Container } from '../shared/container.ts';
import { segmentTask } from '../shared/evaluationInput.ts';

export function lifecycleSummarise(container: Container) {
  return middy(async (event: unknown): Promise<{ segment: number }> => {
    const { plan, segment } = segmentTask.parse(event);
    await summariseSegment(container.evaluationDeps(), plan, segment);
    return { segment };
  });
}
