/**
 * Names known before there is what they name: machines call functions and some functions start machines, and neither waits
 * for the other when both know the name.
 */
import { Arn, ArnFormat, Aws, type Stack } from 'aws-cdk-lib';
import type { MachineName } from '../workflows/functionDefinition.ts';
import type { BlobBucket } from './grants.ts';

function statesArn(stack: Stack, resource: string, resourceName: string): string {
  return Arn.format(
    { service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME },
    stack,
  );
}

export function machineName(deployment: string, machine: MachineName): string {
  return `${deployment}-${machine}`;
}

export function machineArn(stack: Stack, deployment: string, machine: MachineName): string {
  return statesArn(stack, 'stateMachine', machineName(deployment, machine));
}

/** Every execution of every machine of the deployment. */
export function executionsArn(stack: Stack, deployment: string): string {
  return statesArn(stack, 'execution', `${deployment}-*`);
}

/** Names that others may have taken hold the account's number. */
export function bucketName(deployment: string): string {
  return `${deployment}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
}

/** The bucket as policies of other stacks name it. */
export function bucketOf(stack: Stack, deployment: string): BlobBucket {
  const name = bucketName(deployment);
  const arn = (resource: string) => Arn.format({ service: 's3', region: '', account: '', resource }, stack);
  return { bucketName: name, bucketArn: arn(name), arnForObjects: (pattern) => arn(`${name}/${pattern}`) };
}
