/**
 * A function of the table: Node 24 on ARM, its bundle, a log group of its own, and a role of its own that holds what its `needs`
 * name and the right to write into that log group. Nothing else is attached to the role, no policy of AWS's neither.
 */
import { Duration } from 'aws-cdk-lib';
import { type IManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { MachineName } from '../../workflows/functionDefinition.ts';
import { HANDLER } from '../bundle.ts';
import type { DeploymentConfig } from '../config/deploymentConfig.ts';
import { FUNCTIONS, type FunctionName, kebab } from '../functionTable.ts';
import { statementsOf } from '../grants.ts';
import type { House } from '../house.ts';
import { HouseLogs } from './HouseLogs.ts';

export interface HouseFunctionProps {
  readonly house: House;
  readonly name: FunctionName;
  /** Beside what every function gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of functions that send mail: reading the account's quota knows no resource. */
  readonly sendQuota?: IManagedPolicy | null;
}

function applicationLogLevel(level: DeploymentConfig['logLevel']): ApplicationLogLevel {
  return ApplicationLogLevel[level];
}

/** As functions read it: STATE_MACHINE_LIFECYCLE_EVALUATION. */
function machineVariable(machine: MachineName): string {
  return `STATE_MACHINE_${machine.replaceAll('-', '_').toUpperCase()}`;
}

/** Where the machines are that the function starts. */
function machinesOf(starts: readonly MachineName[], { resources }: House): Record<string, string> {
  return Object.fromEntries(
    starts.map((machine) => [machineVariable(machine), resources.machineArn(machine)]),
  );
}

export class HouseFunction extends LambdaFunction {
  constructor(
    scope: Construct,
    id: string,
    { house, name, environment = {}, sendQuota = null }: HouseFunctionProps,
  ) {
    const { needs, timeoutSeconds, memoryMb } = FUNCTIONS[name];
    const physicalName = `${house.config.name}-${kebab(name)}`;
    const logGroup = new HouseLogs(scope, `${id}Logs`, {
      logGroupName: `/${house.config.name}/${kebab(name)}`,
      encryptionKey: house.resources.key,
      retention: house.config.retention.logDays,
    });
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `${physicalName}: what its needs name in workflows/functions.ts`,
      managedPolicies: needs.email === true && sendQuota !== null ? [sendQuota] : [],
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const statement of statementsOf(needs, house.resources)) role.addToPolicy(statement);
    super(scope, id, {
      functionName: physicalName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(house.bundleFolder(name)),
      handler: HANDLER,
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: memoryMb,
      environment: { ...house.environment, ...machinesOf(needs.starts ?? [], house), ...environment },
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: applicationLogLevel(house.config.logLevel),
      logGroup,
      role,
    });
  }
}
