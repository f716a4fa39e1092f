/** The real Segment client, raw requests and kill -9 against the real server. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  eventually,
  freePort,
  perennial,
  perennialJson,
  type ServerProcess,
  startPerennial,
  temporaryFolder,
  stop,
  untilReady,
} from '../support/processes.ts';

const keys = z.array(z.object({ kind: z.string(), writeKey: z.string().nullable() }));
const customer = z.looseObject({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string().nullable(),
  zone: z.string().nullable(),
  traits: z.record(z.string(), z.unknown()),
  orders: z.number(),
  spendMinor: z.number(),
  currency: z.string().nullable(),
  consents: z.array(z.looseObject({ topic: z.string(), state: z.string() })),
  facts: z.array(
    z.looseObject({ kind: z.string(), body: z.looseObject({ name: z.string().optional() }).optional() }),
  ),
});
const rejectedPage = z.object({
  items: z.array(z.looseObject({ code: z.string(), raw: z.string(), applied: z.boolean() })),
  total: z.number(),
});

async function startOn(data: string, port: number): Promise<ServerProcess> {
  const args = ['serve', '--data', data, '--workspace', 'main', '--port', String(port)];
  const server = { ...startPerennial(args), port, url: `http://127.0.0.1:${port}` };
  await untilReady(server);
  return server;
}

async function writeKeyOf(data: string): Promise<string> {
  const { json } = await perennialJson('keys', 'list', '--data', data);
  return keys.parse(json).find(({ kind }) => kind === 'write')?.writeKey ?? '';
}

async function customerOf(data: string, id: string) {
  return customer.parse((await perennialJson('customers', 'show', id, '--data', data)).json);
}

/** Ids of the events in the file, counted by id. */
function keptIds(data: string): Set<string> {
  const db = new DatabaseSync(join(data, 'main', 'perennial.db'), { readOnly: true });
  const rows = db.prepare('SELECT message_id FROM events').all();
  db.close();
  return new Set(rows.map((row) => String(row.message_id)));
}

describe('a shop’s events', () => {
  const folder = temporaryFolder();
  const data = join(folder.path, 'data');
  let server: ServerProcess;
  let writeKey = '';

  beforeAll(async () => {
    server = await startOn(data, await freePort());
    writeKey = await writeKeyOf(data);
  });
  afterAll(async () => {
    await stop(server);
    folder.remove();
  });

  /** A client as a shop’s server runs it; what it could not deliver is in `errors`. */
  function aClient() {
    const errors: unknown[] = [];
    const analytics = new Analytics({ writeKey, host: server.url, flushAt: 5, flushInterval: 100 });
    analytics.on('error', (error) => errors.push(error));
    return { analytics, errors };
  }

  async function post(path: string, body: unknown, key = writeKey) {
    const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization },
      body: text,
    });
    return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) };
  }

  it('come from the real client, every call of it, and make the profile', async () => {
    const { analytics, errors } = aClient();
    analytics.track({ anonymousId: 'device-1', event: 'Product Viewed', properties: { product_id: 'p1' } });
    analytics.identify({
      userId: 'ann',
      anonymousId: 'device-1',
      traits: {
        firstName: 'Ann',
        lastName: 'Lee',
        email: 'ann@shop.example',
        phone: '+44 20 7946 0018',
        plan: 'gold',
        consents: [{ topic: 'newsletter', channel: 'email', state: 'granted', wording: 'Yes please' }],
      },
      context: { locale: 'zh-CN', timezone: 'Asia/Shanghai' },
    });
    analytics.track({
      userId: 'ann',
      event: 'Order Completed',
      properties: {
        order_id: 'o1',
        total: 29.9,
        currency: 'USD',
        products: [{ product_id: 'p1', quantity: 1, price: 29.9 }],
      },
    });
    analytics.page({ userId: 'ann', name: 'Home', properties: { url: 'https://shop.example/' } });
    analytics.screen({ userId: 'ann', name: 'Cart' });
    analytics.group({ userId: 'ann', groupId: 'acme', traits: { seats: 3 } });
    analytics.alias({ userId: 'ann', previousId: 'ann-old' });
    await analytics.closeAndFlush();
    expect(errors).toEqual([]);
    const ann = await customerOf(data, 'ann');
    expect(ann).toMatchObject({
      name: 'Ann Lee',
      email: 'ann@shop.example',
      phone: '+442079460018',
      locale: 'zh-CN',
      zone: 'Asia/Shanghai',
      traits: { plan: 'gold', firstName: 'Ann', lastName: 'Lee', 'groups.acme': { seats: 3 } },
      orders: 1,
      spendMinor: 2_990,
      currency: 'USD',
    });
    expect(ann.consents).toMatchObject([{ topic: 'newsletter', state: 'granted' }]);
    const names = ann.facts.filter(({ kind }) => kind === 'event').map(({ body }) => body?.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'Identified',
        'Order Completed',
        'Page Viewed',
        'Screen Viewed',
        'Group Joined',
        'Aliased',
      ]),
    );
  });

  it('make one person of the device and the name it took', async () => {
    const ann = await customerOf(data, 'anonymous:device-1');
    expect(ann.id).toBe('ann');
    const seen = await customerOf(data, 'ann');
    expect(seen.facts.some(({ body }) => body?.name === 'Product Viewed')).toBe(true);
  });

  it('come raw as well, with the key in the body, and twice without harm', async () => {
    const order = {
      writeKey,
      messageId: 'raw-1',
      userId: 'bob',
      event: 'Order Completed',
      properties: { order_id: 'o2', revenue: '12.50' },
    };
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const answer = await fetch(`${server.url}/v1/track`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', origin: 'https://shop.example' },
        body: JSON.stringify(order),
      });
      expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    expect(await customerOf(data, 'bob')).toMatchObject({ orders: 1, spendMinor: 1_250 });
  });

  it.each<[string, string, unknown, number, string]>([
    ['an unknown key', '/v1/track', { userId: 'u' }, 401, 'unknown-write-key'],
    ['no JSON', '/v1/track', '{', 400, 'not-json'],
    ['no id', '/v1/track', { event: 'A' }, 400, 'missing-id'],
    [
      'an event of 33 KB',
      '/v1/track',
      { userId: 'u', event: 'A', properties: { a: 'x'.repeat(33 * 1024) } },
      400,
      'event-too-large',
    ],
    [
      'a batch of 501 KB',
      '/v1/batch',
      { batch: [{ type: 'track', userId: 'u', event: 'x'.repeat(501 * 1024) }] },
      413,
      'batch-too-large',
    ],
    [
      '1970',
      '/v1/track',
      { userId: 'u', event: 'A', timestamp: '1970-01-01T00:00:00Z' },
      400,
      'implausible-time',
    ],
    [
      'a userId of 10,000 characters',
      '/v1/track',
      { userId: 'u'.repeat(10_000), event: 'A' },
      400,
      'id-too-long',
    ],
    [
      'another currency',
      '/v1/track',
      { userId: 'u', event: 'Order Completed', properties: { total: 1, currency: 'EUR' } },
      400,
      'other-currency',
    ],
  ])('that are bad are named: %s', async (what, path, body, status, code) => {
    const heard = await post(path, body, what === 'an unknown key' ? 'nobody' : writeKey);
    expect([heard.status, heard.body.code]).toEqual([status, code]);
  });

  it('that are bad hold up no other of their batch, and all of them can be read again', async () => {
    const before = rejectedPage.parse((await perennialJson('events', 'rejected', '--data', data)).json);
    expect(before.items.map(({ code }) => code)).toContain('batch-too-large');
    const zone = {
      type: 'identify',
      userId: 'cy',
      traits: { timezone: 'Mars/Olympus', email: 'cy@shop.example' },
    };
    const heard = await post('/v1/batch', { batch: [{ type: 'track', event: 'A' }, zone] });
    expect(heard).toMatchObject({
      status: 200,
      body: {
        success: true,
        rejected: [{ index: 0, code: 'missing-id' }],
        warnings: [{ index: 1, code: 'unknown-zone' }],
      },
    });
    expect(await customerOf(data, 'cy')).toMatchObject({ email: 'cy@shop.example', zone: null });
    const after = rejectedPage.parse((await perennialJson('events', 'rejected', '--data', data)).json);
    expect(after.total).toBe(before.total + 2);
    expect(after.items[0]).toMatchObject({ code: 'unknown-zone', applied: true, raw: JSON.stringify(zone) });
    const { stdout } = await perennial('events', 'rejected', '--data', data, '--lang', 'zh-CN');
    expect(stdout).toContain('未知时区');
  });
});

