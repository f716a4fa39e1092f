/**
 * A function that reads a queue of the table: batches as the table says, answered item by item, at most so many at once that a
 * rush cannot take the account's whole concurrency.
 */
import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Triggered } from '../functionTable.ts';
import { HouseFunction, type HouseFunctionProps } from './HouseFunction.ts';

const MOST_AT_ONCE = 20;

export interface QueueConsumerProps extends Omit<HouseFunctionProps, 'name'> {
  readonly consumer: Triggered<'queue'>;
  readonly queue: IQueue;
}

export class QueueConsumer extends HouseFunction {
  constructor(scope: Construct, id: string, { consumer, queue, ...props }: QueueConsumerProps) {
    super(scope, id, { ...props, name: consumer.name });
    const { batchSize, windowSeconds } = consumer.trigger;
    this.addEventSource(
      new SqsEventSource(queue, {
        batchSize,
        ...(windowSeconds === 0 ? {} : { maxBatchingWindow: Duration.seconds(windowSeconds) }),
        reportBatchItemFailures: true,
        maxConcurrency: MOST_AT_ONCE,
      }),
    );
  }
}
