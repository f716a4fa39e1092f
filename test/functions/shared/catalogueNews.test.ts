import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import { customerId } from '../../../core/ids.ts';
import type { Catalogue } from '../../../core/recommend/catalogue.ts';
import { textAt } from '../../../core/journey/condition.ts';
import { changeCatalogue, runCatalogueNews } from '../../../functions/shared/catalogueNews.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aContainer } from '../../support/aContainer.ts';
import { NOW } from '../../support/builders.ts';

const SOLD_OUT: Catalogue = {
  currency: 'USD',
  items: [
    { item: 'mug', name: 'Mug', stock: 0, priceMinor: 1_000 },
    { item: 'pot', stock: 5, priceMinor: 4_000 },
  ],
};
const IN_STOCK: Catalogue = {
  currency: 'USD',
  items: [
    { item: 'mug', name: 'Mug', stock: 9, priceMinor: 1_000 },
    { item: 'pot', stock: 5, priceMinor: 3_000 },
  ],
};

async function aShop() {
  const blobs = memoryBlobs();
  const world = aContainer({ documents: blobs });
  const { container, store, clock } = world;
  const put = (catalogue: Catalogue) => changeCatalogue(container, () => catalogue);
  const happens = async (id: string, name: string, item: string, at = clock.now) => {
    const { book, model } = await container.inForce();
    const event = {
      kind: 'tracked',
      source: 'site',
      messageId: `${id}/${name}/${item}/${at}`,
      customerId: customerId(id),
      at,
      name,
      properties: { product_id: item },
    } as const;
    await applyEvent({ ...container, model }, book, event, at);
  };
  const step = async () => {
    const task = await store.loadTask('catalogue-news');
    if (task === null) return null;
    const { book, model } = await container.inForce();
    return runCatalogueNews({ container, book, model })(task, clock.now);
  };
  const drain = async () => {
    for (let steps = 0; steps < 20 && (await step()) !== null; steps += 1);
  };
  const newsOf = async (id: string) => {
    const names = ['Product Back In Stock', 'Product Price Dropped'];
    const events = await store.recentEvents(customerId(id), { names, since: 0, limit: 50 });
    return events.map(({ name, properties }) => [name, textAt(properties, 'product_id')].join(': '));
  };
  await put(SOLD_OUT);
  return { ...world, blobs, put, happens, step, drain, newsOf };
}

describe('a catalogue that changes', () => {
  it('is told to whom it concerns, once, however often the pass is run', async () => {
    const { put, happens, drain, newsOf, store, blobs } = await aShop();
    await happens('maya', 'Back In Stock Requested', 'mug');
    await happens('noah', 'Product Viewed', 'pot');
    await happens('olga', 'Product Viewed', 'lid');
    expect(await put(IN_STOCK)).toMatchObject({ version: 2, backInStock: 1, cheaper: 1 });
    await drain();
    expect(await newsOf('maya')).toEqual(['Product Back In Stock: mug']);
    expect(await newsOf('noah')).toEqual(['Product Price Dropped: pot']);
    expect(await newsOf('olga')).toEqual([]);
    expect(await store.loadTask('catalogue-news')).toBeNull();
    expect(blobs.keys().filter((key) => key.includes('catalogue-news'))).toEqual([]);
    await drain();
    expect(await newsOf('maya')).toHaveLength(1);
  });

  it('tells nobody where nothing is news', async () => {
    const { put, happens, newsOf, store } = await aShop();
    await happens('maya', 'Product Viewed', 'mug');
    expect(await put(SOLD_OUT)).toMatchObject({ backInStock: 0, cheaper: 0 });
    expect(await store.loadTask('catalogue-news')).toBeNull();
    expect(await newsOf('maya')).toEqual([]);
  });

  it('tells nothing that is no longer so when its turn comes', async () => {
    const { put, happens, drain, newsOf } = await aShop();
    await happens('maya', 'Product Viewed', 'mug');
    await happens('maya', 'Product Viewed', 'pot');
    await put(IN_STOCK);
    await put(SOLD_OUT);
    await drain();
    expect(await newsOf('maya')).toEqual([]);
  });

  it('tells twice of one item only after the quiet days', async () => {
    const { put, happens, drain, newsOf, clock } = await aShop();
    const again = async () => {
      await happens('maya', 'Product Viewed', 'mug');
      await put(SOLD_OUT);
      await put(IN_STOCK);
      await drain();
    };
    await again();
    clock.now += 3 * DAY_MS;
    await again();
    expect(await newsOf('maya')).toHaveLength(1);
    clock.now = NOW + 15 * DAY_MS;
    await again();
    expect(await newsOf('maya')).toHaveLength(2);
  });

  it('goes on behind the page it came to, and tells what changed meanwhile in a pass of its own', async () => {
    const { put, happens, step, drain, newsOf, store } = await aShop();
    for (let n = 0; n < 250; n += 1) await happens(`c${String(n).padStart(3, '0')}`, 'Product Viewed', 'mug');
    await put(IN_STOCK);
    expect(await step()).toBe('again');
    expect((await store.loadTask('catalogue-news'))?.body).toMatchObject({ after: 'c199', told: 200 });
    expect(await newsOf('c249')).toEqual([]);
    await happens('c010', 'Product Viewed', 'pot');
    const [mug, pot] = IN_STOCK.items;
    if (mug === undefined || pot === undefined) throw new Error('no items');
    await put({ currency: 'USD', items: [mug, { ...pot, priceMinor: 2_000 }] });
    await drain();
    expect(await newsOf('c249')).toEqual(['Product Back In Stock: mug']);
    expect(await newsOf('c010')).toContain('Product Price Dropped: pot');
    expect(await newsOf('c011')).toHaveLength(1);
  });

  it('loses neither of two changes at once', async () => {
    const { container } = await aShop();
    const changing = (item: string) =>
      changeCatalogue(container, (before) => ({ ...before, items: [...before.items, { item }] }));
    const changed = await Promise.all([changing('a'), changing('b')]);
    expect(new Set(changed.map(({ version }) => version))).toEqual(new Set([2, 3]));
    expect(new Set(changed.map(({ about }) => about['items']))).toEqual(new Set([3, 4]));
  });
});
