/** Step Functions task of `campaign-launch`: keeps that a launch failed, for the operator; the campaign's alarm starts it again. */
import middy from '@middy/core';
import * as z from 'zod';
import { runRefSchema } from '../shared/campaignLaunch.ts';
import type { Container } from '../shared/container.ts';

const input = runRefSchema.extend({ error: z.string(), cause: z.string() });

export function campaignRecordFailure(container: Container) {
  return middy(async (event: unknown) => {
    const failure = { ...input.parse(event), at: container.now() };
    await container.store.putValue('campaign-failure', JSON.stringify(failure));
    return failure;
  });
}
