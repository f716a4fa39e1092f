/** Step Functions task of `lifecycle-evaluation`: keeps what a failed run failed of, for the operator; the next run starts anew. */
import middy from '@middy/core';
import * as z from 'zod';
import type { Container } from '../shared/container.ts';

const input = z.object({ run: z.string().nullable(), error: z.string(), cause: z.string() });

export function lifecycleRecordFailure(container: Container) {
  return middy(async (event: unknown) => {
    const failure = { ...input.parse(event), at: container.now() };
    await container.store.putValue('evaluation-failure', JSON.stringify(failure));
    return failure;
  });
}
