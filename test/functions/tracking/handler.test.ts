import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tracking } from '../../../functions/tracking/handler.ts';
import { apiGatewayEvent } from '../../../local/api/apiGatewayEvent.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { basic, KEYS, WRITE_KEY } from './aTracker.ts';

interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly authorization?: string;
  readonly base64?: boolean;
}

function httpEvent(path: string, { method = 'POST', body, authorization, base64 = false }: Asked) {
  const event: APIGatewayProxyEventV2 = apiGatewayEvent({ method: 'POST', path });
  const { http } = event.requestContext;
  return {
    ...event,
    requestContext: { ...event.requestContext, http: { ...http, method } },
    headers: authorization === undefined ? {} : { authorization },
    isBase64Encoded: base64,
    ...(body === undefined ? {} : { body }),
  };
}

async function aHandler() {
  const world = aContainer();
  await world.store.putValue('keys', KEYS);
  const handler = tracking(world.container);
  const ask = async (path: string, asked: Asked) => {
    const answer = await handler(httpEvent(path, { authorization: basic(WRITE_KEY), ...asked }), aContext());
    return { status: answer?.statusCode ?? 0, headers: answer?.headers ?? {}, body: answer?.body ?? '' };
  };
  return { ...world, ask };
}

const GOOD = JSON.stringify({ messageId: 'm1', userId: 'u1', event: 'A' });

describe('the tracking handler', () => {
  it.each([
    ['/v1/track', GOOD],
    ['/v1/t', GOOD],
    ['/v1/identify', GOOD],
    ['/v1/i', GOOD],
    ['/v1/page', GOOD],
    ['/v1/p', GOOD],
    ['/v1/screen', GOOD],
    ['/v1/group', JSON.stringify({ userId: 'u1', groupId: 'g1' })],
    ['/v1/alias', JSON.stringify({ userId: 'u1', previousId: 'u0' })],
    ['/v1/batch', `{"batch":[${GOOD.replace('{', '{"type":"track",')}]}`],
    ['/v1/b', '{"batch":[]}'],
  ])('takes %s', async (path, body) => {
    const { ask } = await aHandler();
    const { status, headers, body: answer } = await ask(path, { body });
    expect([status, answer, headers['content-type']]).toEqual([200, '{"success":true}', 'application/json']);
  });

  it('takes a body in base64', async () => {
    const { ask } = await aHandler();
    const body = Buffer.from(GOOD).toString('base64');
    expect((await ask('/v1/track', { body, base64: true })).status).toBe(200);
  });

  it('lets pages of every origin post', async () => {
    const { ask } = await aHandler();
    const preflight = await ask('/v1/batch', { method: 'OPTIONS' });
    expect([preflight.status, preflight.body]).toEqual([204, '']);
    expect(preflight.headers['access-control-allow-headers']).toContain('authorization');
    for (const { headers } of [preflight, await ask('/v1/track', { body: GOOD })]) {
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  it.each([
    ['/v1/import', 'POST', 404],
    ['/v1/track', 'GET', 404],
    ['/v1/track/', 'POST', 404],
  ])('has no %s by %s', async (path, method, status) => {
    const { ask } = await aHandler();
    const heard = await ask(path, { method, body: GOOD });
    expect([heard.status, heard.headers['content-type']]).toEqual([status, 'application/problem+json']);
  });

  it('says when to come again where the store cannot write', async () => {
    const { container, store } = aContainer();
    await store.putValue('keys', KEYS);
    const failure = Object.assign(new Error('the disk is full'), { code: 'store-full' });
    const failing = { ...container, store: { ...store, applyEvent: () => Promise.reject(failure) } };
    const event = httpEvent('/v1/track', { body: GOOD, authorization: basic(WRITE_KEY) });
    const answer = await tracking(failing)(event, aContext());
    expect([answer?.statusCode, answer?.headers?.['retry-after']]).toEqual([503, '1']);
  });
});

const WORDS = [
  '',
  'u1',
  'Order Completed',
  'Consent Given',
  'anonymous:a',
  '1970-01-01',
  'USD',
  '\u0000',
  '\ud800',
  '💛',
];
const scalar = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ maxLength: 20 }),
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const anything = fc.oneof(
  { weight: 3, arbitrary: scalar },
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(
    fc.constantFrom('__proto__', 'order_id', 'total', 'products', 'consents', 'topic', 'email'),
    scalar,
  ),
);
const FIELDS = {
  type: fc.oneof(fc.constantFrom('identify', 'track', 'page', 'screen', 'group', 'alias'), scalar),
  userId: anything,
  anonymousId: anything,
  previousId: anything,
  groupId: anything,
  messageId: anything,
  event: anything,
  name: anything,
  timestamp: anything,
  originalTimestamp: anything,
  sentAt: anything,
  traits: anything,
  properties: anything,
  context: anything,
};
const message = fc.oneof({ weight: 5, arbitrary: fc.record(FIELDS, { requiredKeys: [] }) }, anything);
const body = fc.oneof(
  { weight: 4, arbitrary: message.map((one) => JSON.stringify(one)) },
  { weight: 2, arbitrary: fc.array(message, { maxLength: 6 }).map((batch) => JSON.stringify({ batch })) },
  fc.string(),
);

describe('whatever is sent', () => {
  it('is answered, and never with a failure of ours; what is answered 400 or rejected is kept', async () => {
    const { ask, container } = await aHandler();
    const path = fc.constantFrom(
      '/v1/track',
      '/v1/identify',
      '/v1/page',
      '/v1/group',
      '/v1/alias',
      '/v1/batch',
    );
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(path, body, async (to, sent) => {
        const { status, body: text } = await ask(to, { body: sent });
        expect([200, 400]).toContain(status);
        const heard: unknown = JSON.parse(text);
        expect(heard).toMatchObject({ success: status === 200 });
        if (text.includes('cannot-apply')) throw new Error(`not applied: ${text}`);
        if (status === 400) refusals += 1;
      }),
      { numRuns: 500 },
    );
    expect(refusals).toBeGreaterThan(0);
    expect(await container.rejects.countRejected()).toBeGreaterThan(0);
  });
});
