/**
 * SQS consumer of what providers tell about messages. Each record is applied on its own, those of one message in the order of
 * the batch; one that fails is reported and delivered again, the rest of the batch counts. What cannot be read is kept among the
 * rejected with its remedy, and not asked for again. After a batch that held bounces or complaints the guard looks at the rates.
 */
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { CLAIM_TIMEOUT_MS } from '../../core/message/decision.ts';
import type { ProviderEvent } from '../../core/message/feedback.ts';
import type { Container } from '../shared/container.ts';
import { guardSending } from '../shared/guardSending.ts';
import { type TellFeedback, tellFeedback } from '../shared/tellFeedback.ts';
import { clickedTogether } from './clickedTogether.ts';
import { unwrapped } from './envelope.ts';
import { isSes, sesEvents } from './sesEvents.ts';
import { isSms, smsEvents } from './smsEvents.ts';
import { keepUnreadable, Unreadable } from './unreadable.ts';

interface Told {
  readonly record: SQSRecord;
  readonly event: ProviderEvent;
}

function eventsIn(body: string): ProviderEvent[] {
  const said = unwrapped(body);
  if (isSes(said)) return sesEvents(said);
  if (isSms(said)) return smsEvents(said);
  throw new Unreadable(
    'not-an-event',
    '',
    'the record is neither an event of SES nor of a text message',
    'subscribe the queue to the topic of the configuration set and to nothing else',
  );
}

async function read(container: Container, record: SQSRecord): Promise<Told[]> {
  try {
    return eventsIn(record.body).map((event) => ({ record, event }));
  } catch (failure) {
    if (!(failure instanceof Unreadable)) throw failure;
    await keepUnreadable(container.rejects, record, failure, container.now());
    return [];
  }
}

/** Of the event alone, without the address it names. */
function keepUnknown(
  { rejects, now }: Container,
  { messageId }: SQSRecord,
  event: ProviderEvent,
): Promise<void> {
  const { kind, decisionId, providerMessageId, at } = event;
  const body = JSON.stringify({ kind, decisionId, providerMessageId, at });
  const why = new Unreadable(
    'unknown-message',
    decisionId === null ? 'messageId' : 'tags',
    'no message of this shop is known by that id',
    'give this workspace a configuration set of its own; messages of erased customers are told about too, and forgotten',
  );
  return keepUnreadable(rejects, { messageId, body }, why, now());
}

/** True where it need not come again. */
async function applied(container: Container, tell: TellFeedback, { record, event }: Told): Promise<boolean> {
  if ((await tell(event)) !== 'unknown-message') return true;
  // The record of the send may still be on its way: its id at the provider is not known here yet.
  if (event.decisionId === null && container.now() - event.at < CLAIM_TIMEOUT_MS) return false;
  await keepUnknown(container, record, event);
  return true;
}

/** The ids of records that are to come again. */
async function applyInTurn(
  container: Container,
  tell: TellFeedback,
  mine: readonly Told[],
): Promise<string[]> {
  const failed: string[] = [];
  for (const told of mine) {
    try {
      if (!(await applied(container, tell, told))) failed.push(told.record.messageId);
    } catch (failure) {
      container.report?.(failure);
      failed.push(told.record.messageId);
    }
  }
  return failed;
}

/** A record whose own failure is no other's. */
async function readAll(container: Container, records: readonly SQSRecord[]) {
  const failed: string[] = [];
  const lists = await Promise.all(
    records.map(async (record) => {
      try {
        return await read(container, record);
      } catch (failure) {
        container.report?.(failure);
        failed.push(record.messageId);
        return [];
      }
    }),
  );
  const told = lists.flat();
  const events = clickedTogether(told.map(({ event }) => event));
  return { failed, told: told.map((one, place) => ({ ...one, event: events[place] ?? one.event })) };
}

function weighs({ event }: Told): boolean {
  return event.kind === 'complained' || (event.kind === 'bounced' && event.bounce === 'hard');
}

export function providerEvents(container: Container) {
  const tell = tellFeedback(container);
  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const { told, failed } = await readAll(container, Records);
    const messages = Map.groupBy(
      told,
      ({ event }) => event.decisionId ?? event.providerMessageId ?? event.id,
    );
    const later = await Promise.all([...messages.values()].map((mine) => applyInTurn(container, tell, mine)));
    if (told.some(weighs)) await guardSending(container);
    const again = new Set([...failed, ...later.flat()]);
    return { batchItemFailures: [...again].map((itemIdentifier) => ({ itemIdentifier })) };
  });
}
