/** What a platform hands a handler. */
import type { Context, SQSEvent } from 'aws-lambda';
import { lambdaContext } from '../../../local/machines/lambdaContext.ts';
import type { Received } from './queue.ts';

/** Without a time that remains: an invocation that crashed would leave the timer running that watches it. */
export function aContext(): Context {
  return { ...lambdaContext('world', () => 0), getRemainingTimeInMillis: undefined } as unknown as Context;
}

const AN_HOUR_MS = 3_600_000;

/** For a handler that looks at the time that remains; the watch of one that crashed ends with the process. */
export function aTimedContext(): Context {
  return lambdaContext('world', () => AN_HOUR_MS);
}

/** A batch as SQS hands it to a function. */
export function aQueueEvent(batch: readonly Received[]): SQSEvent {
  return {
    Records: batch.map(({ messageId, body }) => ({
      messageId,
      body,
      receiptHandle: messageId,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'world',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:local:000000000000:world',
      awsRegion: 'local',
    })),
  };
}