describe('kill -9 while events come', () => {
  const folder = temporaryFolder();
  const data = join(folder.path, 'data');
  let server: ServerProcess | null = null;
  afterAll(async () => {
    if (server !== null) await stop(server);
    folder.remove();
  });

  it('loses nothing that was answered 200, and the real client brings the rest once', async () => {
    const port = await freePort();
    const first = await startOn(data, port);
    const writeKey = await writeKeyOf(data);
    const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
    const answered: string[] = [];
    const stopped = new AbortController();
    const sender = async (name: number): Promise<void> => {
      for (let i = 0; !stopped.signal.aborted; i += 1) {
        const messageId = `raw-${name}-${i}`;
        const body = JSON.stringify({ messageId, userId: `u${i % 50}`, event: 'Product Viewed' });
        try {
          const answer = await fetch(`${first.url}/v1/track`, {
            method: 'POST',
            headers: { authorization },
            body,
          });
          if (answer.status === 200) answered.push(messageId);
        } catch {
          return;
        }
      }
    };
    const senders = Promise.all(Array.from({ length: 8 }, (_, name) => sender(name)));
    const analytics = new Analytics({
      writeKey,
      host: first.url,
      flushAt: 10,
      flushInterval: 50,
      maxRetries: 30,
    });
    const undelivered: unknown[] = [];
    analytics.on('error', (error) => undelivered.push(error));
    for (let i = 0; i < 200; i += 1) {
      analytics.track({
        messageId: `client-${i}`,
        userId: `v${i % 10}`,
        event: 'Order Completed',
        properties: { order_id: `order-${i}`, total: 1, currency: 'USD' },
      });
    }
    await eventually(
      async () => answered.length,
      (count) => count > 300,
      30,
    );
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    stopped.abort();
    await senders;
    for (let i = 200; i < 220; i += 1) {
      analytics.track({
        messageId: `client-${i}`,
        userId: `v${i % 10}`,
        event: 'Order Completed',
        properties: { order_id: `order-${i}`, total: 1, currency: 'USD' },
      });
    }
    server = await startOn(data, port);
    await analytics.closeAndFlush();
    expect(undelivered).toEqual([]);
    const kept = keptIds(data);
    expect(answered.filter((id) => !kept.has(id))).toEqual([]);
    const missing = Array.from({ length: 220 }, (_, i) => `client-${i}`).filter((id) => !kept.has(id));
    expect(missing).toEqual([]);
    const orders = await Promise.all(Array.from({ length: 10 }, (_, i) => customerOf(data, `v${i}`)));
    expect(orders.reduce((sum, one) => sum + one.orders, 0)).toBe(220);
  });
});
