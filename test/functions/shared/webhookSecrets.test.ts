import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { newWebhookSecret } from '../../../adapters/http/signWebhook.ts';
import { aContainer } from '../../support/aContainer.ts';
import { call } from '../management/call.ts';
import {
  retireWebhookSecrets,
  rotateWebhookSecret,
  type WebhookSecret,
  webhookSecrets,
} from '../../../functions/shared/webhookSecrets.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';

const secretsOf = (kept: readonly WebhookSecret[]) => kept.map(({ secret }) => secret);

describe('the secrets that sign webhooks', () => {
  it('begin with one, which stays', async () => {
    const store = createMemoryStore();
    const [first, second] = await Promise.all([webhookSecrets(store, NOW), webhookSecrets(store, NOW)]);
    expect(first).toEqual([{ secret: expect.stringMatching(/^whsec_/), until: null }]);
    expect(second).toEqual(first);
    expect(await webhookSecrets(store, NOW + 900 * DAY_MS)).toEqual(first);
  });

  it('have the new one first after a rotation, and the old one for 24 hours', async () => {
    const store = createMemoryStore();
    const [old] = secretsOf(await webhookSecrets(store, NOW));
    const [fresh, kept] = await rotateWebhookSecret(store, NOW);
    expect(fresh?.until).toBeNull();
    expect(fresh?.secret).not.toBe(old);
    expect(kept).toEqual({ secret: old, until: NOW + DAY_MS });
    expect(await webhookSecrets(store, NOW + DAY_MS - 1)).toEqual([fresh, kept]);
    expect(await webhookSecrets(store, NOW + DAY_MS)).toEqual([fresh]);
  });

  it('keep each its own 24 hours where they are rotated again', async () => {
    const store = createMemoryStore();
    await rotateWebhookSecret(store, NOW);
    const kept = await rotateWebhookSecret(store, NOW + HOUR_MS);
    expect(kept.map(({ until }) => until)).toEqual([null, NOW + HOUR_MS + DAY_MS, NOW + DAY_MS]);
  });

  it('lose none to two rotations at once', async () => {
    const store = createMemoryStore();
    const [one, two] = await Promise.all([rotateWebhookSecret(store, NOW), rotateWebhookSecret(store, NOW)]);
    const kept = secretsOf(await webhookSecrets(store, NOW));
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(expect.arrayContaining([one[0]?.secret, two[0]?.secret]));
  });

  it('are the newest alone once the others are retired', async () => {
    const store = createMemoryStore();
    const rotated = await rotateWebhookSecret(store, NOW);
    expect(await retireWebhookSecrets(store, NOW)).toEqual(rotated.slice(0, 1));
    expect(await webhookSecrets(store, NOW)).toEqual(rotated.slice(0, 1));
  });

  it('are five at most', async () => {
    const store = createMemoryStore();
    for (let n = 0; n < 4; n += 1) await rotateWebhookSecret(store, NOW);
    await expect(rotateWebhookSecret(store, NOW)).rejects.toMatchObject({ code: 'too-many-secrets' });
    expect(await webhookSecrets(store, NOW)).toHaveLength(5);
    expect(await rotateWebhookSecret(store, NOW + DAY_MS)).toHaveLength(2);
  });

  it('are read as they were kept before any had an end: plain, and they sign until retired', async () => {
    const store = createMemoryStore();
    const plain = [newWebhookSecret(), newWebhookSecret()];
    await store.putValue('webhook-secrets', JSON.stringify(plain));
    expect(secretsOf(await webhookSecrets(store, NOW + 900 * DAY_MS))).toEqual(plain);
  });
});

describe('the routes of the secrets', () => {
  it('show, rotate and retire', async () => {
    const { container } = aContainer();
    const ask = async (path: string, method = 'POST') =>
      (await call<{ items: { secret: string; until: string | null }[] }>(container, path, { method })).body;
    const shown = await ask('/v1/webhooks/secrets', 'GET');
    expect(shown.items).toEqual([{ secret: expect.stringMatching(/^whsec_/), until: null }]);
    const rotated = await ask('/v1/webhooks/secrets/rotate');
    expect(rotated.items.map(({ until }) => until)).toEqual([null, '2026-03-11T11:00:00.000Z']);
    expect(rotated.items[1]?.secret).toBe(shown.items[0]?.secret);
    const retired = await ask('/v1/webhooks/secrets/retire');
    expect(retired.items).toEqual(rotated.items.slice(0, 1));
  });
});
