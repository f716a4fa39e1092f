/**
 * A state machine from its plain ASL object: every `${Name}` in it is a function, and its role may call these and nothing else.
 * Every step is logged and traced, without inputs and outputs: in them are ids of people.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StateMachine } from '../../workflows/asl.ts';
import type { MachineName } from '../../workflows/functionDefinition.ts';
import type { House } from '../house.ts';
import { executionsArn, machineArn, machineName } from '../names.ts';
import { HouseAlarm } from './HouseAlarm.ts';

export interface HouseMachineProps {
  readonly house: House;
  readonly name: MachineName;
  readonly machine: StateMachine;
  /** By the names they have in the machine. */
  readonly functions: ReadonlyMap<string, IFunction>;
  /** Log delivery and traces, which know no resource. */
  readonly telemetry: IManagedPolicy;
  readonly alarms: ITopic;
}

/** Names of functions in a definition, each once. */
function namesIn(definition: string): string[] {
  return [...new Set(definition.matchAll(/\$\{(\w+)\}/g).map(([, name = '']) => name))];
}

export class HouseMachine extends Construct {
  readonly stateMachineArn: string;

  constructor(scope: Construct, id: string, props: HouseMachineProps) {
    super(scope, id);
    const { house, name, machine, functions, telemetry, alarms } = props;
    const definition = JSON.stringify(machine);
    const called = namesIn(definition).map((one) => {
      const callee = functions.get(one);
      if (callee === undefined)
        throw new Error(`${name} calls ${one}, which no function of its table is called`);
      return { name: one, arn: callee.functionArn };
    });
    const physicalName = machineName(house.config.name, name);
    const role = this.roleOf(
      props,
      called.map(({ arn }) => arn),
      definition,
      telemetry,
    );
    // Below this name one resource policy of CloudWatch Logs serves every machine; others add to it until it is full.
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${physicalName}`,
      encryptionKey: house.resources.key,
      retention: house.config.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const resource = new CfnStateMachine(this, 'Machine', {
      stateMachineName: physicalName,
      stateMachineType: 'STANDARD',
      definitionString: definition,
      definitionSubstitutions: Object.fromEntries(called.map((one) => [one.name, one.arn])),
      roleArn: role.roleArn,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
    });
    resource.node.addDependency(role);
    this.stateMachineArn = resource.attrArn;
    this.alarmOn(physicalName, resource.attrArn, alarms);
  }

  private roleOf(
    { house, name }: HouseMachineProps,
    callees: readonly string[],
    definition: string,
    telemetry: IManagedPolicy,
  ): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      managedPolicies: [telemetry],
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...callees] }));
    if (definition.includes('"DISTRIBUTED"')) this.mayRunItself(role, house.config.name, name);
    return role;
  }

  /** A distributed map runs its parts as executions of its own machine. */
  private mayRunItself(role: Role, deployment: string, name: MachineName): void {
    const stack = Stack.of(this);
    const own = machineArn(stack, deployment, name);
    role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [own] }));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [executionsArn(stack, deployment)],
      }),
    );
  }

  private alarmOn(physicalName: string, arn: string, topic: ITopic): void {
    for (const metricName of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'] as const)
      new HouseAlarm(this, metricName, {
        alarmName: `${physicalName}-${metricName.replace('Executions', '').toLowerCase()}`,
        description: `An execution of ${physicalName} did not end well; its page in Step Functions shows where`,
        metric: new Metric({
          namespace: 'AWS/States',
          metricName,
          dimensionsMap: { StateMachineArn: arn },
        }),
        topic,
      });
  }
}
