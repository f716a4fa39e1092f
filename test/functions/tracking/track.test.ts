import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { customerId } from '../../../core/ids.ts';
import { DAY_MS, SECOND_MS } from '../../../core/time.ts';
import { WriteKeys } from '../../../functions/tracking/writeKeys.ts';
import { NOW } from '../../support/builders.ts';
import { aTracker, basic, type Heard, KEYS, WRITE_KEY } from './aTracker.ts';

const track = (more: JsonObject = {}): JsonObject => ({ type: 'track', userId: 'u1', event: 'A', ...more });
const U1 = customerId('u1');

async function eventNames(store: Awaited<ReturnType<typeof aTracker>>['store'], id = U1): Promise<Json[]> {
  const facts = await store.factsOf(id, 100);
  return facts
    .filter(({ kind }) => kind === 'event')
    .map(({ body }) => body.name ?? null)
    .reverse();
}

function codesIn({ body }: Heard, list: 'rejected' | 'warnings'): unknown {
  const found: unknown = body[list];
  return Array.isArray(found) ? found.map(({ index, code }: JsonObject) => [index, code]) : found;
}

describe('who may send', () => {
  it.each<[string, string | null, JsonObject]>([
    ['the key as the user of basic authorization', basic(WRITE_KEY), {}],
    ['whatever its password', `basic ${Buffer.from(`${WRITE_KEY}:secret`).toString('base64')}`, {}],
    ['the key in the body', null, { writeKey: WRITE_KEY }],
    ['the key in the body beside another sign-in', 'Bearer abc', { writeKey: WRITE_KEY }],
  ])('is %s', async (_what, authorization, more) => {
    const { postText } = await aTracker();
    const body = JSON.stringify(track(more));
    expect(await postText('track', body, authorization)).toEqual({ status: 200, body: { success: true } });
  });

  it.each<[string, string | null, JsonObject]>([
    ['no key', null, {}],
    ['a key nobody gave out', basic('write_nobody'), {}],
    ['a key that may not write events', basic('admin_test'), {}],
    ['a header that is none', 'Basic', { writeKey: 'x' }],
    ['a key that is a number', null, { writeKey: 7 }],
    ['the name of something every object has', basic('constructor'), {}],
  ])('is not %s', async (_what, authorization, more) => {
    const { postText, rejected, store } = await aTracker();
    const heard = await postText('track', JSON.stringify(track(more)), authorization);
    expect([heard.status, heard.body.code]).toEqual([401, 'unknown-write-key']);
    expect([await rejected(), await eventNames(store)]).toEqual([[], []]);
  });

  it('is a key made later, within a second', async () => {
    const store = createMemoryStore();
    let now = 0;
    const keys = new WriteKeys(store, () => now);
    expect(await keys.ofHeader(basic(WRITE_KEY))).toBeNull();
    await store.putValue('keys', KEYS);
    now += SECOND_MS;
    expect(await keys.ofHeader(basic(WRITE_KEY))).toBe('web');
  });

  it('gives the event its source, so that two senders may use one message id', async () => {
    const { postText, store } = await aTracker();
    const body = JSON.stringify(track({ messageId: 'm1' }));
    await postText('track', body);
    await postText('track', body, basic('write_other'));
    expect(await eventNames(store)).toEqual(['A', 'A']);
  });
});

