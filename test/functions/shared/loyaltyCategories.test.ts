import { expect, it } from 'vitest';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import { readAccount } from '../../../core/loyalty/change.ts';
import { publishPart } from '../../../core/programme/programme.ts';
import { aContainer } from '../../support/aContainer.ts';
import { anOrderEvent, MAYA, NOW } from '../../support/builders.ts';
import { aProgramme } from '../../core/loyalty/given.ts';
import { call } from '../management/call.ts';

const PROGRAMME = aProgramme({
  earn: { order: { points: 1, perMinor: 100, categories: [{ category: 'tea', times: 3 }] } },
});

async function pointsOfAnOrder(documents: ReturnType<typeof memoryBlobs> | undefined): Promise<number> {
  const store = createMemoryStore();
  const { container } = aContainer({ store, ...(documents === undefined ? {} : { documents }) });
  await publishPart(store, 'loyalty', JSON.parse(JSON.stringify(PROGRAMME)), NOW);
  const items = [
    { item: 'oolong', category: 'tea' },
    { item: 'pan', category: 'kitchen' },
  ];
  const put = { method: 'PUT', body: JSON.stringify({ currency: 'USD', items }) };
  if (documents !== undefined) expect((await call(container, '/v1/catalogue', put)).status).toBe(200);
  const { book, model } = await container.inForce();
  const lines = [
    { item: 'oolong', quantity: 1, priceMinor: 1_000 },
    { item: 'pan', quantity: 1, priceMinor: 3_000 },
  ];
  const { addressKeyOf, settings } = container;
  await applyEvent(
    { store, addressKeyOf, settings, model },
    book,
    anOrderEvent({ amountMinor: 4_000, lines }),
    NOW,
  );
  return (await readAccount(store, MAYA)).account?.pending ?? 0;
}

it('multiplies lines whose item the catalogue has in a category that earns more', async () => {
  expect(await pointsOfAnOrder(memoryBlobs())).toBe(10 * 3 + 30);
});

it('earns plainly where no catalogue is at hand', async () => {
  expect(await pointsOfAnOrder(undefined)).toBe(40);
});

it('goes on, and says so, where the catalogue cannot be read', async () => {
  const told: unknown[] = [];
  const store = createMemoryStore();
  const documents = {
    ...memoryBlobs(),
    read: async () => {
      throw new Error('access denied');
    },
  };
  const { container } = aContainer({ store, documents, report: (failure) => told.push(failure) });
  await publishPart(store, 'loyalty', JSON.parse(JSON.stringify(PROGRAMME)), NOW);
  await store.putValue('catalogue', JSON.stringify({ version: 1, key: 'documents/catalogue/1', about: {} }));
  expect((await container.inForce()).book.categoryOf).toBeUndefined();
  expect(told).toHaveLength(1);
});
