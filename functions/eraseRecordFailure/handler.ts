/** Step Functions task of `erase-customer`: keeps that an erasure failed, for the operator; a wave takes it up again. */
import middy from '@middy/core';
import * as z from 'zod';
import type { Container } from '../shared/container.ts';

const input = z.object({ task: z.string(), error: z.string() });

export function eraseRecordFailure(container: Container) {
  return middy(async (event: unknown) => {
    const failure = { ...input.parse(event), at: container.now() };
    await container.store.putValue('erasure-failure', JSON.stringify(failure));
    return failure;
  });
}
