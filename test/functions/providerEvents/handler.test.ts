import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { decisionTag, SES_TAGS, SMS_CONTEXT } from '../../../adapters/aws/decisionTag.ts';
import { memoryRejects } from '../../../adapters/memory/rejects.ts';
import { newContact } from '../../../core/message/contact.ts';
import { decisionId } from '../../../core/ids.ts';
import { HOUR_MS, isoInstant, MINUTE_MS } from '../../../core/time.ts';
import { providerEvents } from '../../../functions/providerEvents/handler.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { aDecision, granted, MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf, decide, know, stored } from '../../support/sendWorld.ts';

const EMAIL = `${MAYA}@example.org`;
const PHONE = '+15550100200';
const MAIL = aDecision();
const SMS = aDecision({ id: decisionId('maya/sms'), channel: 'sms' });

function aRecord(said: unknown, messageId = 'r1', wrapped = true): SQSRecord {
  const message = typeof said === 'string' ? said : JSON.stringify(said);
  const body = wrapped
    ? JSON.stringify({ Type: 'Notification', MessageId: messageId, Message: message })
    : message;
  const attributes = {
    ...{
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'sns',
      ApproximateFirstReceiveTimestamp: '0',
    },
  };
  const rest = {
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  };
  return { messageId, receiptHandle: messageId, body, attributes, ...rest };
}

function ses(eventType: string, part: object = {}, of = MAIL) {
  const tags = Object.entries(decisionTag(of.id, SES_TAGS)).map(([name, value]) => [name, [value]]);
  return {
    eventType,
    mail: {
      timestamp: isoInstant(NOW),
      messageId: 'ses-1',
      destination: [EMAIL],
      tags: { 'ses:operation': ['SendRawEmail'], ...Object.fromEntries(tags) },
    },
    ...part,
  };
}

function sms(eventType: string) {
  return {
    eventType,
    eventVersion: '1.0',
    eventTimestamp: NOW + MINUTE_MS,
    isFinal: true,
    destinationPhoneNumber: PHONE,
    messageId: 'sms-1',
    messageStatusDescription: 'as the network said',
    context: decisionTag(SMS.id, SMS_CONTEXT),
  };
}

