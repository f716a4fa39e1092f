import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import type { Store } from '../../../core/ports.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { management } from '../../../functions/management/handler.ts';
import { createKey } from '../../../functions/shared/apiKeys.ts';
import { blockedUntil, noteGuess } from '../../../functions/shared/couponGuesses.ts';
import { apiGatewayEvent } from '../../../local/api/apiGatewayEvent.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { NOW } from '../../support/builders.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import { know } from '../../support/offerWorld.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function inAFile(): Store {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-guesses-'));
  folders.push(folder);
  return openSqliteStore({ file: join(folder, 'store.db'), unfinished: true });
}

/** Two processes over one store. */
const STORES: readonly (readonly [string, () => readonly [Store, Store]])[] = [
  [
    'in memory',
    () => {
      const store = createMemoryStore();
      return [store, store];
    },
  ],
  [
    'in a file',
    () => {
      const store = inAFile();
      return [store, store];
    },
  ],
  [
    'on DynamoDB',
    () => {
      const fake = fakeTables();
      return [storeOver(fake), storeOver(fake)];
    },
  ],
];

const MAYA = ['write', 'maya'] as const;

describe.each(STORES)('guesses at codes %s', (_where, open) => {
  it('are ten a minute of the first for one key and customer, whoever answers', async () => {
    const [a, b] = open();
    for (let n = 0; n < 10; n += 1) {
      expect(await blockedUntil(n % 2 === 0 ? a : b, MAYA, NOW + n)).toBeNull();
      expect(await noteGuess(n % 2 === 0 ? b : a, MAYA, NOW + n)).toBeNull();
    }
    const end = NOW + MINUTE_MS;
    expect(await blockedUntil(a, MAYA, end - 1)).toBe(end);
    expect(await noteGuess(b, MAYA, end - 1)).toBe(end);
    expect(await blockedUntil(b, MAYA, end)).toBeNull();
    expect(await noteGuess(a, MAYA, end)).toBeNull();
  });

  it('of 200 at once over two servers ten are answered, and nobody else is held up', async () => {
    const stores = open();
    await know(stores[0], 'maya', 'ben');
    const clock = { now: NOW };
    const servers = stores.map((store) => management(aContainer({ store, now: () => clock.now }).container));
    const key = { name: 'till', kind: 'write', createdAt: NOW, createdBy: 'test' } as const;
    const { key: secret } = await createKey(stores[0], key, false);
    const guess = async (n: number, customer: string, action: 'redemptions' | 'validate') => {
      const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': `k-${n}` };
      const path = `/v1/coupons/NOPE-${n}/${action}`;
      const event = apiGatewayEvent({ method: 'POST', path, headers, body: { customer, amountMinor: 100 } });
      return (await servers[n % 2]?.(event, aContext()))?.statusCode;
    };
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => guess(n, 'maya', n % 3 === 0 ? 'validate' : 'redemptions')),
    );
    expect(answers.filter((status) => status === 404 || status === 200)).toHaveLength(10);
    expect(answers.filter((status) => status === 429)).toHaveLength(190);
    expect(await guess(0, 'ben', 'redemptions')).toBe(404);
    expect(await guess(1, 'maya', 'redemptions')).toBe(429);
    clock.now += MINUTE_MS;
    expect(await guess(1, 'maya', 'redemptions')).toBe(404);
  });
});

it('guesses of ever new guessers fill no store: of those that meet the oldest is forgotten', async () => {
  const store = createMemoryStore();
  const guessers = 12_000;
  for (let n = 0; n < guessers; n += 1)
    for (let k = 0; k < (n % 500 === 0 ? 10 : 1); k += 1)
      expect(await noteGuess(store, ['write', `c${n}`], NOW + n)).toBeNull();
  const counts: number[] = [];
  for await (const page of store.scanDossiers('coupon-guesses'))
    for (const { body } of page) counts.push(Array.isArray(body['windows']) ? body['windows'].length : 0);
  expect(counts.length).toBeLessThanOrEqual(512);
  expect(Math.max(...counts)).toBe(20);
  expect(await blockedUntil(store, ['write', 'c11500'], NOW + guessers)).toBe(NOW + 11_500 + MINUTE_MS);
});
