/**
 * Work nobody waits for at a browser: the state machines with their functions, the clock that starts two of them, and the
 * consumer that moves facts from the table's stream into the archive.
 */
import { Stack, type StackProps } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { MachineName } from '../../workflows/functionDefinition.ts';
import { aslName } from '../../workflows/functions.ts';
import { HouseFunction } from '../constructs/HouseFunction.ts';
import { HouseMachine } from '../constructs/HouseMachine.ts';
import { HouseSchedule } from '../constructs/HouseSchedule.ts';
import { LogAlarms, LogMetrics } from '../constructs/LogMetrics.ts';
import { DeadLetterQueue } from '../constructs/QueueWithDeadLetters.ts';
import { StreamConsumer } from '../constructs/StreamConsumer.ts';
import { triggeredBy } from '../functionTable.ts';
import type { House } from '../house.ts';
import { MACHINES } from '../machines.ts';
import type { DataStack } from './DataStack.ts';
import type { MessagingStack } from './MessagingStack.ts';

export interface WorkflowsStackProps extends StackProps {
  readonly house: House;
  readonly data: DataStack;
  readonly messaging: MessagingStack;
}

/** A wave that did not start is made good by the next. */
const WAVE = { expression: 'rate(1 minute)', retries: 2, triedForSeconds: 60 } as const;
/** At three in the shop's night; what could not start then is tried until the morning. */
const NIGHT = { expression: 'cron(0 3 * * ? *)', retries: 20, triedForSeconds: 4 * 3_600 } as const;

export class WorkflowsStack extends Stack {
  readonly telemetry: ManagedPolicy;
  readonly scheduleDeadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { house, data, messaging, ...props }: WorkflowsStackProps) {
    super(scope, id, props);
    this.telemetry = this.telemetryPolicy();
    this.scheduleDeadLetters = new DeadLetterQueue(this, 'ScheduleDeadLetters', {
      queueName: `${house.config.name}-schedule-dead-letters`,
      alarms: messaging.alarms,
    });
    const machines = this.machines(house, messaging);
    this.clock(house, machines);
    new LogAlarms(this, 'LogAlarms', { deployment: house.config.name, topic: messaging.alarms });
    for (const consumer of triggeredBy('stream'))
      new StreamConsumer(this, consumer.name, {
        house,
        consumer,
        table: data.tables[consumer.trigger.table],
      });
  }

  private machines(house: House, { alarms, sendQuota }: MessagingStack): ReadonlyMap<MachineName, string> {
    const { telemetry } = this;
    const functions = new Map(
      triggeredBy('task').map(({ name, trigger }): [string, IFunction] => {
        const made = new HouseFunction(this, name, { house, name, sendQuota });
        if (trigger.machine === 'journey-wave') this.read(house, name, made);
        return [aslName(name), made];
      }),
    );
    return new Map(
      MACHINES.map(([name, machine]) => {
        const made = new HouseMachine(this, name, { house, name, machine, functions, telemetry, alarms });
        return [name, made.stateMachineArn];
      }),
    );
  }

  private clock(house: House, machines: ReadonlyMap<MachineName, string>): void {
    const { name, zone } = house.config;
    const { scheduleDeadLetters: deadLetters } = this;
    const group = new CfnScheduleGroup(this, 'Schedules', { name });
    const start = (machine: MachineName, when: typeof WAVE | typeof NIGHT, description: string): void => {
      const machineArn = machines.get(machine);
      if (machineArn === undefined) throw new Error(`there is no machine ${machine} to start`);
      const schedule = new HouseSchedule(this, `${machine}-schedule`, {
        ...when,
        name: machine,
        group: name,
        description,
        zone,
        machineArn,
        input: {},
        deadLetters,
      });
      schedule.node.addDependency(group);
    };
    start('journey-wave', WAVE, 'Drains what is due');
    start('lifecycle-evaluation', NIGHT, "Evaluates every customer in the shop's night");
  }

  private read({ config }: House, name: string, { logGroup }: HouseFunction): void {
    new LogMetrics(this, `${name}Metrics`, { deployment: config.name, logGroup });
  }

  private telemetryPolicy(): ManagedPolicy {
    const logs = ['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery'];
    const more = ['ListLogDeliveries', 'PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'];
    const traces = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'];
    return new ManagedPolicy(this, 'MachineTelemetry', {
      description: 'Log delivery and traces of state machines; neither knows a resource',
      statements: [
        new PolicyStatement({
          actions: [...[...logs, ...more].map((one) => `logs:${one}`), ...traces.map((one) => `xray:${one}`)],
          resources: ['*'],
        }),
      ],
    });
  }
}
