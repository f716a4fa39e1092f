/**
 * Where a rule of cdk-nag is knowingly not followed, and why. Each is a finding by its full name on the smallest part that shows
 * it; a test counts them (15 at most) and fails where one is no longer found.
 */
import { type App, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { DeploymentConfig } from './config/deploymentConfig.ts';
import { STREAM_FAILURES_PREFIX } from './constructs/StreamConsumer.ts';
import type { Deployment } from './deploymentStacks.ts';
import { FUNCTIONS, functionNames } from './functionTable.ts';

export interface Acknowledgement {
  readonly scope: IConstruct;
  /** As cdk-nag prints it, without the name of the rule pack. */
  readonly finding: string;
  readonly reason: string;
}

/** References to what only the account knows stand in angle brackets. */
const ACCOUNT = { partition: '<AWS::Partition>', region: '<AWS::Region>', id: '<AWS::AccountId>' } as const;

/** Of every function together. */
function prefixes(): string[] {
  const named = functionNames().flatMap((name) => Object.entries(FUNCTIONS[name].needs.bucket ?? {}));
  const objects = named.filter(([, actions]) => actions.some((action) => action !== 'list'));
  return [...new Set([...objects.map(([prefix]) => prefix), STREAM_FAILURES_PREFIX])].sort();
}

export function acknowledgements(
  app: App,
  { messaging, workflows, api }: Deployment,
  { name, region }: DeploymentConfig,
): readonly Acknowledgement[] {
  const { partition, id } = ACCOUNT;
  const where = region ?? ACCOUNT.region;
  const bucket = `arn:${partition}:s3:::${name}-${id}-${ACCOUNT.region}`;
  const unnamed = 'AwsSolutions-IAM5[Resource::*]';
  return [
    {
      scope: messaging.sendQuota,
      finding: unnamed,
      reason: 'ses:GetSendQuota reads a figure of the account and knows no resource',
    },
    {
      scope: workflows.telemetry,
      finding: unnamed,
      reason: 'Log delivery and traces know no resource; the policy has no other action',
    },
    {
      scope: app,
      finding: `AwsSolutions-IAM5[Resource::arn:${partition}:states:${where}:${id}:execution:${name}-*]`,
      reason: 'Executions are named when they start; only machines of this deployment begin with its name',
    },
    ...prefixes().map((prefix) => ({
      scope: app,
      finding: `AwsSolutions-IAM5[Resource::${bucket}/${prefix}*]`,
      reason: `Objects under ${prefix} are named by runs and days; a role gets this prefix where its needs name it`,
    })),
    {
      scope: workflows.scheduleDeadLetters,
      finding: 'AwsSolutions-SQS3',
      reason: 'It is itself a queue of dead letters: of EventBridge Scheduler, which the rule does not see',
    },
    {
      scope: api,
      finding: 'AwsSolutions-APIG4',
      reason:
        'Handlers verify keys and tokens themselves; customers have neither, but a signed link (docs/decisions/0008)',
    },
    {
      scope: api,
      finding: 'AwsSolutions-COG2',
      reason:
        'A second factor is offered, and the shop decides: a pool that demands one locks out who has only a browser',
    },
  ];
}

export function acknowledge(app: App, deployment: Deployment, config: DeploymentConfig): void {
  for (const { scope, finding, reason } of acknowledgements(app, deployment, config))
    Validations.of(scope).acknowledge({ id: `AwsSolutions::${finding}`, reason });
}
