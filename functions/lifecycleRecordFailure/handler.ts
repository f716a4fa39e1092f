/** Step Functions task of `lifecycle-evaluation`: keeps what a run, or its training alone, failed of, for the operator; the next starts anew. */
import middy from '@middy/core';
import * as z from 'zod';
import type { Container } from '../shared/container.ts';
import { FAILURES } from './failures.ts';

const input = z.object({
  run: z.string().nullable(),
  of: z.enum(['evaluation', 'recommendations', 'segments', 'experiments']).default('evaluation'),
  error: z.string(),
  cause: z.string(),
});

export function lifecycleRecordFailure(container: Container) {
  return middy(async (event: unknown) => {
    const { of, ...failed } = input.parse(event);
    const failure = { ...failed, at: container.now() };
    await container.store.putValue(FAILURES[of], JSON.stringify(failure));
    return failure;
  });
}
