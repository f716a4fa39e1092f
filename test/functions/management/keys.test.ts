import { describe, expect, it } from 'vitest';
import { management } from '../../../functions/management/handler.ts';
import { keyHash } from '../../../functions/shared/apiKeys.ts';
import { WriteKeys } from '../../../functions/tracking/writeKeys.ts';
import { SECOND_MS } from '../../../core/time.ts';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Store } from '../../../core/ports.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { call } from './call.ts';

const STORES: readonly (readonly [string, () => Store])[] = [
  ['memory', createMemoryStore],
  ['DynamoDB', () => storeOver(fakeTables())],
];

interface Key {
  readonly name: string;
  readonly kind: string;
  readonly key: string;
  readonly writeKey: string | null;
}

function shop(keepsKeys = false, store: Store = createMemoryStore()) {
  const world = aContainer({ keepsKeys, store });
  const create = (name: string, kind: string) =>
    call<Key>(world.container, '/v1/keys', { method: 'POST', body: JSON.stringify({ name, kind }) });
  const revoke = (name: string) =>
    call(world.container, `/v1/keys/${encodeURIComponent(name)}`, { method: 'DELETE' });
  const list = async () => (await call<readonly Key[]>(world.container, '/v1/keys')).body;
  const asked = async (key: string) =>
    (await call(world.container, '/v1/customers', { headers: { authorization: `Bearer ${key}` } })).status;
  return { ...world, create, revoke, list, asked };
}

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

describe.each(STORES)('a key, in %s', (_store, makeStore) => {
  it('is shown once, kept as its hash, and lets in until it is revoked', async () => {
    const { create, revoke, list, asked, store } = shop(false, makeStore());
    const { body } = await create('ci', 'viewer');
    expect(body.key).toMatch(/^pk_viewer_[\w-]{32}$/);
    expect(await list()).toMatchObject([
      { name: 'ci', kind: 'viewer', writeKey: null, createdBy: 'operator' },
    ]);
    expect(await store.getValue('keys')).not.toContain(body.key);
    expect(await store.getValue('keys')).toContain(keyHash(body.key));
    expect(await asked(body.key)).toBe(200);
    expect((await revoke('ci')).body).toMatchObject({ name: 'ci', revoked: true });
    expect([await asked(body.key), (await revoke('ci')).status]).toEqual([401, 404]);
  });

  it('is shown whenever asked on one machine', async () => {
    const { create, list } = shop(true, makeStore());
    const { body } = await create('web', 'write');
    expect(await list()).toMatchObject([{ name: 'web', writeKey: body.key }]);
  });

  it('has a name of its own', async () => {
    const { create } = shop(false, makeStore());
    await create('ci', 'viewer');
    expect((await create('ci', 'admin')).body).toMatchObject({ code: 'key-exists' });
    for (const name of ['', ' x', 'a/b', 'x'.repeat(65)])
      expect((await create(name, 'admin')).status).toBe(400);
    expect((await create('王芳', 'admin')).status).toBe(200);
    expect((await create('x', 'owner')).status).toBe(400);
  });

  it('is one of a hundred at most', async () => {
    const { create } = shop(false, makeStore());
    for (let n = 0; n < 100; n += 1) await create(`key ${n}`, 'viewer');
    expect((await create('one more', 'viewer')).body).toMatchObject({ code: 'too-many-keys' });
  });

  it('is not lost where two are made at once', async () => {
    const { create, list } = shop(false, makeStore());
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => create(name, 'viewer')));
    expect((await list()).map(({ name }) => name).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('of kind write takes events in, until half a minute after it is revoked', async () => {
    const { create, revoke, store, clock } = shop(false, makeStore());
    const { key } = (await create('web', 'write')).body;
    const keys = new WriteKeys(store, () => clock.now);
    expect([await keys.ofHeader(basic(key)), await keys.ofKey(key)]).toEqual(['web', 'web']);
    await revoke('web');
    clock.now += 31 * SECOND_MS;
    expect([await keys.ofHeader(basic(key)), await keys.ofKey(key)]).toEqual([null, null]);
  });
});

describe('the owner of the account', () => {
  const invoke = (event: object, container = shop().container) =>
    management(container)(event as never, aContext());

  it('has the function make the first key, by calling it', async () => {
    const { container, asked } = shop();
    const answer = await invoke({ createKey: { name: 'owner', kind: 'admin' } }, container);
    const { key } = JSON.parse(answer?.body ?? '{}') as Key;
    expect([answer?.statusCode, await asked(key)]).toEqual([200, 200]);
  });

  it('is told what is wrong with the call', async () => {
    const { container } = shop();
    await invoke({ createKey: { name: 'owner', kind: 'admin' } }, container);
    expect(await invoke({ createKey: { name: 'owner', kind: 'admin' } }, container)).toMatchObject({
      statusCode: 409,
    });
  });

  it('is never taken for somebody whose request came by HTTP', async () => {
    const { container, list } = shop();
    const wanted = { createKey: { name: 'x', kind: 'admin' } };
    const answer = await call(container, '/v1/keys', {
      method: 'POST',
      body: JSON.stringify(wanted),
      headers: { authorization: '' },
    });
    expect(answer.status).toBe(401);
    expect(await list()).toEqual([]);
  });
});
