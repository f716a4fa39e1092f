import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../../core/time.ts';
import { runWave } from '../../../local/machines/runWave.ts';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Store } from '../../../core/ports.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aPerson } from '../../support/builders.ts';
import { know } from '../../support/sendWorld.ts';
import { call } from './call.ts';

const STORES: readonly (readonly [string, () => Store])[] = [
  ['memory', createMemoryStore],
  ['DynamoDB', () => storeOver(fakeTables())],
];

const KEY = 'a6d3f4de-0001';

function shop(store: Store) {
  const world = aContainer({ store });
  const post = (path: string, body: unknown, key: string | null = KEY) =>
    call<Record<string, unknown>>(world.container, path, {
      method: 'POST',
      body: JSON.stringify(body),
      ...(key === null ? {} : { headers: { 'idempotency-key': key } }),
    });
  return { ...world, post };
}

const BAR = { address: 'ann@x.example' };

describe.each(STORES)('a request under an idempotency key, in %s', (_store, makeStore) => {
  it('is done once, and answered alike', async () => {
    const { post, clock } = shop(makeStore());
    const first = await post('/v1/suppressions', BAR);
    clock.now += MINUTE_MS;
    const second = await post('/v1/suppressions', BAR);
    expect(first.body).toMatchObject({ changed: true });
    expect(second).toEqual(first);
    expect((await post('/v1/suppressions', BAR, null)).body).toMatchObject({ changed: false });
  });

  it.each([
    ['with another body', '/v1/suppressions', { address: 'bob@x.example' }],
    ['by another route', '/v1/sending/stop', BAR],
  ])('is refused %s, and nothing is done', async (_, path, body) => {
    const { post, container } = shop(makeStore());
    await post('/v1/suppressions', BAR);
    const refused = await post(path, body);
    expect([refused.status, refused.body['code']]).toEqual([409, 'idempotency-key-reused']);
    const barred = await call<{ items: unknown[] }>(container, '/v1/suppressions');
    expect(barred.body.items).toHaveLength(1);
  });

  it('that is refused may be sent again under it, corrected or not', async () => {
    const { post } = shop(makeStore());
    expect((await post('/v1/suppressions', { address: 'nothing' })).status).toBe(400);
    expect((await post('/v1/suppressions', BAR)).body).toMatchObject({ changed: true });
  });

  it('is told to come again while the first is under way, and taken over once that is gone', async () => {
    const { post, container, clock } = shop(makeStore());
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { store } = container;
    const before = store.changeContacts.bind(store);
    store.changeContacts = async (change) => {
      await held;
      return before(change);
    };
    const first = post('/v1/suppressions', BAR);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    const second = await post('/v1/suppressions', BAR);
    expect([second.status, second.body['code']]).toEqual([409, 'request-under-way']);
    clock.now += 2 * MINUTE_MS;
    const third = post('/v1/suppressions', BAR);
    release();
    expect([(await first).status, (await third).status]).toEqual([200, 200]);
  });

  it('shows a new key again to whoever has the idempotency key, and to nobody who reads the store', async () => {
    const { post, store } = shop(makeStore());
    const wanted = { name: 'ci', kind: 'viewer' };
    const first = await post('/v1/keys', wanted);
    expect((await post('/v1/keys', wanted)).body).toEqual(first.body);
    const kept = JSON.stringify(await store.tasks('request'));
    expect(kept).not.toContain(String(first.body['key']));
    expect(kept).not.toContain(KEY);
    expect((await post('/v1/keys', wanted, 'another')).status).toBe(409);
  });

  it('is remembered for a day, and then taken away by a wave', async () => {
    const { post, container, store, clock } = shop(makeStore());
    await post('/v1/suppressions', BAR);
    clock.now += DAY_MS - MINUTE_MS;
    await runWave(container);
    expect(await store.tasks('request')).toHaveLength(1);
    clock.now += 2 * MINUTE_MS;
    await runWave(container);
    expect(await store.tasks('request')).toEqual([]);
  });

  it.each(['', 'x'.repeat(201)])('refuses a key nobody can keep', async (key) => {
    expect((await shop(makeStore()).post('/v1/suppressions', BAR, key)).body).toMatchObject({
      field: 'idempotency-key',
    });
  });

  it('tells of a repeat itself where the route keeps its keys for good', async () => {
    const { post, store } = shop(makeStore());
    await know(store, aPerson(), []);
    await store.publishTemplate({ id: 'hi', channel: 'email', locales: {} }, {}, 0);
    const message = { template: 'hi', customer: 'maya' };
    expect((await post('/v1/messages', message)).body).toMatchObject({ repeated: false });
    expect((await post('/v1/messages', message)).body).toMatchObject({ repeated: true });
  });
});
