/** What the steps of a campaign's launch are given, and how its alarm has it launched: by a state machine where there is one. */
import * as z from 'zod';
import { letIn, type LaunchDeps, planRun, type RunRef } from '../../core/campaign/launch.ts';
import type { CampaignTaskDeps } from '../../core/campaign/runCampaign.ts';
import type { Jobs } from '../../core/jobs.ts';
import type { Container } from './container.ts';

export const runRefSchema = z.object({ campaign: z.string().min(1), run: z.number().int().min(1) });

export async function launchDeps(container: Container): Promise<LaunchDeps> {
  const { book } = await container.inForce();
  return { store: container.store, book, settings: container.settings };
}

/** One execution a launch; what has failed is started again by the next ring of the alarm. */
function byMachine(jobs: Jobs, now: () => number): CampaignTaskDeps['launch'] {
  return async (ref, job) => {
    if (job === null) {
      const name = `${ref.campaign}-${ref.run}-${now().toString(36)}`;
      const { id } = await jobs.start('campaign-launch', { ...ref }, name);
      return id;
    }
    const state = await jobs.look(job);
    return state?.kind === 'running' ? job : null;
  };
}

/** Whole, in this process: where nothing waits for it, as in a replay. */
function atOnce(container: Container): CampaignTaskDeps['launch'] {
  return async (ref: RunRef) => {
    const deps = await launchDeps(container);
    const { now } = container;
    if ((await planRun(deps, ref, now())) === 'go-on') await letIn(deps, ref, { now, mayGoOn: () => true });
    return null;
  };
}

export function campaignLauncher(container: Container): CampaignTaskDeps['launch'] {
  const { launchCampaign, jobs, now } = container;
  if (launchCampaign !== undefined)
    return async (ref) => {
      await launchCampaign(container, ref);
      return null;
    };
  return jobs === undefined ? atOnce(container) : byMachine(jobs, now);
}
