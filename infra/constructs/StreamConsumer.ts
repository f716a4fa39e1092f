/**
 * A function that reads a table's stream: new items of kind `fact` and nothing else, answered item by item. A batch that fails
 * is halved until the one bad record stands alone; after its tries what is left of it goes to the bucket, whole, to be redriven
 * (S3 chooses the place itself: `aws/lambda/<mapping>/<shard>/<day>/…`).
 */
import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type DlqDestinationConfig,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IEventSourceDlq,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Triggered } from '../functionTable.ts';
import type { BlobBucket } from '../grants.ts';
import { HouseFunction, type HouseFunctionProps } from './HouseFunction.ts';

const TRIES = 5;
/** Where Lambda puts batches it gave up; no other place can be named. */
export const STREAM_FAILURES_PREFIX = 'aws/lambda/';

/** As CDK's own, whose grant is for the whole bucket. */
class GivenUpBatches implements IEventSourceDlq {
  private readonly bucket: BlobBucket;

  constructor(bucket: BlobBucket) {
    this.bucket = bucket;
  }

  bind(): DlqDestinationConfig {
    return { destination: this.bucket.bucketArn };
  }
}

export interface StreamConsumerProps extends Omit<HouseFunctionProps, 'name'> {
  readonly consumer: Triggered<'stream'>;
  readonly table: Table;
}

export class StreamConsumer extends HouseFunction {
  constructor(scope: Construct, id: string, { consumer, table, ...props }: StreamConsumerProps) {
    super(scope, id, { ...props, name: consumer.name });
    const { tableStreamArn } = table;
    if (tableStreamArn === undefined) throw new Error(`table ${consumer.trigger.table} has no stream`);
    const { bucket } = props.house.resources;
    this.mayRead(tableStreamArn);
    this.mayGiveUp(bucket);
    const { batchSize, windowSeconds } = consumer.trigger;
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: this,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { kind: { S: FilterRule.isEqual('fact') } } },
        }),
      ],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: TRIES,
      onFailure: new GivenUpBatches(bucket),
    });
    if (this.role !== undefined) mapping.node.addDependency(this.role);
  }

  private mayRead(stream: string): void {
    const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    this.addToRolePolicy(
      new PolicyStatement({ actions: actions.map((one) => `dynamodb:${one}`), resources: [stream] }),
    );
  }

  private mayGiveUp(bucket: BlobBucket): void {
    const place = bucket.arnForObjects(`${STREAM_FAILURES_PREFIX}*`);
    this.addToRolePolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: [place] }));
    this.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
  }
}