async function aWorld() {
  const rejects = memoryRejects();
  const world = aContainer({ rejects });
  await know(world.store, { phone: PHONE }, [granted('offers')]);
  await decide(world.store, MAIL, SMS);
  world.clock.now = NOW + HOUR_MS;
  const handler = providerEvents(world.container);
  const tell = async (...Records: SQSRecord[]) => {
    const answer = await handler({ Records }, aContext());
    return answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const contactOf = async (channel: 'email' | 'sms', address: string) => {
    const key = addressKeyOf(channel, address);
    return (await world.store.loadContacts([key])).get(key) ?? newContact(key);
  };
  return { ...world, rejects, tell, contactOf };
}

const at = isoInstant(NOW + MINUTE_MS);
const bounced = [{ emailAddress: EMAIL, diagnosticCode: 'smtp; 550 5.1.1 unknown' }];

describe('events of SES', () => {
  it.each([
    ['Send', { send: {} }, { sentAt: NOW }],
    ['Delivery', { delivery: { timestamp: at, recipients: [EMAIL] } }, { deliveredAt: NOW + MINUTE_MS }],
    [
      'Bounce',
      {
        bounce: {
          timestamp: at,
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: bounced,
        },
      },
      { hardBouncedAt: NOW + MINUTE_MS, bounceDetail: 'Permanent General smtp; 550 5.1.1 unknown' },
    ],
    [
      'Bounce',
      {
        bounce: {
          timestamp: at,
          bounceType: 'Transient',
          bounceSubType: 'MailboxFull',
          bouncedRecipients: bounced,
        },
      },
      { softBouncedAt: NOW + MINUTE_MS },
    ],
    [
      'Bounce',
      {
        bounce: {
          timestamp: at,
          bounceType: 'Undetermined',
          bounceSubType: 'Undetermined',
          bouncedRecipients: bounced,
        },
      },
      { softBouncedAt: NOW + MINUTE_MS },
    ],
    [
      'Complaint',
      {
        complaint: {
          timestamp: at,
          complaintFeedbackType: 'abuse',
          complainedRecipients: [{ emailAddress: EMAIL }],
        },
      },
      { complainedAt: NOW + MINUTE_MS },
    ],
    ['Open', { open: { timestamp: at, userAgent: 'Mozilla/5.0 (iPhone)' } }, { openedAt: NOW + MINUTE_MS }],
    [
      'Open',
      { open: { timestamp: at, userAgent: 'GoogleImageProxy' } },
      { openedByMachineAt: NOW + MINUTE_MS },
    ],
    [
      'Click',
      { click: { timestamp: at, userAgent: 'Mozilla/5.0 (iPhone)', link: 'https://shop.example/' } },
      { clickedAt: NOW + MINUTE_MS },
    ],
  ])('%s', async (type, part, feedback) => {
    const world = await aWorld();
    expect(await world.tell(aRecord(ses(type, part)))).toEqual([]);
    const after = await stored(world.store, MAIL);
    expect(after.feedback).toMatchObject(feedback);
    expect(after.outcome).toBe('sent');
    expect(after.providerMessageId).toBe('ses-1');
  });

  it.each([
    ['Reject', { reject: { reason: 'Bad content' } }, 'rejected Bad content'],
    ['Rendering Failure', { failure: { errorMessage: 'no template' } }, 'no template'],
  ])('%s makes the message a failed one', async (type, part, reason) => {
    const world = await aWorld();
    await world.tell(aRecord(ses(type, part)));
    expect(await stored(world.store, MAIL)).toMatchObject({ outcome: 'failed', reason });
  });

  it('says nothing of the outcome when delivery is only delayed', async () => {
    const world = await aWorld();
    const delay = { deliveryDelay: { timestamp: at, delayType: 'MailboxFull', delayedRecipients: [] } };
    expect(await world.tell(aRecord(ses('DeliveryDelay', delay)))).toEqual([]);
    expect((await stored(world.store, MAIL)).outcome).toBe('pending');
  });

  it('takes a mail moved out of the spam folder for no complaint', async () => {
    const world = await aWorld();
    const complaint = {
      timestamp: at,
      complaintFeedbackType: 'not-spam',
      complainedRecipients: [{ emailAddress: EMAIL }],
    };
    expect(await world.tell(aRecord(ses('Complaint', { complaint })))).toEqual([]);
    expect((await world.contactOf('email', EMAIL)).suppression).toBeNull();
  });

  it('understands raw delivery and the older notifications', async () => {
    const world = await aWorld();
    const { eventType: _type, ...rest } = ses('Delivery', {
      delivery: { timestamp: at, recipients: [EMAIL] },
    });
    await world.tell(aRecord({ ...rest, notificationType: 'Delivery' }, 'r1', false));
    expect((await stored(world.store, MAIL)).feedback?.deliveredAt).toBe(NOW + MINUTE_MS);
  });

  it('counts an event delivered twice, under two names of the topic, once', async () => {
    const world = await aWorld();
    const part = { bounce: { timestamp: at, bounceType: 'Permanent', bouncedRecipients: bounced } };
    await world.tell(aRecord(ses('Bounce', part), 'first'), aRecord(ses('Bounce', part), 'second'));
    const facts = await world.store.factsOf(MAYA, 50);
    expect(facts.filter(({ kind }) => kind === 'message-feedback')).toHaveLength(1);
  });

  it('takes several links within a moment for a filter’s, the first of them too', async () => {
    const world = await aWorld();
    const click = (link: string, ms: number) =>
      ses('Click', {
        click: { timestamp: isoInstant(NOW + MINUTE_MS + ms), userAgent: 'Mozilla/5.0 (X)', link },
      });
    await world.tell(
      aRecord(click('https://shop.example/a', 0), 'a'),
      aRecord(click('https://shop.example/b', 300), 'b'),
    );
    const { feedback } = await stored(world.store, MAIL);
    expect(feedback?.clickedByMachineAt).toBe(NOW + MINUTE_MS);
    expect(feedback?.clickedAt).toBeUndefined();
  });

  it('tells what a reader did as an event of theirs, once', async () => {
    const world = await aWorld();
    const open = (seconds: number) =>
      ses('Open', {
        open: { timestamp: isoInstant(NOW + seconds * 1_000), userAgent: 'Mozilla/5.0 (iPhone)' },
      });
    await world.tell(aRecord(open(60), 'a'), aRecord(open(90), 'b'));
    const seen = await world.store.recentEvents(MAYA, { names: ['Email Opened'], since: 0, limit: 9 });
    expect(seen).toMatchObject([{ at: NOW + MINUTE_MS, properties: { message: MAIL.id, journey: 'test' } }]);
  });
});

describe('events of text messages', () => {
  it.each([
    ['TEXT_SENT', { sentAt: NOW + MINUTE_MS }, null],
    ['TEXT_UNKNOWN', { sentAt: NOW + MINUTE_MS }, null],
    ['TEXT_DELIVERED', { deliveredAt: NOW + MINUTE_MS }, null],
    ['TEXT_INVALID', { hardBouncedAt: NOW + MINUTE_MS }, 'hard-bounce'],
    ['TEXT_CARRIER_UNREACHABLE', { softBouncedAt: NOW + MINUTE_MS }, null],
    ['TEXT_BLOCKED', { softBouncedAt: NOW + MINUTE_MS }, null],
    ['TEXT_SPAM', { softBouncedAt: NOW + MINUTE_MS }, null],
  ])('%s', async (type, feedback, why) => {
    const world = await aWorld();
    expect(await world.tell(aRecord(sms(type)))).toEqual([]);
    expect((await stored(world.store, SMS)).feedback).toMatchObject(feedback);
    expect((await world.contactOf('sms', PHONE)).suppression?.why ?? null).toBe(why);
  });

  it('holds what the network says of the message not against the number', async () => {
    const world = await aWorld();
    await world.tell(aRecord(sms('TEXT_SPAM')));
    expect((await world.contactOf('sms', PHONE)).softBounces).toEqual([]);
  });
});

describe('a record that cannot be applied', () => {
  it.each([
    ['no JSON', 'not json', 'not-json'],
    ['something else', { hello: 'world' }, 'not-an-event'],
    ['an event nobody knows', ses('Teleport'), 'unknown-event'],
    ['an event with a part missing', { eventType: 'Bounce', mail: { messageId: 'x' } }, 'not-an-event'],
    ['a text message’s event nobody knows', sms('TEXT_SUNG'), 'unknown-event'],
  ])('is kept with its remedy: %s', async (_what, said, code) => {
    const world = await aWorld();
    const good = aRecord(ses('Send'), 'good');
    expect(await world.tell(aRecord(said, 'bad'), good)).toEqual([]);
    const kept = await world.rejects.listRejected({ before: null, limit: 9 });
    expect(kept.map((one) => [one.source, one.code, one.remedy !== ''])).toEqual([
      ['provider-events', code, true],
    ]);
    expect((await stored(world.store, MAIL)).outcome).toBe('sent');
  });

  it('comes again while the message may become known, and is kept without its address after', async () => {
    const world = await aWorld();
    const stray = ses('Delivery', { delivery: { timestamp: at, recipients: [EMAIL] } });
    const said = { ...stray, mail: { ...stray.mail, messageId: 'elsewhere', tags: {} } };
    world.clock.now = NOW + 2 * MINUTE_MS;
    expect(await world.tell(aRecord(said))).toEqual(['r1']);
    world.clock.now = NOW + HOUR_MS;
    expect(await world.tell(aRecord(said))).toEqual([]);
    const [kept] = await world.rejects.listRejected({ before: null, limit: 9 });
    expect(kept?.code).toBe('unknown-message');
    expect(kept?.raw).not.toContain(EMAIL);
  });

  it('is reported alone where the store fails, and the rest of the batch counts', async () => {
    const world = await aWorld();
    const failing = {
      ...world.store,
      recordFeedback: (change: Parameters<typeof world.store.recordFeedback>[0]) =>
        change.decisionId === SMS.id
          ? Promise.reject(new Error('the store is away'))
          : world.store.recordFeedback(change),
    };
    const handler = providerEvents(aContainer({ store: failing, now: () => NOW + HOUR_MS }).container);
    const Records = [aRecord(sms('TEXT_DELIVERED'), 'bad'), aRecord(ses('Send'), 'good')];
    const answer = await handler({ Records }, aContext());
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    expect((await stored(world.store, MAIL)).outcome).toBe('sent');
  });
});
