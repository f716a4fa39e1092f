/**
 * The queue of customer events in SQS. Ten messages a call, and as many bytes as a call takes; what SQS refuses of a call is sent
 * once more, and then the whole is an error: who sends it all again has some events twice, and each is applied once.
 */
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import type { CustomerEvent } from '../../core/customer/event.ts';
import type { EventQueue } from '../../core/customer/eventQueue.ts';

export interface SqsClientOptions {
  readonly region?: string;
  readonly endpoint?: string;
}

const CONNECT_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;

export function sqsClient({ region, endpoint }: SqsClientOptions = {}): SQSClient {
  return new SQSClient({
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

export class EventsNotQueued extends Error {
  readonly code = 'events-not-queued';
  constructor(count: number, reason: string) {
    super(`${count} events could not be queued: ${reason}`);
    this.name = 'TransientError';
  }
}

const MOST_ENTRIES = 10;
/** SQS takes 256 KiB a call in every region. */
const MOST_BYTES = 250_000;

/** Calls of entries that fit. */
function calls(events: readonly CustomerEvent[]): SendMessageBatchRequestEntry[][] {
  const made: SendMessageBatchRequestEntry[][] = [];
  let bytes = 0;
  for (const [place, event] of events.entries()) {
    const MessageBody = JSON.stringify(event);
    const size = Buffer.byteLength(MessageBody);
    const last = made.at(-1);
    const entry = { Id: String(place), MessageBody };
    if (last === undefined || last.length === MOST_ENTRIES || bytes + size > MOST_BYTES) {
      made.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return made;
}

async function sendOnce(
  { client, url }: SqsEventsOptions,
  entries: readonly SendMessageBatchRequestEntry[],
): Promise<{ left: SendMessageBatchRequestEntry[]; reason: string }> {
  const send = new SendMessageBatchCommand({ QueueUrl: url, Entries: [...entries] });
  const { Failed = [] } = await client.send(send);
  const failed = new Set(Failed.map(({ Id }) => Id));
  return { left: entries.filter(({ Id }) => failed.has(Id)), reason: Failed[0]?.Code ?? '' };
}

export interface SqsEventsOptions {
  readonly client: SQSClient;
  readonly url: string;
}

/** Throws `EventsNotQueued`, and what the SDK throws where SQS cannot be reached. */
export function sqsEvents(options: SqsEventsOptions): EventQueue {
  return {
    async send(events) {
      for (const entries of calls(events)) {
        const first = await sendOnce(options, entries);
        if (first.left.length === 0) continue;
        const { left, reason } = await sendOnce(options, first.left);
        if (left.length > 0) throw new EventsNotQueued(left.length, reason);
      }
    },
  };
}
