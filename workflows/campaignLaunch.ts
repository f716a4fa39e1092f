/**
 * `campaign-launch`, started for one run of a campaign: its audience is counted, then let in, part after part, each as far as one
 * function gets. Every part commits how far it came, and each person comes in by a commit of their own, so an execution that is
 * cut off, or that runs beside another, lets nobody in twice. A campaign that is paused or cancelled meanwhile ends it as `halted`;
 * the campaign's alarm starts another when it goes on.
 *
 * Input `{ campaign, run }`. `CampaignPlan` and `CampaignLetIn` get it and answer it with `step`: `go-on`, `over` or `halted`.
 * `CampaignRecordFailure` gets `{ campaign, run, error, cause }`. Output: what the last step answered.
 */
import type { Catcher, StateMachine } from './asl.ts';
import { RETRY_TRANSIENT } from './retryTransient.ts';

const REF = {
  campaign: '{% $states.context.Execution.Input.campaign %}',
  run: '{% $states.context.Execution.Input.run %}',
};
const CATCH: readonly Catcher[] = [
  {
    ErrorEquals: ['States.ALL'],
    Output: {
      ...REF,
      error: '{% $states.errorOutput.Error %}',
      cause: '{% $substring($states.errorOutput.Cause, 0, 300) %}',
    },
    Next: 'RecordFailure',
  },
];

export const campaignLaunch: StateMachine = {
  Comment: 'Lets the people of one run of a campaign in',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 43_200,
  StartAt: 'PlanRun',
  States: {
    PlanRun: {
      Type: 'Task',
      Resource: '${CampaignPlan}',
      Arguments: REF,
      TimeoutSeconds: 900,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Next: 'IsThereMore',
    },
    IsThereMore: {
      Type: 'Choice',
      Choices: [{ Condition: "{% $states.input.step = 'go-on' %}", Next: 'LetIn' }],
      Default: 'LaunchEnded',
    },
    LetIn: {
      Type: 'Task',
      Resource: '${CampaignLetIn}',
      Arguments: REF,
      TimeoutSeconds: 900,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Next: 'IsThereMore',
    },
    LaunchEnded: { Type: 'Pass', End: true },
    RecordFailure: {
      Type: 'Task',
      Resource: '${CampaignRecordFailure}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Output: '{% $states.input %}',
      Next: 'LaunchFailed',
    },
    LaunchFailed: {
      Type: 'Fail',
      Error: 'LaunchFailed',
      Cause: "{% $states.input.error & ': ' & $states.input.cause %}",
    },
  },
};
