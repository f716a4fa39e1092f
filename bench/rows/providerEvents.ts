/**
 * What providers tell, through the handler and into the store: 10,000 messages, of each that it was sent and delivered, of some
 * that it bounced, was opened by people and machines, clicked and complained of; in batches of ten, every fifth event twice.
 */
import type { SQSRecord } from 'aws-lambda';
import { decisionTag, SES_TAGS } from '../../adapters/aws/decisionTag.ts';
import { chance } from '../../core/chance.ts';
import type { DecisionId } from '../../core/ids.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { LANES } from '../../core/message/decision.ts';
import { isoInstant, MINUTE_MS, utcDay } from '../../core/time.ts';
import { providerEvents as handlerOf } from '../../functions/providerEvents/handler.ts';
import { publishShippedTemplates } from '../../functions/templatePublish/publishShippedTemplates.ts';
import { lambdaContext } from '../../local/machines/lambdaContext.ts';
import { openWorkspace } from '../../local/workspace/openWorkspace.ts';
import { fillPendingSends } from '../pendingSends.ts';
import { requireAtLeast, type Row, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const MESSAGES = 10_000;
const BATCH = 10;
/** Batches under way at once, as functions beside each other. */
const AT_ONCE = 20;
const NOW = Date.UTC(2026, 0, 15, 12);
const BAR_PER_SECOND = 1_000;

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15';

function partsOf(
  place: number,
  to: string,
): readonly { readonly eventType: string; readonly [part: string]: unknown }[] {
  const timestamp = isoInstant(NOW + MINUTE_MS + place);
  const later = isoInstant(NOW + 20 * MINUTE_MS + place);
  const draw = chance(1, 'fate', String(place));
  const send = { eventType: 'Send', send: {} };
  if (draw < 0.01) {
    const bouncedRecipients = [{ emailAddress: to, diagnosticCode: '550 5.1.1' }];
    return [send, { eventType: 'Bounce', bounce: { timestamp, bounceType: 'Permanent', bouncedRecipients } }];
  }
  const delivered = [send, { eventType: 'Delivery', delivery: { timestamp, recipients: [to] } }];
  if (draw < 0.4) return delivered;
  const open = {
    eventType: 'Open',
    open: { timestamp: later, userAgent: draw < 0.7 ? 'Mozilla/5.0' : PHONE },
  };
  if (draw < 0.9) return [...delivered, open];
  const link = 'https://shop.example/tea';
  return [...delivered, open, { eventType: 'Click', click: { timestamp: later, userAgent: PHONE, link } }];
}

function recordsOf(place: number, id: DecisionId): SQSRecord[] {
  const to = `c${place}@people.example`;
  const tags = Object.entries(decisionTag(id, SES_TAGS)).map(([name, value]) => [name, [value]]);
  const mail = {
    timestamp: isoInstant(NOW),
    messageId: `ses-${place}`,
    destination: [to],
    tags: Object.fromEntries(tags),
  };
  return partsOf(place, to).flatMap((part, n) => {
    const messageId = `${place}-${n}`;
    const Message = JSON.stringify({ ...part, mail });
    const record: SQSRecord = {
      messageId,
      receiptHandle: messageId,
      body: JSON.stringify({ Type: 'Notification', MessageId: messageId, Message }),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: '',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: '',
      awsRegion: '',
    };
    return (place + n) % 5 === 0 ? [record, record] : [record];
  });
}

export const providerEvents: Row = {
  name: 'provider-events',
  bar: '≥ 1,000 events/s, durable',
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(events); memory O(batch)',
  run: () =>
    withFolder(async (folder) => {
      let now = NOW;
      const workspace = await openWorkspace({ dataDir: folder, name: 'main', create: true, now: () => now });
      const { store, container } = workspace;
      await publishShippedTemplates(store, NOW);
      await fillPendingSends(workspace, MESSAGES, NOW);
      const shards = Array.from({ length: store.shards }, (_, shard) => shard);
      await drainWave(await container.waveDeps(() => true), { lanes: LANES, shards }, NOW);
      const ids: DecisionId[] = [];
      for await (const page of store.decisions()) ids.push(...page.map(({ id }) => id));
      const records = ids.flatMap((id) => recordsOf(Number(/^c(\d+)/.exec(id)?.[1]), id));
      const batches = Array.from({ length: Math.ceil(records.length / BATCH) }, (_, n) =>
        records.slice(n * BATCH, (n + 1) * BATCH),
      );
      now = NOW + 60 * MINUTE_MS;
      const handler = handlerOf(container);
      let failed = 0;
      const { seconds } = await timed(async () => {
        for (let start = 0; start < batches.length; start += AT_ONCE) {
          const answers = await Promise.all(
            batches.slice(start, start + AT_ONCE).map((Records) =>
              handler(
                { Records },
                lambdaContext('providerEvents', () => 30_000),
              ),
            ),
          );
          for (const answer of answers) failed += answer?.batchItemFailures.length ?? 0;
        }
      });
      const day = utcDay(NOW);
      const counted: Record<string, number> = {};
      for (const { what, count } of await store.tallies({ since: day, until: day }))
        counted[what] = (counted[what] ?? 0) + count;
      await workspace.close();
      requireAtLeast('events', records.length, 2 * MESSAGES);
      const figure = records.length / seconds;
      return {
        input: { messages: ids.length, events: records.length },
        outcome: { failed, ...counted },
        seconds,
        figure,
        unit: 'events/s',
        met: figure >= BAR_PER_SECOND && failed === 0,
        also: {},
      };
    }),
};
