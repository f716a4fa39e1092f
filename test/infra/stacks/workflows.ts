import { describe, expect, it } from 'vitest';
import { triggeredBy } from '../../../infra/functionTable.ts';
import { MACHINES } from '../../../infra/machines.ts';
import { aslName } from '../../../workflows/functions.ts';
import { deployed } from '../support/deployed.ts';
import { rolePolicies, actionsOf, textOf } from '../support/policies.ts';

const system = deployed();
const { workflows } = system.templates;
const machines = system.of('AWS::StepFunctions::StateMachine');

describe('state machines', () => {
  it('are those of workflows/, as they are written there', () => {
    const deployedAs = machines.map(({ properties }) => [
      properties['StateMachineName'],
      JSON.parse(String(properties['DefinitionString'])),
    ]);
    expect(deployedAs).toEqual(MACHINES.map(([name, machine]) => [`teahouse-${name}`, machine]));
  });

  it('log and trace every step without what is in it', () => {
    for (const { properties } of machines)
      expect(properties).toMatchObject({
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { IncludeExecutionData: false },
      });
  });

  it('end: each has a limit of time', () => {
    for (const [, { TimeoutSeconds }] of MACHINES) expect(TimeoutSeconds).toBeGreaterThan(0);
  });

  it('may call the functions they name, and no other', () => {
    const invoking = rolePolicies(system).flatMap(({ statements }) =>
      statements.filter((one) => actionsOf(one).includes('lambda:InvokeFunction')),
    );
    expect(invoking).toHaveLength(machines.length);
    for (const { properties } of machines) {
      const named = Object.values(Object(properties['DefinitionSubstitutions'])).map(textOf).toSorted();
      expect(invoking.map(({ Resource }) => Resource.map(textOf).toSorted())).toContainEqual(named);
    }
  });

  it('name every function that is a task of theirs', () => {
    for (const [name, machine] of MACHINES) {
      const tasks = triggeredBy('task').filter(({ trigger }) => trigger.machine === name);
      const definition = JSON.stringify(machine);
      for (const task of tasks) expect(definition).toContain(`\${${aslName(task.name)}}`);
    }
  });

  it('raise an alarm when an execution does not end well', () => {
    for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']) {
      const alarms = system
        .of('AWS::CloudWatch::Alarm')
        .filter(({ properties }) => properties['MetricName'] === metric);
      expect(alarms).toHaveLength(machines.length);
    }
  });
});

describe('the clock', () => {
  it('starts a wave each minute', () => {
    workflows.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Target: { RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 } },
    });
  });

  it("evaluates in the shop's night", () => {
    workflows.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
  });

  it('keeps what it could not start', () => {
    const schedules = system.of('AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(2);
    for (const { properties } of schedules)
      expect(textOf(Object(properties['Target'])['DeadLetterConfig'])).toContain('ScheduleDeadLetters');
  });
});

describe('the archive', () => {
  it('is told of new facts and nothing else, one bad record apart from the rest', () => {
    workflows.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { kind: { S: ['fact'] } } },
            }),
          },
        ],
      },
    });
  });

  it('leaves what failed for good in the bucket', () => {
    const [mapping] = system
      .of('AWS::Lambda::EventSourceMapping')
      .filter(({ properties }) => properties['BisectBatchOnFunctionError'] === true);
    expect(textOf(mapping?.properties['DestinationConfig'])).toContain(':s3:::teahouse-');
  });
});
