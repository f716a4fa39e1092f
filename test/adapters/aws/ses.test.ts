import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionOfTag } from '../../../adapters/aws/decisionTag.ts';
import { readSendQuota, type SesProvider, sesProvider } from '../../../adapters/aws/ses.ts';
import { aMessage } from './aMessage.ts';
import { type AnsweringServer, answeringServer } from './answeringServer.ts';

const RAW = 'From: shop@shop.example\r\nSubject: hello\r\n\r\nhello\r\n';

const accepted = {
  status: 200,
  body: '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
};

function fault(status: number, code: string, message: string) {
  return {
    status,
    body: `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

const MINUTE = 60_000;

describe('email through SES', () => {
  let server: AnsweringServer;
  let provider: SesProvider;

  beforeEach(async () => {
    server = await answeringServer(accepted);
    provider = sesProvider({
      ...server.call,
      configurationSet: 'perennial',
      compose: async ({ to }) => ({
        kind: 'composed',
        content: { from: 'shop@shop.example', to, raw: Buffer.from(RAW) },
      }),
    });
  });
  afterEach(async () => {
    provider.close();
    await server.close();
  });

  it('hands over one message, its envelope, its configuration set and the decision as a tag', async () => {
    const message = aMessage();
    expect(await provider.send(message)).toEqual({ kind: 'accepted', providerMessageId: 'ses-1' });
    const asked = new URLSearchParams(server.asked[0]);
    expect(server.asked).toHaveLength(1);
    expect(asked.get('Action')).toBe('SendRawEmail');
    expect(asked.get('Source')).toBe('shop@shop.example');
    expect(asked.get('Destinations.member.1')).toBe(message.to);
    expect(asked.get('Destinations.member.2')).toBeNull();
    expect(asked.get('ConfigurationSetName')).toBe('perennial');
    expect(Buffer.from(asked.get('RawMessage.Data') ?? '', 'base64').toString()).toBe(RAW);
    const tags = Object.fromEntries(
      [1, 2, 3].map((n) => [asked.get(`Tags.member.${n}.Name`), asked.get(`Tags.member.${n}.Value`)]),
    );
    expect(decisionOfTag(tags)).toBe(message.decisionId);
    expect(tags).toMatchObject({ 'perennial-class': 'promotional', 'perennial-journey': 'cart-saved' });
  });

  it.each([
    ['Throttling', 400, 'Maximum sending rate exceeded.', 1_000],
    ['ThrottlingException', 429, 'Rate exceeded', 1_000],
    ['TooManyRequestsException', 429, 'Too many', 1_000],
    ['Throttling', 400, 'Daily message quota exceeded.', 15 * MINUTE],
    ['LimitExceededException', 400, 'Daily sending quota exceeded', 15 * MINUTE],
    ['AccountSendingPausedException', 400, 'Email sending is disabled', 15 * MINUTE],
    ['ConfigurationSetSendingPausedException', 400, 'paused', 15 * MINUTE],
    ['ConfigurationSetDoesNotExist', 400, 'no such set', 15 * MINUTE],
    ['MailFromDomainNotVerifiedException', 400, 'not verified', 15 * MINUTE],
    ['MessageRejected', 400, 'Email address is not verified.', 15 * MINUTE],
    ['AccessDenied', 403, 'not authorised', 15 * MINUTE],
    ['ExpiredToken', 403, 'expired', 15 * MINUTE],
    ['SignatureDoesNotMatch', 403, 'no match', 15 * MINUTE],
    ['MessageRejected', 400, 'Message contains a virus.', null],
    ['InvalidParameterValue', 400, 'Missing final domain', null],
    ['ValidationError', 400, 'too large', null],
  ])('reads %s (%i, %s) as refused, again after %s ms', async (code, status, words, retryAfterMs) => {
    server.answer = fault(status, code, words);
    const reply = await provider.send(aMessage());
    expect(reply).toMatchObject({ kind: 'refused', retryAfterMs });
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['InternalFailure', 500],
    ['ServiceUnavailable', 503],
    ['Throttling', 503],
    ['RequestTimeout', 408],
  ])('reads %s with %i as ambiguous, and asks no second time', async (code, status) => {
    server.answer = fault(status, code, 'try again');
    expect(await provider.send(aMessage())).toMatchObject({ kind: 'ambiguous' });
    expect(server.asked).toHaveLength(1);
  });

  it('reads a success without a message id as ambiguous', async () => {
    server.answer = { status: 200, body: '<SendRawEmailResponse/>' };
    expect(await provider.send(aMessage())).toMatchObject({ kind: 'ambiguous' });
  });

  it('keeps no address in a reason', async () => {
    server.answer = fault(
      400,
      'MessageRejected',
      'Email address is not verified: maya@customer.example, +1 555 0100 200',
    );
    const reply = await provider.send(aMessage());
    expect(reply).toMatchObject({
      reason: 'MessageRejected: Email address is not verified: (address), (number)',
    });
  });

  it('refuses, to be tried again, what never reached SES', async () => {
    await server.close();
    expect(await provider.send(aMessage())).toMatchObject({ kind: 'refused', retryAfterMs: MINUTE });
    server = await answeringServer(accepted);
  });

  it('refuses for good what cannot be composed, without a call', async () => {
    const unfit = sesProvider({
      ...server.call,
      configurationSet: null,
      compose: async () => ({ kind: 'unfit', reason: 'no such template' }),
    });
    expect(await unfit.send(aMessage())).toEqual({
      kind: 'refused',
      reason: 'no such template',
      retryAfterMs: null,
    });
    expect(server.asked).toEqual([]);
    unfit.close();
  });

  it('refuses, to be tried again, what failed to be composed, since nothing left', async () => {
    const failing = sesProvider({
      ...server.call,
      configurationSet: null,
      compose: () => Promise.reject(new Error('the store is busy')),
    });
    expect(await failing.send(aMessage())).toMatchObject({ kind: 'refused', retryAfterMs: MINUTE });
    expect(server.asked).toEqual([]);
    failing.close();
  });

  it('carries email alone', async () => {
    const reply = await provider.send(aMessage({ channel: 'sms', to: '+15550100200' }));
    expect(reply).toMatchObject({ kind: 'refused', retryAfterMs: null });
    expect(server.asked).toEqual([]);
  });

  it.each([
    ['200000.0', 200_000],
    ['-1.0', null],
  ])('reads the quota: %s a day', async (said, max24Hours) => {
    server.answer = {
      status: 200,
      body: `<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult><SentLast24Hours>127.0</SentLast24Hours><Max24HourSend>${said}</Max24HourSend><MaxSendRate>14.0</MaxSendRate></GetSendQuotaResult></GetSendQuotaResponse>`,
    };
    expect(await readSendQuota(server.call)).toEqual({ maxPerSecond: 14, max24Hours, sentLast24Hours: 127 });
  });
});
