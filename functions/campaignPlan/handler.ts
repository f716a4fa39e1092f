/** Step Functions task of `campaign-launch`: counts the audience of a run, and fixes when its test is decided. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { type LaunchStep, planRun, type RunRef } from '../../core/campaign/launch.ts';
import { MINUTE_MS } from '../../core/time.ts';
import { launchDeps, runRefSchema } from '../shared/campaignLaunch.ts';
import type { Container } from '../shared/container.ts';

/** Counting ends with less time left: a pace and a test are then planned by as many as were found. */
const LEAST_MS = 2 * MINUTE_MS;

export function campaignPlan(container: Container) {
  return middy(async (event: unknown, context: Context): Promise<RunRef & { readonly step: LaunchStep }> => {
    const ref = runRefSchema.parse(event);
    const mayGoOn = () => context.getRemainingTimeInMillis() >= LEAST_MS;
    return { ...ref, step: await planRun(await launchDeps(container), ref, container.now(), mayGoOn) };
  });
}
