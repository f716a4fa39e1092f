/**
 * SQS consumer of customer events. Each record is applied on its own; one that cannot be applied is reported as a batch item
 * failure (and reaches the dead-letter queue after its retries), the rest of the batch is applied. Records of one customer are
 * applied in the order of the batch, those of different customers at once.
 */
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../core/customer/event.ts';
import type { Container } from '../shared/container.ts';
import { clampFuture } from './clampFuture.ts';
import { intakeEvent } from './schema.ts';

interface Read {
  readonly id: string;
  readonly event: CustomerEvent;
}

/** The event of a record; null where the record holds none. */
function read({ messageId, body }: SQSRecord): Read | null {
  try {
    return { id: messageId, event: intakeEvent.parse(JSON.parse(body)) };
  } catch {
    return null;
  }
}

/** Applies one customer's events in turn; the ids of records that could not be applied. */
async function applyInTurn(container: Container, events: readonly Read[]): Promise<string[]> {
  const { store, addressKeyOf, settings } = container;
  const failed: string[] = [];
  for (const { id, event } of events) {
    try {
      const { book, model } = await container.inForce();
      const now = container.now();
      await applyEvent({ store, addressKeyOf, settings, model }, book, clampFuture(event, now), now);
    } catch (failure) {
      container.report?.(failure);
      failed.push(id);
    }
  }
  return failed;
}

export function eventIntake(container: Container) {
  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const events = Records.map(read).filter((one) => one !== null);
    const known = new Set(events.map(({ id }) => id));
    const unread = Records.map(({ messageId }) => messageId).filter((id) => !known.has(id));
    const customers = Map.groupBy(events, ({ event }) => event.customerId);
    const failed = await Promise.all([...customers.values()].map((mine) => applyInTurn(container, mine)));
    return {
      batchItemFailures: [...unread, ...failed.flat()].map((itemIdentifier) => ({ itemIdentifier })),
    };
  });
}
