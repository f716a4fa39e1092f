/**
 * The deployment's own key, renewed each year: tables, bucket, topics and logs are under it, so one key policy says who may read
 * any of them. Services that publish to our topics may use it without a condition, since none of them documents that it says for
 * whom it calls; the policies of topics and bucket let them in for this account alone.
 */
import { Arn, ArnFormat, Aws, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface DataKeyProps {
  readonly deployment: string;
  readonly removalPolicy: RemovalPolicy;
}

/** SES publishes events and stores mails, alarms are published, SMS events too. */
const WRITERS = ['ses.amazonaws.com', 'cloudwatch.amazonaws.com', 'sms-voice.amazonaws.com'] as const;

export class DataKey extends Key {
  constructor(scope: Construct, id: string, { deployment, removalPolicy }: DataKeyProps) {
    super(scope, id, {
      alias: `alias/${deployment}`,
      description: `Perennial, deployment ${deployment}: tables, bucket, topics, logs`,
      enableKeyRotation: true,
      removalPolicy,
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: WRITERS.map((service) => new ServicePrincipal(service)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
    const logGroups = Arn.format(
      { service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME },
      Stack.of(scope),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
      }),
    );
  }
}
