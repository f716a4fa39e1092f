/** Step Functions map task of `lifecycle-evaluation`: statistics of one segment, into the scratch. */
import middy from '@middy/core';
import { summariseSegment } from '../../core/lifecycle/evaluateShop.ts';
import type { Container } from '../shared/container.ts';
import { segmentTask } from '../shared/evaluationInput.ts';
import { withCosts } from '../shared/withCosts.ts';

export function lifecycleSummarise(container: Container) {
  return middy(async (event: unknown): Promise<{ segment: number }> => {
    const { plan, segment } = segmentTask.parse(event);
    await summariseSegment(await withCosts(container), plan, segment);
    return { segment };
  });
}
