/** Step Functions task of `campaign-launch`: lets people of a run in, as many as there is time for. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { type LaunchStep, letIn, type RunRef } from '../../core/campaign/launch.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { launchDeps, runRefSchema } from '../shared/campaignLaunch.ts';
import type { Container } from '../shared/container.ts';

/** No page is begun with less time left. */
const LEAST_MS = MINUTE_MS;

export function campaignLetIn(container: Container) {
  return middy(async (event: unknown, context: Context): Promise<RunRef & { readonly step: LaunchStep }> => {
    const ref = runRefSchema.parse(event);
    const mayGoOn = () => context.getRemainingTimeInMillis() >= LEAST_MS;
    return { ...ref, step: await letIn(await launchDeps(container), ref, { now: container.now, mayGoOn }) };
  });
}
