/**
 * SQS consumer of customer events. Each record is applied on its own; one that cannot be applied is reported as a batch item
 * failure (and reaches the dead-letter queue after its retries), the rest of the batch is applied.
 */
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { Container } from '../shared/container.ts';
import { intakeEvent } from './schema.ts';

async function applyRecord(container: Container, record: SQSRecord): Promise<void> {
  const event = intakeEvent.parse(JSON.parse(record.body));
  const { book, model } = await container.inForce();
  const { store, addressKeyOf, settings } = container;
  await applyEvent({ store, addressKeyOf, settings, model }, book, event, container.now());
}

export function eventIntake(container: Container) {
  return middy(async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const results = await Promise.allSettled(batch.Records.map((record) => applyRecord(container, record)));
    const batchItemFailures = results.flatMap((result, place) => {
      const record = batch.Records[place];
      return result.status === 'rejected' && record !== undefined
        ? [{ itemIdentifier: record.messageId }]
        : [];
    });
    return { batchItemFailures };
  });
}
