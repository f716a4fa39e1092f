/**
 * A topic providers tell us through: encrypted, HTTPS only, and open to the named services on behalf of this account and the named
 * resource. Nobody else may publish, so what reaches the queue behind it is theirs (GUARANTEES S4).
 */
import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface Publisher {
  readonly service: string;
  /** Which of its resources in this account; patterns allowed. */
  readonly sourceArn: string;
}

export interface NotificationTopicProps {
  readonly topicName: string;
  readonly encryptionKey: IKey;
  readonly publishers: readonly Publisher[];
  /** Where everything goes. */
  readonly queue: IQueue;
}

export class NotificationTopic extends Topic {
  constructor(scope: Construct, id: string, props: NotificationTopicProps) {
    const { topicName, encryptionKey, publishers, queue } = props;
    super(scope, id, { topicName, masterKey: encryptionKey, enforceSSL: true });
    for (const { service, sourceArn } of publishers)
      this.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal(service)],
          actions: ['sns:Publish'],
          resources: [this.topicArn],
          conditions: {
            StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
            ArnLike: { 'aws:SourceArn': sourceArn },
          },
        }),
      );
    this.addSubscription(new SqsSubscription(queue));
  }
}
