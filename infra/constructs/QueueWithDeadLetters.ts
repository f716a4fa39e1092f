/**
 * A queue, the queue of what it could not get rid of, and the alarm on that one. Both are encrypted and take no call over plain
 * HTTP. A message is tried five times; a try may take six times as long as its consumer before the message is shown to another.
 */
import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HouseAlarm } from './HouseAlarm.ts';

const TRIES = 5;
/** AWS's own advice for Lambda behind a queue: below it, messages are handed out twice while the first still runs. */
const VISIBILITY_TIMEOUTS = 6;
const KEPT_DAYS = 14;

const GUARDED = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** Where something leaves what it could not deliver, with its alarm. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { queueName, alarms }: { queueName: string; alarms: ITopic }) {
    super(scope, id, { ...GUARDED, queueName, retentionPeriod: Duration.days(KEPT_DAYS) });
    new HouseAlarm(this, 'Alarm', {
      alarmName: `${queueName}-not-empty`,
      description: `${queueName} holds what could not be handled: look at it, then redrive it (docs/deploy.md)`,
      metric: this.metricApproximateNumberOfMessagesVisible(),
      statistic: 'Maximum',
      periodMinutes: 1,
      topic: alarms,
    });
  }
}

export interface QueueWithDeadLettersProps {
  readonly queueName: string;
  readonly alarms: ITopic;
  /** Of its consumer: how long it may run, and how long it gathers a batch. */
  readonly consumerSeconds: number;
  readonly windowSeconds: number;
}

export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id);
    const { queueName, alarms, consumerSeconds, windowSeconds } = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      queueName: `${queueName}-dead-letters`,
      alarms,
    });
    this.queue = new Queue(this, 'Queue', {
      ...GUARDED,
      queueName,
      visibilityTimeout: Duration.seconds(consumerSeconds * VISIBILITY_TIMEOUTS + windowSeconds),
      retentionPeriod: Duration.days(KEPT_DAYS),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
    });
  }
}