describe('a request', () => {
  it('that comes again changes nothing', async () => {
    const { post, store } = await aTracker();
    const messages = [
      track({ messageId: 'm1' }),
      track({ messageId: 'm2', event: 'B' }),
      track({ event: 'C' }),
    ];
    for (let attempt = 0; attempt < 3; attempt += 1) await post('batch', { batch: messages });
    expect(await eventNames(store)).toEqual(['A', 'B', 'C']);
  });

  it('is answered 200 only once it is committed', async () => {
    const store = createMemoryStore();
    let commit = (): void => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const slow = {
      ...store,
      applyEvent: async (change: Parameters<typeof store.applyEvent>[0]) => {
        await held;
        return store.applyEvent(change);
      },
    };
    const { post } = await aTracker({ store: slow });
    let answered = false;
    const asked = post('track', track()).then((heard) => {
      answered = true;
      return heard;
    });
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    expect(answered).toBe(false);
    commit();
    expect((await asked).status).toBe(200);
  });

  it('that the store cannot write now is to be sent again, and the good part of it once only', async () => {
    const store = createMemoryStore();
    let broken = true;
    const failing = {
      ...store,
      applyEvent: async (change: Parameters<typeof store.applyEvent>[0]) => {
        if (!broken || change.event.messageId === 'm1') return store.applyEvent(change);
        throw Object.assign(new Error('the disk is full'), { code: 'store-full' });
      },
    };
    const { post, rejected } = await aTracker({ store: failing });
    const batch = { batch: [track({ messageId: 'm1' }), track({ messageId: 'm2', event: 'B' })] };
    const heard = await post('batch', batch);
    expect([heard.status, heard.body.code, await rejected()]).toEqual([503, 'cannot-write', []]);
    broken = false;
    expect((await post('batch', batch)).status).toBe(200);
    expect(await eventNames(store)).toEqual(['A', 'B']);
  });

  it('that fails for a reason of its own is kept, not asked for again', async () => {
    const store = createMemoryStore();
    const failing = { ...store, applyEvent: () => Promise.reject(new TypeError('unforeseen')) };
    const { post, rejected } = await aTracker({ store: failing });
    const heard = await post('track', track());
    expect([heard.status, heard.body.code]).toEqual([400, 'cannot-apply']);
    expect(await rejected()).toMatchObject([{ code: 'cannot-apply', message: 'unforeseen', applied: false }]);
  });

  it('applies the events of one customer in the order they stand, however many at once', async () => {
    const { post, store } = await aTracker();
    const names = Array.from({ length: 60 }, (_, place) => `E${place}`);
    const batch = names.map((event) => track({ event }));
    expect((await post('batch', { batch })).status).toBe(200);
    expect(await eventNames(store)).toEqual(names);
  });

  it('takes the whole order back that a refund names', async () => {
    const { post, store } = await aTracker();
    const buy = track({
      event: 'Order Completed',
      properties: { order_id: 'o1', total: 12.5, currency: 'USD' },
    });
    const back = track({ event: 'Order Refunded', properties: { order_id: 'o1' } });
    expect(await post('batch', { batch: [buy, back] })).toEqual({ status: 200, body: { success: true } });
    const record = await store.loadPerson(U1);
    expect(record?.orders.map(({ amountMinor }) => amountMinor)).toEqual([1_250, -1_250]);
  });
});

