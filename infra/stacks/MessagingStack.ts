/**
 * What leaves and what comes back: the identity and configuration sets messages leave under, the topics through which providers
 * tell of them and customers answer, the queues behind these with their consumers, and the topic alarms are told to.
 */
import { Arn, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { QueueName } from '../../workflows/functionDefinition.ts';
import type { DeploymentConfig } from '../config/deploymentConfig.ts';
import { EmailSending } from '../constructs/EmailSending.ts';
import { LogMetrics } from '../constructs/LogMetrics.ts';
import { MailReceiving, receiptRuleArn } from '../constructs/MailReceiving.ts';
import { NotificationTopic } from '../constructs/NotificationTopic.ts';
import { QueueConsumer } from '../constructs/QueueConsumer.ts';
import { QueueWithDeadLetters } from '../constructs/QueueWithDeadLetters.ts';
import { SmsSending } from '../constructs/SmsSending.ts';
import { FUNCTIONS, kebab, type Triggered, triggeredBy } from '../functionTable.ts';
import type { House } from '../house.ts';
import { bucketOf } from '../names.ts';
import type { DataStack } from './DataStack.ts';

export interface MessagingStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly data: DataStack;
}

export class MessagingStack extends Stack {
  readonly alarms: Topic;
  readonly queues: Readonly<Record<QueueName, Queue>>;
  /** Reading the account's quota and rate, for functions that send mail. */
  readonly sendQuota: ManagedPolicy;
  private readonly config: DeploymentConfig;
  private readonly data: DataStack;

  constructor(scope: Construct, id: string, { config, data, ...props }: MessagingStackProps) {
    super(scope, id, props);
    this.config = config;
    this.data = data;
    this.alarms = this.alarmsTopic();
    this.queues = {
      events: this.queueOf('events'),
      providerEvents: this.queueOf('providerEvents'),
      inbound: this.queueOf('inbound'),
    };
    this.sendQuota = new ManagedPolicy(this, 'SendQuota', {
      description: 'What the account may send; SES knows no resource for it',
      statements: [new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] })],
    });
    this.providerNews();
    this.answers();
  }

  /** Consumers begin once every resource their needs name has a name. */
  addConsumers(house: House): void {
    const { sendQuota } = this;
    for (const consumer of triggeredBy('queue')) {
      const queue = this.queues[consumer.trigger.queue];
      const { logGroup } = new QueueConsumer(this, consumer.name, { house, consumer, queue, sendQuota });
      if (consumer.name === 'providerEvents')
        new LogMetrics(this, `${consumer.name}Metrics`, { deployment: this.config.name, logGroup });
    }
  }

  private alarmsTopic(): Topic {
    const { alarmsEmail, name } = this.config;
    const topic = new Topic(this, 'Alarms', {
      topicName: `${name}-alarms`,
      masterKey: this.data.key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (alarmsEmail !== null) topic.addSubscription(new EmailSubscription(alarmsEmail));
    return topic;
  }

  private queueOf(queue: QueueName): Queue {
    const consumer = triggeredBy('queue').find(({ trigger }) => trigger.queue === queue);
    if (consumer === undefined) throw new Error(`nothing reads the queue ${queue}`);
    return new QueueWithDeadLetters(this, `${queue}Queue`, this.propsOf(consumer)).queue;
  }

  private propsOf({ name, trigger }: Triggered<'queue'>) {
    return {
      queueName: `${this.config.name}-${kebab(trigger.queue)}`,
      alarms: this.alarms,
      consumerSeconds: FUNCTIONS[name].timeoutSeconds,
      windowSeconds: trigger.windowSeconds,
    };
  }

  /** What became of messages. */
  private providerNews(): void {
    const { name, email, sms } = this.config;
    const sets = { email: `${name}-email`, sms: `${name}-sms` };
    const ses = this.arnOf('ses', 'configuration-set', sets.email);
    const smsVoice = this.arnOf('sms-voice', 'configuration-set', sets.sms);
    const events = new NotificationTopic(this, 'ProviderNews', {
      topicName: `${name}-provider-news`,
      encryptionKey: this.data.key,
      queue: this.queues.providerEvents,
      publishers: [
        { service: 'ses.amazonaws.com', sourceArn: ses },
        ...(sms.originationArn === null ? [] : [{ service: 'sms-voice.amazonaws.com', sourceArn: smsVoice }]),
      ],
    });
    new EmailSending(this, 'Email', { configurationSetName: sets.email, email, events });
    if (sms.originationArn !== null) new SmsSending(this, 'Sms', { configurationSetName: sets.sms, events });
  }

  /** What people write back. */
  private answers(): void {
    const { name, inboundMail, sms } = this.config;
    const { domain } = inboundMail;
    const rule = { service: 'ses.amazonaws.com', sourceArn: receiptRuleArn(this, name) };
    const numbers = {
      service: 'sms-voice.amazonaws.com',
      sourceArn: this.arnOf('sms-voice', '*'),
    };
    const topic = new NotificationTopic(this, 'Answers', {
      topicName: `${name}-answers`,
      encryptionKey: this.data.key,
      queue: this.queues.inbound,
      publishers: [...(domain === null ? [] : [rule]), ...(sms.originationArn === null ? [] : [numbers])],
    });
    new CfnOutput(this, 'AnswersTopicArn', { value: topic.topicArn });
    if (domain !== null)
      new MailReceiving(this, 'Mail', { deployment: name, domain, bucket: bucketOf(this, name), topic });
  }

  private arnOf(service: string, resource: string, resourceName?: string): string {
    const named = resourceName === undefined ? {} : { resourceName };
    return Arn.format({ service, resource, ...named }, this);
  }
}
