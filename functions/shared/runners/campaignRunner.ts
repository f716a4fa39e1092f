/** The runner of campaigns' alarms over a container. */
import { runCampaign } from '../../../core/campaign/runCampaign.ts';
import type { TaskRunner } from '../../../core/task.ts';
import { campaignLauncher } from '../campaignLaunch.ts';
import { outcomeDeps } from '../campaignOutcomes.ts';
import type { RunnerDeps } from '../container.ts';

export function campaignRunner({ container, settings }: RunnerDeps): TaskRunner {
  const { store } = container;
  return runCampaign({
    store,
    settings,
    launch: campaignLauncher(container),
    winner: async () => ({ ...(await outcomeDeps(container)), store }),
  });
}
