import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { EventsNotQueued, sqsEvents } from '../../../adapters/aws/sqsEvents.ts';
import { anEvent } from '../../support/builders.ts';

const sqs = mockClient(SQSClient);
const queue = sqsEvents({ client: new SQSClient({ region: 'eu-central-1' }), url: 'https://sqs/events' });

beforeEach(() => {
  sqs.reset();
});

const events = (count: number, text = '') =>
  Array.from({ length: count }, (_, n) => anEvent({ messageId: `m${n}`, properties: { text } }));
const sentIn = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? []);

describe('events in SQS', () => {
  it('go as the JSON that the intake reads, ten a call', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});
    const eleven = events(11);
    await queue.send(eleven);
    expect(sentIn().map((entries) => entries.length)).toEqual([10, 1]);
    expect(
      sentIn().flatMap((entries) => entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody))),
    ).toEqual(eleven);
    expect(sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.QueueUrl).toBe('https://sqs/events');
  });

  it('go in calls that SQS takes', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});
    await queue.send(events(10, 'x'.repeat(30_000)));
    const sizes = sentIn().map((entries) =>
      entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0),
    );
    expect(sizes.length).toBeGreaterThan(1);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(262_144);
  });

  it('that were refused go once more, alone', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Failed: [{ Id: '1', Code: 'Throttled', SenderFault: false }], Successful: [] })
      .resolves({ Failed: [], Successful: [] });
    await queue.send(events(3));
    expect(sentIn().map((entries) => entries.map(({ Id }) => Id))).toEqual([['0', '1', '2'], ['1']]);
  });

  it('that are refused again are an error that passes by itself', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolves({ Failed: [{ Id: '0', Code: 'Throttled', SenderFault: false }], Successful: [] });
    const failure = await queue.send(events(1)).catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(EventsNotQueued);
    expect(failure).toMatchObject({ name: 'TransientError', code: 'events-not-queued' });
  });
});
