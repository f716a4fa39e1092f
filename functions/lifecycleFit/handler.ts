/** Step Functions task of `lifecycle-evaluation`: fits the shop from all segments. Answers what the fit found. */
import middy from '@middy/core';
import * as z from 'zod';
import { fitSegments } from '../../core/lifecycle/evaluateShop.ts';
import type { Container } from '../shared/container.ts';
import { planSchema } from '../shared/evaluationInput.ts';

const input = z.object({ plan: planSchema });

export function lifecycleFit(container: Container) {
  return middy(async (event: unknown): Promise<{ modelVersion: number; flags: readonly string[] }> => {
    const { plan } = input.parse(event);
    const model = await fitSegments(container.evaluationDeps(), plan);
    return { modelVersion: model.version, flags: model.fit.flags };
  });
}
