/** Step Functions task of `lifecycle-evaluation`: experiments with a winner rule are judged; a run that looks at the past judges nothing. */
import middy from '@middy/core';
import * as z from 'zod';
import { judgeExperiments as judge } from '../../core/experiment/judgeExperiments.ts';
import type { Container } from '../shared/container.ts';
import { planSchema } from '../shared/evaluationInput.ts';

const input = z.object({ plan: planSchema });

export function judgeExperiments(container: Container) {
  return middy(async (event: unknown) => {
    const { plan } = input.parse(event);
    if (!plan.enrol) return { judged: 0, decided: [] };
    const { book } = await container.inForce();
    const { store, settings } = container;
    return judge({ store, book, settings, now: container.now() });
  });
}
