/**
 * SQS consumer of what people write back: SMS and mails, as SNS notifications. Each record is read and taken on its own; one
 * that cannot be is reported as a batch item failure (and reaches the dead-letter queue after its retries), the rest is taken.
 * Records from one address are taken in the order of the batch, those from different addresses at once.
 */
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { InboundMessage } from '../../core/message/inbound.ts';
import type { Container } from '../shared/container.ts';
import { type FetchMail, readRecord } from './readRecord.ts';
import { takeInbound } from './takeInbound.ts';

interface Read {
  readonly id: string;
  /** Null where the record holds none. */
  readonly message: InboundMessage | null;
}

async function takeInTurn(container: Container, reads: readonly Read[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { id, message } of reads) {
    try {
      if (message !== null) await takeInbound(container, message);
      else failed.push(id);
    } catch (failure) {
      container.report?.(failure);
      failed.push(id);
    }
  }
  return failed;
}

export interface InboundOptions {
  /** Absent where no mail is kept in S3. */
  readonly fetchMail?: FetchMail;
}

export function inbound(container: Container, { fetchMail }: InboundOptions = {}) {
  const deps = { now: container.now, fetchMail: fetchMail ?? null };
  const read = async ({ messageId: id, body }: SQSRecord): Promise<Read> => {
    try {
      return { id, message: await readRecord(body, deps) };
    } catch (failure) {
      container.report?.(failure);
      return { id, message: null };
    }
  };
  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const reads = await Promise.all(Records.map(read));
    const senders = Map.groupBy(reads, ({ message }) => message?.from.toLowerCase() ?? '');
    const failed = await Promise.all([...senders.values()].map((theirs) => takeInTurn(container, theirs)));
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  });
}
