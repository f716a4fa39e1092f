import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboundAnswer } from '../../../functions/inbound/post.ts';
import { inboundChannel, InboundPosts, LARGEST_INBOUND_BYTES } from '../../../functions/inbound/post.ts';
import { inboundPost } from '../../../functions/inboundPost/handler.ts';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { aContext } from '../../support/aContainer.ts';
import { aMail, anSms, aReceipt, aRecord, aShop, contactAt, PHONE, taken, wrapped } from './given.ts';

const KEY = 'wk_0123456789';
const AUTHORIZATION = `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`;

async function aPostOffice() {
  const shop = await aShop();
  await shop.store.putValue('keys', JSON.stringify([{ name: 'gateway', kind: 'write', writeKey: KEY }]));
  const posts = new InboundPosts(shop.container);
  const post = (
    channel: 'sms' | 'email',
    body: string | Uint8Array,
    authorization: string | null = AUTHORIZATION,
  ) => posts.take({ channel, authorization, body: typeof body === 'string' ? Buffer.from(body) : body });
  return { shop, post };
}

function read({ status, body }: InboundAnswer): unknown {
  return { status, ...JSON.parse(body) };
}

describe('a message that is forwarded', () => {
  it.each([
    ['as a gateway writes it', { from: '+14155550100', text: 'ｓｔｏｐ', id: 'g1' }],
    ['with a number as people write it', { from: '0014155550100', text: '退订' }],
    ['with a number without its plus', { from: '14155550100', text: 'STOP' }],
    ['as AWS publishes it', anSms('STOP')],
  ])('is taken %s', async (_, sms) => {
    const { shop, post } = await aPostOffice();
    const answer = read(await post('sms', JSON.stringify(sms)));
    expect(answer).toEqual({ status: 200, success: true, kind: 'stop', customerId: 'maya' });
    expect((await contactAt(shop, 'sms', PHONE)).suppression?.why).toBe('stop-word');
  });

  it('is taken as a raw mail in any encoding', async () => {
    const { post } = await aPostOffice();
    const headers = { 'Content-Type': 'text/plain; charset=gb18030', 'Content-Transfer-Encoding': '8bit' };
    const raw = Buffer.concat([Buffer.from(aMail('', headers)), Buffer.from([0xcd, 0xcb, 0xb6, 0xa9])]);
    expect(read(await post('email', raw))).toMatchObject({ status: 200, kind: 'stop' });
  });

  it('without a known key is refused before it is read', async () => {
    const { shop, post } = await aPostOffice();
    const body = JSON.stringify(anSms('STOP'));
    for (const authorization of [null, 'Basic eDo=', `Bearer ${KEY}`])
      expect((await post('sms', body, authorization)).status).toBe(401);
    expect((await contactAt(shop, 'sms', PHONE)).suppression).toBeNull();
  });

  it('that is too large is refused', async () => {
    const { post } = await aPostOffice();
    for (const channel of ['sms', 'email'] as const) {
      const most = LARGEST_INBOUND_BYTES[channel];
      expect((await post(channel, new Uint8Array(most + 1))).status).toBe(413);
      expect((await post(channel, new Uint8Array(most))).status).toBe(400);
    }
  });

  it('is answered 503 where the store cannot write, so that it comes again', async () => {
    const store = createMemoryStore();
    const shop = await aShop({
      store: { ...store, changeContacts: async () => Promise.reject(new Error('the disk is full')) },
    });
    await shop.store.putValue('keys', JSON.stringify([{ name: 'gateway', kind: 'write', writeKey: KEY }]));
    const answer = await new InboundPosts(shop.container).take({
      channel: 'sms',
      authorization: AUTHORIZATION,
      body: Buffer.from(JSON.stringify(anSms('STOP'))),
    });
    expect(read(answer)).toMatchObject({ status: 503, code: 'cannot-write', detail: 'the disk is full' });
  });

  it('comes by its own paths', () => {
    expect(inboundChannel('/v1/inbound/sms')).toBe('sms');
    expect(inboundChannel('/v1/inbound/email?workspace=main')).toBe('email');
    for (const path of ['/v1/inbound', '/v1/inbound/sms/', '/v1/inbound/constructor', '__proto__', ''])
      expect(inboundChannel(path)).toBeNull();
  });

  it('comes through API Gateway, its body in base64 or not', async () => {
    const { shop } = await aPostOffice();
    const handler = inboundPost(shop.container);
    const call = (method: string, path: string, body: string, isBase64Encoded: boolean) =>
      handler(
        {
          requestContext: { http: { method, path } },
          headers: { authorization: AUTHORIZATION },
          body,
          isBase64Encoded,
        } as never,
        aContext(),
      );
    const sms = JSON.stringify({ from: PHONE, text: 'hello' });
    expect(await call('POST', '/v1/inbound/sms', sms, false)).toMatchObject({ statusCode: 200 });
    const mail = Buffer.from(aMail('hello')).toString('base64');
    expect(await call('POST', '/v1/inbound/email', mail, true)).toMatchObject({ statusCode: 200 });
    expect(await call('GET', '/v1/inbound/sms', '', false)).toMatchObject({ statusCode: 404 });
    expect(await call('POST', '/v1/elsewhere', '', false)).toMatchObject({ statusCode: 404 });
  });
});

describe('whatever comes in', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.json(),
    fc.string({ maxLength: 200 }).map((text) => JSON.stringify({ from: text, text, id: text })),
    fc.string({ maxLength: 200 }).map((text) => JSON.stringify(anSms(text, { inboundMessageId: text }))),
    fc
      .tuple(fc.string({ maxLength: 100 }), fc.string({ maxLength: 100 }))
      .map(([a, b]) => aMail(a, { Subject: b, From: b })),
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => aMail(text, { 'Content-Type': 'text/html' })),
  );

  it('is answered 2xx or 4xx', async () => {
    const { post } = await aPostOffice();
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom('sms' as const, 'email' as const), async (body, channel) => {
        const { status } = await post(channel, body);
        expect([200, 400, 413]).toContain(status);
      }),
      { numRuns: 500 },
    );
  });

  it('fails its own record at most', async () => {
    const shop = await aShop();
    const record = fc.oneof(
      hostile,
      hostile.map((text) => JSON.stringify(wrapped(text))),
      hostile.map((text) => JSON.stringify(aReceipt(text))),
      hostile.map((text) => JSON.stringify({ Type: 'Notification', Message: text, Timestamp: text })),
    );
    let n = 0;
    await fc.assert(
      fc.asyncProperty(record, async (body) => {
        n += 1;
        const good = aRecord('good', anSms('hello', { inboundMessageId: `good-${n}` }));
        const failed = await taken(shop, [aRecord('bad', body), good]);
        expect(failed).not.toContain('good');
      }),
      { numRuns: 500 },
    );
    expect((await shop.store.tasks('care')).filter(({ id }) => id.includes('good-'))).toHaveLength(n);
  });
});
