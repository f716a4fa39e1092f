/** Starts a machine by the clock, with a role that can do only that; what could not be started goes to the dead letters. */
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Aws } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface HouseScheduleProps {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  /** `rate(…)` or `cron(…)`, as EventBridge Scheduler reads it. */
  readonly expression: string;
  /** IANA; of a cron expression. */
  readonly zone: string;
  readonly machineArn: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly deadLetters: IQueue;
  /** How long a start that failed is tried again. */
  readonly triedForSeconds: number;
  readonly retries: number;
}

export class HouseSchedule extends Construct {
  constructor(scope: Construct, id: string, props: HouseScheduleProps) {
    super(scope, id);
    const { machineArn, deadLetters } = props;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [machineArn] }));
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      name: props.name,
      groupName: props.group,
      description: props.description,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: props.zone,
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: machineArn,
        roleArn: role.roleArn,
        input: JSON.stringify(props.input),
        retryPolicy: {
          maximumRetryAttempts: props.retries,
          maximumEventAgeInSeconds: props.triedForSeconds,
        },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    schedule.node.addDependency(role);
  }
}
