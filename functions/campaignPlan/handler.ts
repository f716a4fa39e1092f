/** Step Functions task of `campaign-launch`: counts the audience of a run, and fixes when its test is decided. */
import middy from '@middy/core';
import { type LaunchStep, planRun, type RunRef } from '../../core/campaign/launch.ts';
import { launchDeps, runRefSchema } from '../shared/campaignLaunch.ts';
import type { Container } from '../shared/container.ts';

export function campaignPlan(container: Container) {
  return middy(async (event: unknown): Promise<RunRef & { readonly step: LaunchStep }> => {
    const ref = runRefSchema.parse(event);
    return { ...ref, step: await planRun(await launchDeps(container), ref, container.now()) };
  });
}