describe('the shop’s currency', () => {
  const order = (order_id: string, currency: string): JsonObject =>
    track({ userId: order_id, event: 'Order Completed', properties: { order_id, total: 1, currency } });

  it('is that of the first order, and stays', async () => {
    const { post, store } = await aTracker();
    expect((await post('track', order('o1', 'EUR'))).status).toBe(200);
    expect(await store.getValue('currency')).toBe('"EUR"');
    const other = await post('track', order('o2', 'USD'));
    expect([other.status, other.body.code]).toEqual([400, 'other-currency']);
  });

  it('is one where two orders come at once', async () => {
    const { post, store, rejected } = await aTracker();
    const heard = await Promise.all([post('track', order('o1', 'EUR')), post('track', order('o2', 'USD'))]);
    expect(heard.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
    expect(await store.getValue('currency')).toBe('"EUR"');
    expect(await rejected()).toMatchObject([{ code: 'other-currency' }]);
  });
});

describe('bad input', () => {
  const large = (bytes: number): string => 'x'.repeat(bytes);

  it.each<[string, JsonObject, string, string]>([
    ['an event of 33 KB', track({ properties: { text: large(33 * 1024) } }), 'event-too-large', ''],
    ['a time in 1970', track({ timestamp: '1970-01-01T00:00:00Z' }), 'implausible-time', 'timestamp'],
    ['a userId of 10,000 characters', track({ userId: large(10_000) }), 'id-too-long', 'userId'],
    ['no id', { event: 'A' }, 'missing-id', 'userId'],
    ['no event name', { userId: 'u1' }, 'missing-event-name', 'event'],
  ])('%s alone is answered 400, named and kept', async (_what, message, code, field) => {
    const { post, rejected, store } = await aTracker();
    const heard = await post('track', message);
    expect([heard.status, heard.body.code, heard.body.field]).toEqual([400, code, field]);
    expect(heard.body.remedy).not.toBe('');
    expect(await rejected()).toMatchObject([
      { code, field, applied: false, source: 'web', receivedAt: NOW, raw: JSON.stringify(message) },
    ]);
    expect(await eventNames(store)).toEqual([]);
  });

  it('among good messages is told, kept, and holds up none of them', async () => {
    const { post, rejected, store } = await aTracker();
    const bad: Json[] = [
      track({ properties: { text: large(33 * 1024) } }),
      track({ userId: large(10_000) }),
      { type: 'track', event: 'A' },
      { type: 'import', userId: 'u1' },
      { userId: 'u1', event: 'A' },
      'text',
      null,
      [],
    ];
    const batch = [track({ event: 'First' }), ...bad, track({ event: 'Last' })];
    const heard = await post('batch', { batch });
    expect([heard.status, heard.body.success]).toEqual([200, true]);
    expect(codesIn(heard, 'rejected')).toEqual([
      [1, 'event-too-large'],
      [2, 'id-too-long'],
      [3, 'missing-id'],
      [4, 'unknown-type'],
      [5, 'unknown-type'],
      [6, 'not-an-event'],
      [7, 'not-an-event'],
      [8, 'not-an-event'],
    ]);
    expect(await eventNames(store)).toEqual(['First', 'Last']);
    const kept = (await rejected()).map(({ raw }) => raw).reverse();
    expect(kept).toEqual(bad.map((one) => JSON.stringify(one)));
  });

  it('a batch of 501 KB is refused as a whole, and kept', async () => {
    const { postText, rejected, store } = await aTracker();
    const body = JSON.stringify({ batch: [track(), track({ properties: { text: large(501 * 1024) } })] });
    const heard = await postText('batch', body);
    expect([heard.status, heard.body.code]).toEqual([413, 'batch-too-large']);
    expect(heard.body.detail).toContain('512000');
    expect([(await rejected())[0]?.raw, await eventNames(store)]).toEqual([body, []]);
  });

  it('a batch just below the limit is taken', async () => {
    const { post, store } = await aTracker();
    const batch = Array.from({ length: 16 }, (_, place) =>
      track({ event: `E${place}`, properties: { text: large(31_000) } }),
    );
    expect(await post('batch', { batch })).toEqual({ status: 200, body: { success: true } });
    expect(await eventNames(store)).toHaveLength(16);
  });

  it.each([
    ['no JSON', '{"userId":', 'not-json'],
    ['nothing', '', 'not-json'],
    ['a list', '[]', 'not-an-event'],
    ['null', 'null', 'not-an-event'],
    ['no batch', '{"userId":"u1"}', 'not-an-event'],
    ['a batch that is an object', '{"batch":{}}', 'not-an-event'],
  ])('%s in place of a batch is answered 400 and kept', async (_what, body, code) => {
    const { postText, rejected } = await aTracker();
    const heard = await postText('batch', body);
    expect([heard.status, heard.body.code]).toEqual([400, code]);
    expect(await rejected()).toMatchObject([{ code, raw: body }]);
  });

  it('that is left out of an event is told beside it and kept, the rest applied', async () => {
    const { post, rejected, store } = await aTracker();
    const traits = { email: 'ann@shop.example', phone: 'none', timezone: 'Mars/Olympus', plan: 'gold' };
    const heard = await post('identify', { userId: 'u1', traits });
    expect([heard.status, codesIn(heard, 'warnings')]).toEqual([
      200,
      [
        [0, 'invalid-phone'],
        [0, 'unknown-zone'],
      ],
    ]);
    const person = await store.loadProfile(U1);
    expect(person).toMatchObject({
      email: 'ann@shop.example',
      phone: null,
      zone: null,
      traits: { plan: 'gold' },
    });
    expect((await rejected()).map(({ code, field, applied }) => [code, field, applied])).toEqual([
      ['unknown-zone', 'traits.timezone', true],
      ['invalid-phone', 'traits.phone', true],
    ]);
  });

  it('that loses nothing is told and not kept', async () => {
    const { post, rejected } = await aTracker();
    const heard = await post('track', track({ timestamp: new Date(NOW + DAY_MS).toISOString() }));
    expect([heard.status, codesIn(heard, 'warnings')]).toEqual([200, [[0, 'time-in-future']]]);
    expect(await rejected()).toEqual([]);
  });

  it('that comes again is kept once', async () => {
    const { post, rejected } = await aTracker();
    for (let attempt = 0; attempt < 3; attempt += 1) await post('track', { event: 'A' });
    expect(await rejected()).toHaveLength(1);
  });

  it('is no reason to wait: an empty batch is taken', async () => {
    const { post } = await aTracker();
    expect(await post('batch', { batch: [] })).toEqual({ status: 200, body: { success: true } });
  });

  it('of objects 20,000 deep harms nobody', async () => {
    const { postText, rejected } = await aTracker();
    const deep = `${'['.repeat(12_000)}${']'.repeat(12_000)}`;
    const heard = await postText('track', `{"userId":"u1","event":"A","properties":{"a":${deep}}}`);
    expect([heard.status, heard.body.code]).toEqual([400, 'too-deep']);
    const batch = await postText(
      'batch',
      `{"batch":[{"type":"track","userId":"u1","event":"A","properties":{"a":${deep}}}]}`,
    );
    expect([batch.status, codesIn(batch, 'rejected')]).toEqual([200, [[0, 'too-deep']]]);
    expect(await rejected()).toHaveLength(2);
  });
});

it('lets what stands in the batch’s context count for its messages', async () => {
  const { post, store } = await aTracker();
  const message = { type: 'identify', userId: 'u1', traits: {} };
  await post('batch', { batch: [message], context: { timezone: 'Asia/Tokyo' } });
  expect((await store.loadProfile(U1))?.zone).toBe('Asia/Tokyo');
});
