import { once } from 'node:events';
import { Agent, createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newWebhookSecret, signWebhook } from '../../../adapters/http/signWebhook.ts';
import { type WebhookOptions, webhookProvider } from '../../../adapters/http/webhook.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import { nextCallOf } from '../../../core/message/callAgain.ts';
import type { WebhookMessage } from '../../../core/ports.ts';
import { aMessage } from '../aws/aMessage.ts';

const SECRETS = [newWebhookSecret(), newWebhookSecret()];

function aCall(over: Partial<WebhookMessage> = {}): WebhookMessage {
  return {
    channel: 'webhook',
    to: 'http://hooks.example/perennial?shop=1',
    decisionId: decisionId('win-back/陈静/tell/1'),
    customerId: customerId('陈静'),
    journeyId: 'win-back',
    journeyVersion: 2,
    nodeId: 'tell',
    class: 'service',
    topic: 'service',
    locale: 'en',
    mergeData: { customer: { id: '陈静' } },
    at: Date.UTC(2026, 0, 15, 12),
    ...over,
  };
}

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const NOTHING: Asked = { method: undefined, url: undefined, headers: {}, body: '' };

describe('a webhook', () => {
  const asked: Asked[] = [];
  let answer: (response: ServerResponse) => void;
  let agent: Agent;
  let close: () => Promise<void>;

  beforeEach(async () => {
    asked.length = 0;
    answer = (response) => response.writeHead(204).end();
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        answer(response);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    agent = new Agent();
    agent.createConnection = () => connect(port, '127.0.0.1');
    close = async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    };
  });
  afterEach(() => close());

  function send(message: WebhookMessage = aCall(), over: Partial<WebhookOptions> = {}) {
    const lookup = async () => ['1.1.1.1'];
    return webhookProvider({ secrets: SECRETS, allowHttp: true, lookup, agent, ...over }).send(message);
  }

  it('is one POST with its data, signed with each secret over what was sent', async () => {
    expect(await send()).toEqual({ kind: 'accepted', providerMessageId: 'http-204' });
    expect(asked).toHaveLength(1);
    const { method, url, headers, body } = asked[0] ?? NOTHING;
    expect([method, url, headers.host]).toEqual(['POST', '/perennial?shop=1', 'hooks.example']);
    expect(JSON.parse(body)).toEqual({
      type: 'journey.message',
      timestamp: '2026-01-15T12:00:00.000Z',
      data: { customer: { id: '陈静' }, journey: { id: 'win-back', version: 2, node: 'tell' } },
    });
    const id = String(headers['webhook-id']);
    const timestamp = String(headers['webhook-timestamp']);
    expect(headers['webhook-signature']).toBe(signWebhook(SECRETS, { id, timestamp, body }));
    expect(timestamp).toBe(String(Date.UTC(2026, 0, 15, 12) / 1000));
  });

  it('has the same id at every attempt', async () => {
    await send();
    await send(aCall({ at: Date.UTC(2026, 0, 15, 13) }));
    expect(asked[0]?.headers['webhook-id']).toBe(asked[1]?.headers['webhook-id']);
    expect(asked[0]?.headers['webhook-signature']).not.toBe(asked[1]?.headers['webhook-signature']);
  });

  it('has the same id where a later decision makes the same call: a receiver that answered 500 knows it', async () => {
    answer = (response) => response.writeHead(500).end();
    expect(await send()).toMatchObject({ kind: 'ambiguous' });
    answer = (response) => response.writeHead(200).end();
    expect(await send(aCall({ decisionId: nextCallOf(aCall().decisionId) }))).toMatchObject({
      kind: 'accepted',
    });
    const [first, again] = asked.map(({ headers }) => headers['webhook-id']);
    expect(again).toBe(first);
    const { headers, body } = asked[1] ?? NOTHING;
    const call = { id: String(first), timestamp: String(headers['webhook-timestamp']), body };
    expect(headers['webhook-signature']).toBe(signWebhook(SECRETS, call));
  });

  it.each([
    [200, {}, { kind: 'accepted' }],
    [202, {}, { kind: 'accepted' }],
    [301, { location: 'http://hooks.example/moved' }, { kind: 'ambiguous' }],
    [302, { location: 'http://127.0.0.1/' }, { kind: 'ambiguous' }],
    [400, {}, { kind: 'refused', retryAfterMs: null }],
    [401, {}, { kind: 'refused', retryAfterMs: null }],
    [404, {}, { kind: 'refused', retryAfterMs: null }],
    [410, {}, { kind: 'refused', retryAfterMs: null }],
    [404, { 'retry-after': '60' }, { kind: 'refused', retryAfterMs: null }],
    [408, {}, { kind: 'ambiguous' }],
    [425, {}, { kind: 'ambiguous' }],
    [429, {}, { kind: 'ambiguous' }],
    [429, { 'retry-after': '120' }, { kind: 'refused', retryAfterMs: 120_000 }],
    [429, { 'retry-after': '999999999' }, { kind: 'refused', retryAfterMs: 6 * 3_600_000 }],
    [429, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }, { kind: 'ambiguous' }],
    [500, {}, { kind: 'ambiguous' }],
    [503, {}, { kind: 'ambiguous' }],
    [503, { 'retry-after': '5' }, { kind: 'refused', retryAfterMs: 5_000 }],
  ])('answered %i %j is %j, and is not called a second time', async (status, headers, reply) => {
    answer = (response) => response.writeHead(status, headers).end();
    expect(await send()).toMatchObject(reply);
    expect(asked).toHaveLength(1);
  });

  it('is in doubt when nobody answers in time, also where the name is not looked up', async () => {
    answer = () => undefined;
    expect(await send(aCall(), { timeoutMs: 1_000 })).toEqual({
      kind: 'ambiguous',
      reason: 'no answer within 1 seconds',
    });
    const forever = () => new Promise<string[]>(() => undefined);
    expect(await send(aCall(), { timeoutMs: 100, lookup: forever })).toMatchObject({ kind: 'ambiguous' });
    expect(asked).toHaveLength(1);
  });

  it('is in doubt when the connection breaks', async () => {
    answer = (response) => response.destroy();
    expect(await send()).toMatchObject({ kind: 'ambiguous', reason: expect.stringContaining('ECONNRESET') });
  });

  it('reads no more than the beginning of an answer', async () => {
    let isCut = false;
    answer = (response) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
      };
      response.on('drain', write).on('error', () => undefined);
      response.on('close', () => {
        isCut = true;
      });
      write();
    };
    expect(await send()).toMatchObject({ kind: 'accepted' });
    await expect.poll(() => isCut).toBe(true);
  });

  it('goes to https alone unless http is permitted, to usual ports unless others are', async () => {
    expect(await send(aCall(), { allowHttp: false })).toMatchObject({ kind: 'refused', retryAfterMs: null });
    expect(await send(aCall({ to: 'http://hooks.example:8080/' }))).toMatchObject({ kind: 'refused' });
    expect(asked).toEqual([]);
    expect(await send(aCall({ to: 'http://hooks.example:8080/' }), { ports: [8080] })).toMatchObject({
      kind: 'accepted',
    });
  });

  it('says why it is not called, for good, where the address is not public', async () => {
    expect(await send(aCall(), { lookup: async () => ['10.0.0.1'] })).toEqual({
      kind: 'refused',
      reason: 'the webhook is not called: it leads to an address that is not public',
      retryAfterMs: null,
    });
    expect(asked).toEqual([]);
  });

  it('is called again where the name is not found', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    expect(await send(aCall(), { lookup })).toMatchObject({
      kind: 'ambiguous',
      reason: expect.stringContaining('ENOTFOUND'),
    });
  });

  it('is nothing without a secret, and no mail', async () => {
    expect(() => webhookProvider({ secrets: [] })).toThrow('secret');
    const provider = webhookProvider({ secrets: SECRETS, agent });
    expect(await provider.send(aMessage())).toMatchObject({ kind: 'refused', retryAfterMs: null });
  });
});
