import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { newContact, type SuppressedWhy } from '../../../../core/message/contact.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aPerson, MAYA, NOW } from '../../../support/builders.ts';
import { addressKeyOf } from '../../../support/sendWorld.ts';
import { call, post } from '../call.ts';

const MAIL = addressKeyOf('email', 'maya@example.org');

async function world(why?: SuppressedWhy) {
  const store = createMemoryStore();
  const { container } = aContainer({ store });
  await store.importPeople([
    { person: aPerson({ version: 0 }), consents: [], addresses: [{ contactKey: MAIL, at: NOW }] },
  ]);
  if (why !== undefined)
    store.putContact({
      ...newContact(MAIL),
      version: 9,
      holders: [{ id: MAYA, at: NOW }],
      suppression: { why, at: NOW, source: 'ses' },
      softBounces: [],
    });
  return { container, store };
}

describe('the suppression list', () => {
  it('shows the address where a customer still has it, and the hash of others', async () => {
    const { container, store } = await world('manual');
    const stranger = addressKeyOf('email', 'stranger@example.org');
    store.putContact({
      ...newContact(stranger),
      version: 1,
      suppression: { why: 'hard-bounce', at: NOW, source: 'list.csv' },
    });
    const { body } = await call<{ items: unknown[]; next: string | null }>(container, '/v1/suppressions');
    expect(body).toMatchObject({
      items: [
        {
          channel: 'email',
          address: 'maya@example.org',
          reason: 'manual',
          at: '2026-03-10T11:00:00.000Z',
          source: 'ses',
        },
        { channel: null, address: null, hash: `hash:${stranger}`, reason: 'hard-bounce' },
      ],
      next: null,
    });
    const first = await call<{ items: unknown[]; next: string }>(container, '/v1/suppressions', {
      query: { limit: '1' },
    });
    const second = await call<{ items: unknown[] }>(container, '/v1/suppressions', {
      query: { limit: '1', cursor: first.body.next },
    });
    expect([...first.body.items, ...second.body.items]).toEqual(body.items);
  });

  it('takes an address, once', async () => {
    const { container, store } = await world();
    const asked = { address: 'maya@example.org', source: 'anna' };
    expect((await post(container, '/v1/suppressions', asked)).body).toMatchObject({
      changed: true,
      reason: 'manual',
    });
    expect((await post(container, '/v1/suppressions', asked)).body).toMatchObject({
      changed: false,
      reason: 'manual',
    });
    expect((await store.loadContacts([MAIL])).get(MAIL)?.suppression).toEqual({
      why: 'manual',
      at: NOW,
      source: 'anna',
    });
  });

  it.each(['not an address', 'maya@'])('refuses "%s"', async (address) => {
    const { container } = await world();
    expect(await post(container, '/v1/suppressions', { address })).toMatchObject({
      status: 400,
      body: { field: 'address' },
    });
    expect(
      (await post(container, '/v1/suppressions', { address: 'a@b.example', reason: 'erased' })).status,
    ).toBe(400);
  });

  it.each<[SuppressedWhy, boolean]>([
    ['manual', false],
    ['soft-bounces', false],
    ['hard-bounce', true],
    ['spam-complaint', true],
    ['stop-word', true],
  ])('lets go of %s, by force alone where that is a risk (%s)', async (why, isRisky) => {
    const { container, store } = await world(why);
    const asked = { address: 'maya@example.org' };
    const first = await post(container, '/v1/suppressions/removals', asked);
    expect(first.status).toBe(isRisky ? 409 : 200);
    if (isRisky) {
      expect(first.body).toMatchObject({ code: 'risky-removal', remedy: expect.stringContaining('--yes') });
      expect((await post(container, '/v1/suppressions/removals', { ...asked, force: true })).status).toBe(
        200,
      );
    }
    expect((await store.loadContacts([MAIL])).get(MAIL)?.suppression).toBeNull();
    expect(await post(container, '/v1/suppressions/removals', asked)).toMatchObject({
      status: 404,
      body: { code: 'not-suppressed' },
    });
  });

  it('never lets go of an erased address', async () => {
    const { container } = await world('erased');
    const asked = { address: 'maya@example.org', force: true };
    expect(await post(container, '/v1/suppressions/removals', asked)).toMatchObject({
      status: 409,
      body: { code: 'erased-address' },
    });
  });
});
