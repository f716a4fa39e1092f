/**
 * Replies by mail: SES receives for a domain, keeps the message in the bucket under `mail/` and tells the inbound topic. A rule set
 * receives nothing until it is made the active one of the account, which is left to a person (docs/deploy.md): there is only one.
 */
import { Arn, ArnFormat, Aws, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnReceiptRule, CfnReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { BlobBucket } from '../grants.ts';

const RULE = 'replies';

/** Of the rule, which SES names when it writes and publishes. */
export function receiptRuleArn(stack: Stack, deployment: string): string {
  return Arn.format(
    {
      service: 'ses',
      resource: 'receipt-rule-set',
      resourceName: `${deployment}:receipt-rule/${RULE}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    },
    stack,
  );
}

/** For the policy of the bucket, which stands in another stack. */
export function mayKeepMail(stack: Stack, bucket: BlobBucket, deployment: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('ses.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects('mail/*')],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: { 'aws:SourceArn': receiptRuleArn(stack, deployment) },
    },
  });
}

export interface MailReceivingProps {
  readonly deployment: string;
  readonly domain: string;
  readonly bucket: BlobBucket;
  readonly topic: ITopic;
}

export class MailReceiving extends Construct {
  constructor(scope: Construct, id: string, { deployment, domain, bucket, topic }: MailReceivingProps) {
    super(scope, id);
    const set = new CfnReceiptRuleSet(this, 'RuleSet', { ruleSetName: deployment });
    const rule = new CfnReceiptRule(this, 'Rule', {
      ruleSetName: deployment,
      rule: {
        name: RULE,
        enabled: true,
        recipients: [domain],
        scanEnabled: true,
        tlsPolicy: 'Require',
        actions: [
          {
            s3Action: { bucketName: bucket.bucketName, objectKeyPrefix: 'mail/', topicArn: topic.topicArn },
          },
        ],
      },
    });
    rule.addResourceDependency(set);
    // SES tries both at once.
    rule.node.addDependency(topic);
  }
}
