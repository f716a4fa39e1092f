/** `campaign-launch` on one machine: the machine's tasks are the Lambda handlers, called in this process. */
import type { RunRef } from '../../core/campaign/launch.ts';
import { campaignLetIn } from '../../functions/campaignLetIn/handler.ts';
import { campaignPlan } from '../../functions/campaignPlan/handler.ts';
import { campaignRecordFailure } from '../../functions/campaignRecordFailure/handler.ts';
import type { Container } from '../../functions/shared/container.ts';
import { campaignLaunch } from '../../workflows/campaignLaunch.ts';
import { loadMachine } from '../stateMachine/loadMachine.ts';
import { lambdaContext } from './lambdaContext.ts';
import { runMachineHere } from './runMachineHere.ts';

const machine = loadMachine(campaignLaunch);

class LaunchFailed extends Error {
  readonly code = 'campaign-launch-failed';
}

/** One execution, to its end. Throws where it fails: the campaign's alarm rings again. */
export async function runCampaignLaunch(container: Container, { campaign, run }: RunRef): Promise<void> {
  const plan = campaignPlan(container);
  const letIn = campaignLetIn(container);
  const recordFailure = campaignRecordFailure(container);
  const ending = await runMachineHere(
    machine,
    {
      CampaignPlan: (input, at) => plan(input, lambdaContext('campaignPlan', at.getRemainingTimeInMillis)),
      CampaignLetIn: (input, at) => letIn(input, lambdaContext('campaignLetIn', at.getRemainingTimeInMillis)),
      CampaignRecordFailure: (input, at) =>
        recordFailure(input, lambdaContext('campaignRecordFailure', at.getRemainingTimeInMillis)),
    },
    { name: `campaign-launch-${campaign}-${run}`, input: { campaign, run } },
  );
  if (ending.kind === 'failed') throw new LaunchFailed(ending.cause);
  if (ending.kind === 'timedOut')
    throw new LaunchFailed('the launch took longer than its state machine allows');
}
