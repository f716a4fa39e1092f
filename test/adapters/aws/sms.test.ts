import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionOfTag } from '../../../adapters/aws/decisionTag.ts';
import { type SmsOptions, smsProvider } from '../../../adapters/aws/sms.ts';
import { MESSAGE_CLASSES } from '../../../core/message/messageClass.ts';
import type { TemplatedMessage } from '../../../core/ports.ts';
import { aMessage } from './aMessage.ts';
import { type AnsweringServer, answeringServer } from './answeringServer.ts';

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.0' };
const accepted = { status: 200, headers: JSON_TYPE, body: JSON.stringify({ MessageId: 'sms-1' }) };

function fault(status: number, type: string, more: object = {}) {
  const body = JSON.stringify({ __type: `com.amazonaws#${type}`, Message: 'refused', ...more });
  return { status, headers: JSON_TYPE, body };
}

const anSms = (over: Partial<TemplatedMessage> = {}) =>
  aMessage({ channel: 'sms', to: '+15550100200', ...over });
const MINUTE = 60_000;

describe('SMS through AWS', () => {
  let server: AnsweringServer;
  beforeEach(async () => {
    server = await answeringServer(accepted);
  });
  afterEach(() => server.close());

  async function send(message: TemplatedMessage, over: Partial<SmsOptions> = {}) {
    const provider = smsProvider({
      ...server.call,
      originOf: () => 'pool-1',
      configurationSet: 'perennial',
      compose: async () => ({ kind: 'composed', content: { text: '【Kettle】你好' } }),
      ...over,
    });
    const reply = await provider.send(message);
    provider.close();
    return reply;
  }

  it('hands over text, identity, configuration set and the decision in the context', async () => {
    expect(await send(anSms())).toEqual({ kind: 'accepted', providerMessageId: 'sms-1' });
    const asked = JSON.parse(server.asked[0] ?? '');
    expect(asked).toEqual({
      DestinationPhoneNumber: '+15550100200',
      OriginationIdentity: 'pool-1',
      MessageBody: '【Kettle】你好',
      MessageType: 'PROMOTIONAL',
      ConfigurationSetName: 'perennial',
      Context: expect.any(Object),
    });
    expect(decisionOfTag(asked.Context)).toBe(anSms().decisionId);
  });

  it('calls transactional and service messages transactional, all others promotional', async () => {
    for (const one of MESSAGE_CLASSES) await send(anSms({ class: one }));
    expect(server.asked.map((body) => JSON.parse(body).MessageType)).toEqual([
      'TRANSACTIONAL',
      'TRANSACTIONAL',
      'PROMOTIONAL',
      'PROMOTIONAL',
      'PROMOTIONAL',
    ]);
  });

  it('leaves the choice of its origin to AWS where none is named', async () => {
    await send(anSms(), { originOf: () => null });
    expect(JSON.parse(server.asked[0] ?? '')).not.toHaveProperty('OriginationIdentity');
  });

  it('says to India what the text was registered as, and to no other country', async () => {
    const approvedId = { 'in-entity': 'PE1', 'in-template': 'T7', aliyun: 'SMS_1' };
    await send(anSms({ to: '+919876543210', approvedId }));
    await send(anSms({ to: '+919876543210', approvedId: { 'in-template': 'T7' } }));
    await send(anSms({ to: '+919876543210' }));
    await send(anSms({ approvedId }));
    expect(server.asked.map((body) => JSON.parse(body).DestinationCountryParameters)).toEqual([
      { IN_ENTITY_ID: 'PE1', IN_TEMPLATE_ID: 'T7' },
      { IN_TEMPLATE_ID: 'T7' },
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['ThrottlingException', 400, {}, 1_000],
    ['ServiceQuotaExceededException', 402, { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' }, 15 * MINUTE],
    ['AccessDeniedException', 400, { Reason: 'ACCOUNT_DISABLED' }, 15 * MINUTE],
    ['ResourceNotFoundException', 400, { ResourceType: 'pool', ResourceId: 'pool-1' }, 15 * MINUTE],
    ['ConflictException', 400, { Reason: 'RESOURCE_NOT_ACTIVE' }, 15 * MINUTE],
    ['ConflictException', 400, { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' }, null],
    ['ValidationException', 400, { Reason: 'INVALID_PARAMETER' }, null],
  ])('reads %s (%i, %j) as refused, again after %s ms', async (type, status, more, retryAfterMs) => {
    server.answer = fault(status, type, more);
    const reply = await send(anSms());
    expect(reply).toMatchObject({ kind: 'refused', retryAfterMs });
    if ('Reason' in more) expect(reply).toMatchObject({ reason: expect.stringContaining(more.Reason ?? '') });
    expect(server.asked).toHaveLength(1);
  });

  it('reads a fault of the server as ambiguous, and asks no second time', async () => {
    server.answer = fault(500, 'InternalServerException', { RequestId: '1' });
    expect(await send(anSms())).toMatchObject({ kind: 'ambiguous' });
    expect(server.asked).toHaveLength(1);
  });

  it('carries SMS alone', async () => {
    expect(await send(aMessage())).toMatchObject({ kind: 'refused', retryAfterMs: null });
    expect(server.asked).toEqual([]);
  });
});
