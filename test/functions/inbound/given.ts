/** A shop with one customer who was written to, and messages that come in, as their roads bring them. */
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { AddressKey } from '../../../core/ids.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import { type Contact, newContact } from '../../../core/message/contact.ts';
import type { ConsentChannel } from '../../../core/message/messageClass.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { HOUR_MS } from '../../../core/time.ts';
import { inbound, type InboundOptions } from '../../../functions/inbound/handler.ts';
import { aContainer, aContext, type ContainerWorld } from '../../support/aContainer.ts';
import { aDecision, anIdentity, granted, MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';

export const PHONE = '+14155550100';
export const EMAIL = 'maya@example.org';

export async function tell(world: ContainerWorld, event: CustomerEvent): Promise<void> {
  const { store, container } = world;
  const { book, model } = await container.inForce();
  await applyEvent({ store, addressKeyOf, settings: DEFAULT_SETTINGS, model }, book, event, world.clock.now);
}

/** Maya, who agreed to everything and got one message by each channel. */
export async function aShop(overrides: Parameters<typeof aContainer>[0] = {}): Promise<ContainerWorld> {
  const world = aContainer(overrides);
  const consents = [granted('offers'), granted('offers', { channel: 'sms' })];
  await tell(world, anIdentity({ phone: PHONE, at: NOW - HOUR_MS, consents }));
  for (const channel of ['email', 'sms'] as const) await sent(world, channel, `${channel}-provider-id`);
  return world;
}

async function sent(
  { store }: ContainerWorld,
  channel: ConsentChannel,
  providerMessageId: string,
): Promise<void> {
  const id = `maya/refill//1/${channel}/1` as ReturnType<typeof aDecision>['id'];
  const decision = aDecision({ id, channel, journeyId: 'refill', topic: 'cart' });
  const fact = {
    customerId: MAYA,
    at: NOW,
    kind: 'message-accepted',
    journeyId: 'refill',
    body: {},
  } as const;
  await store.putDecisions([{ decision, fact }]);
  await store.settle({
    decisionId: id,
    outcome: 'sent',
    reason: null,
    at: NOW - HOUR_MS,
    evidence: null,
    providerMessageId,
    claimant: null,
    enrolments: [],
    cancellations: [],
    facts: [],
  });
}

export async function contactAt(
  { store }: ContainerWorld,
  channel: ConsentChannel,
  address: string,
): Promise<Contact> {
  const key: AddressKey = addressKeyOf(channel, address);
  return (await store.loadContacts([key])).get(key) ?? newContact(key);
}

export function aRecord(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    receiptHandle: 'handle',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:inbound',
    awsRegion: 'eu-central-1',
  };
}

export async function taken(
  world: ContainerWorld,
  records: readonly SQSRecord[],
  options: InboundOptions = {},
): Promise<string[]> {
  const batch: SQSEvent = { Records: [...records] };
  const answer = await inbound(world.container, options)(batch, aContext());
  return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
}

/** As End User Messaging publishes it. */
export function anSms(text: string, more: Record<string, unknown> = {}) {
  return {
    originationNumber: PHONE,
    destinationNumber: '+12065550199',
    messageKeyword: 'KEYWORD_123456789012',
    messageBody: text,
    inboundMessageId: `in-${text}`,
    previousPublishedMessageId: 'sms-provider-id',
    ...more,
  };
}

/** Wrapped by SNS, without raw delivery. */
export function wrapped(message: unknown, at = '2026-03-10T10:59:00.000Z') {
  return {
    Type: 'Notification',
    MessageId: 'sns-1',
    TopicArn: 'arn',
    Message: JSON.stringify(message),
    Timestamp: at,
  };
}

export function aMail(text: string, headers: Record<string, string> = {}): string {
  const all = {
    From: `Maya Lin <${EMAIL}>`,
    To: 'hello@shop.example',
    Subject: 'Re: Your kettle',
    'Message-ID': '<m1@maya.example>',
    'In-Reply-To': '<email-provider-id@eu-central-1.amazonses.com>',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** As SES publishes a mail it received. */
export function aReceipt(raw: string, more: { source?: string; spam?: string; inS3?: boolean } = {}) {
  const { source = EMAIL, spam = 'PASS', inS3 = false } = more;
  return {
    notificationType: 'Received',
    mail: {
      messageId: 'ses-1',
      timestamp: '2026-03-10T10:59:00.000Z',
      source,
      destination: ['hello@shop.example'],
    },
    receipt: {
      timestamp: '2026-03-10T10:59:00.000Z',
      spamVerdict: { status: spam },
      virusVerdict: { status: 'PASS' },
      action: inS3
        ? { type: 'S3', bucketName: 'mails', objectKey: 'in/1' }
        : { type: 'SNS', topicArn: 'arn', encoding: 'BASE64' },
    },
    ...(inS3 ? {} : { content: Buffer.from(raw).toString('base64') }),
  };
}
