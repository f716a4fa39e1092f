import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../../adapters/memory/memoryBlobs.ts';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import type { Jobs } from '../../../../core/jobs.ts';
import type { Order } from '../../../../core/customer/order.ts';
import { customerId } from '../../../../core/ids.ts';
import { plainLinearAlgebra } from '../../../../core/linear/plainLinearAlgebra.ts';
import { FAILURES } from '../../../../functions/lifecycleRecordFailure/failures.ts';
import { recommendTrain } from '../../../../functions/recommendTrain/handler.ts';
import type { ContainerParts } from '../../../../functions/shared/container.ts';
import { runEvaluation, runTraining } from '../../../../local/machines/runEvaluation.ts';
import { aContainer, aContext } from '../../../support/aContainer.ts';
import { CATALOGUE, SHOPPERS, TODAY } from '../../../support/aRecommenderShop.ts';
import { anOrder } from '../../../support/builders.ts';
import { importHistory } from '../../../support/shops.ts';
import { call } from '../call.ts';

interface Item {
  readonly item: string;
  readonly name: { readonly en: string; readonly 'zh-CN': string };
  readonly method: string;
  readonly because: readonly { readonly text: { readonly en: string; readonly 'zh-CN': string } }[];
}

interface Shown {
  readonly code: string;
  readonly detail: string;
  readonly field: string;
  readonly version: number;
  readonly items: readonly Item[];
  readonly dropped?: readonly { readonly item: string; readonly why: string }[];
  readonly failure: { readonly cause: string } | null;
  readonly model: { readonly version: number; readonly method: string };
  readonly catalogueVersion: number;
  readonly rules: readonly { readonly consequent: string }[];
}

const ORDERS: readonly Order[] = SHOPPERS.flatMap(({ customerId: id, baskets }) =>
  baskets.map((basket) => ({ ...basket, customerId: id, currency: 'USD' })),
);

async function aShop(parts: Partial<ContainerParts> = {}, orders = ORDERS) {
  const store = parts.store ?? createMemoryStore();
  await importHistory(store, orders);
  await store.putValue('currency', JSON.stringify('USD'));
  const documents = memoryBlobs();
  const world = aContainer({ store, documents, linearAlgebra: plainLinearAlgebra, ...parts });
  world.clock.now = TODAY;
  const { container } = world;
  return {
    ...world,
    documents,
    ask: (path: string, query: Record<string, string> = {}) => call<Shown>(container, path, { query }),
    put: (catalogue: unknown) =>
      call<Shown>(container, '/v1/catalogue', { method: 'PUT', body: JSON.stringify(catalogue) }),
    train: () => runTraining(container, { at: container.now() }),
  };
}

const FOR_P0 = '/v1/customers/p000/recommendations';

describe('the recommendations of a customer', () => {
  it('have a name, a method and reasons in both languages', async () => {
    const { ask, put, train } = await aShop();
    await put(CATALOGUE);
    await train();
    const { status, body } = await ask(FOR_P0, { slot: 'replenish' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      slot: 'replenish',
      model: { method: 'ease', version: 1 },
      catalogueVersion: 1,
    });
    expect(body.items).toMatchObject([
      { item: 'leaves', name: { en: 'Tea leaves', 'zh-CN': '茶叶' }, method: 'reorder' },
    ]);
    expect(body.items[0]?.because[0]?.text.en).toMatch(
      /^You bought it 3 times, last 40 days ago; .* 3\d days\.$/,
    );
    expect(body.items[0]?.because[0]?.text['zh-CN']).toMatch(
      /^您买过3次，最近一次在40天前；通常3\d天后会再买。$/,
    );
    const discovered = await ask(FOR_P0, { slot: 'discover', k: '1' });
    expect(discovered.body.items[0]?.because[0]?.text.en).toMatch(
      /^Because you bought (Tea leaves|Tea pot)\.$/,
    );
  });

  it('keep to prices in the shop’s currency, and tell what was kept back where that is asked for', async () => {
    const { ask, put, train } = await aShop();
    await put(CATALOGUE);
    await train();
    const query = { 'max-price': '12.00', 'per-category': '1' };
    const silent = await ask(FOR_P0, query);
    expect(silent.body.dropped).toBeUndefined();
    const told = await ask(FOR_P0, { ...query, dropped: 'true' });
    expect(told.body.dropped).toContainEqual(
      expect.objectContaining({ item: 'grinder', why: 'above-price-band' }),
    );
  });

  it('are those most customers buy for somebody new, and a 404 for nobody', async () => {
    const { ask, store, train } = await aShop();
    await importHistory(store, [anOrder({ id: 'new', customerId: customerId('newcomer'), at: TODAY - 1 })]);
    await train();
    const { body } = await ask('/v1/customers/newcomer/recommendations', { k: '2' });
    expect(body.items.map(({ method }) => method)).toEqual(['popularity', 'popularity']);
    expect(body.items[0]?.because[0]?.text).toEqual({
      en: 'A favourite here: 50 % of customers bought it.',
      'zh-CN': '本店热门：50%的客户买过。',
    });
    const nobody = await ask('/v1/customers/nobody/recommendations');
    expect([nobody.status, nobody.body.code]).toEqual([404, 'unknown-customer']);
  });

  it('are none before anything was trained', async () => {
    const { ask } = await aShop();
    for (const path of [FOR_P0, '/v1/recommendations/rules']) {
      const { status, body } = await ask(path);
      expect([status, body.code]).toEqual([404, 'not-trained']);
    }
  });

  it.each([
    [{ slot: 'everything' }, 'slot'],
    [{ k: '0' }, 'k'],
    [{ k: '51' }, 'k'],
    [{ 'max-price': 'cheap' }, 'max-price'],
    [{ 'min-margin': '3' }, 'min-margin'],
  ])('refuse %j by its field', async (query, field) => {
    const { ask, train } = await aShop();
    await train();
    const { status, body } = await ask(FOR_P0, query);
    expect([status, body.field]).toEqual([400, field]);
  });

  it('follow a new training and a new catalogue at once', async () => {
    const { ask, put, train } = await aShop();
    await train();
    expect((await ask(FOR_P0)).body).toMatchObject({ model: { version: 1 }, catalogueVersion: 0 });
    await put(CATALOGUE);
    await train();
    expect((await ask(FOR_P0)).body).toMatchObject({ model: { version: 2 }, catalogueVersion: 1 });
  });

  it('say that the last training failed, until one succeeds', async () => {
    const { ask, train, store, clock } = await aShop();
    await train();
    clock.now += 1_000;
    const failure = { run: 'x', error: 'RangeError', cause: 'too many items', at: clock.now };
    await store.putValue(FAILURES.recommendations, JSON.stringify(failure));
    expect((await ask(FOR_P0)).body.failure).toMatchObject({ cause: 'too many items' });
    clock.now += 1_000;
    await train();
    expect((await ask(FOR_P0)).body.failure).toBeNull();
  });
});

describe('association rules', () => {
  it('are those of the shop’s orders', async () => {
    const { ask, train } = await aShop();
    await train();
    const { body } = await ask('/v1/recommendations/rules', { item: 'pot', top: '3' });
    expect(body.rules.length).toBeGreaterThan(0);
    expect(body.version).toBe(1);
  });
});

describe('a training', () => {
  it('happens at a refit of the night, and not between', async () => {
    const { container, ask, documents } = await aShop();
    await runEvaluation(container, { at: TODAY, force: false });
    expect((await ask(FOR_P0)).body.model.version).toBe(1);
    await runEvaluation(container, { at: TODAY + 86_400_000, force: false });
    expect((await ask(FOR_P0)).body.model.version).toBe(1);
    expect(documents.keys().map((key) => key.split('/')[1])).toEqual([
      'association-rules',
      'recommendations',
    ]);
  });

  it('that fails leaves the night as it was, and is recorded', async () => {
    const broken = { invertPositiveDefinite: () => Promise.reject(new RangeError('row 3 is not positive')) };
    const { container, store } = await aShop({ linearAlgebra: broken });
    const night = await runEvaluation(container, { at: TODAY, force: true });
    expect(night).toMatchObject({ kind: 'done', report: { customers: 80 } });
    const kept: unknown = JSON.parse((await store.getValue(FAILURES.recommendations)) ?? 'null');
    expect(kept).toMatchObject({ run: `evaluation-${TODAY}`, error: 'RangeError' });
    expect(await store.getValue(FAILURES.evaluation)).toBeNull();
  });

  it('of a look at the past is none', async () => {
    const { container, documents } = await aShop();
    await runEvaluation(container, { at: TODAY, force: true });
    const [kept] = documents.keys();
    await runEvaluation(container, { at: TODAY - 30 * 86_400_000, force: true });
    expect(documents.keys()[0]).toBe(kept);
  });

  it('of orders without lines keeps nothing, and says so', async () => {
    const bare = ORDERS.map((order) => ({ ...order, lines: [] }));
    const { train, documents } = await aShop({}, bare);
    expect(await train()).toMatchObject({
      kind: 'done',
      report: { model: 'none', version: 0, flags: ['no-lines'] },
    });
    expect(documents.keys()).toEqual([]);
  });

  it('in a system that keeps no documents is none, and no failure', async () => {
    const { container, store } = aContainer();
    await importHistory(store, ORDERS);
    expect(await runTraining(container, { at: TODAY })).toMatchObject({
      kind: 'done',
      report: { version: 0, flags: ['not-stored'] },
    });
  });

  it('reads the segments of its plan, each once', async () => {
    const store = createMemoryStore();
    const asked: number[] = [];
    const scanBaskets: typeof store.scanBaskets = (query) => {
      asked.push(query.segment);
      return createMemoryStore().scanBaskets(query);
    };
    const { container } = await aShop({ store: { ...store, scanBaskets } });
    const plan = { at: TODAY, run: 'r', refit: true, store: true, enrol: true, segments: [0, 1, 2] };
    await recommendTrain(container)({ plan }, aContext());
    expect(asked).toEqual([0, 1, 2]);
  });

  it('is a job where the system is deployed', async () => {
    const started: unknown[] = [];
    const jobs: Jobs = {
      start: async (name, input) => {
        started.push([name, input]);
        return { id: 'job-1' };
      },
      look: async () => null,
    };
    const { container } = await aShop({ jobs });
    const answer = await call(container, '/v1/recommendations/train', { method: 'POST', body: '{}' });
    expect([answer.status, answer.body]).toEqual([202, { job: 'job-1', status: 'running' }]);
    expect(started).toEqual([['lifecycle-evaluation', { at: TODAY, only: 'recommendations' }]]);
  });
});

describe('a catalogue', () => {
  it('takes the place of the whole one before it', async () => {
    const { ask, put, documents } = await aShop();
    expect((await put(CATALOGUE)).body).toMatchObject({
      version: 1,
      items: 6,
      priced: 6,
      stocked: 1,
      durable: 2,
      pictured: 0,
      replenished: 0,
    });
    await put({ currency: 'USD', items: [{ item: 'mug' }, { item: 'mug', name: 'Mug' }] });
    expect((await ask('/v1/catalogue')).body).toEqual({
      version: 2,
      currency: 'USD',
      items: [{ item: 'mug', name: 'Mug' }],
    });
    expect(documents.keys()).toHaveLength(1);
  });

  it('is empty where none was given', async () => {
    const { ask } = await aShop();
    expect((await ask('/v1/catalogue')).body).toEqual({ version: 0, currency: null, items: [] });
  });

  it('is refused in another currency than the shop’s, and where a fact cannot be', async () => {
    const { put } = await aShop();
    const foreign = await put({ ...CATALOGUE, currency: 'EUR' });
    expect([foreign.status, foreign.body.code]).toEqual([400, 'currency-differs']);
    const odd = await put({ currency: 'USD', items: [{ item: 'mug', priceMinor: -1 }] });
    expect([odd.status, odd.body.field]).toEqual([400, 'items.0.priceMinor']);
  });

  it('is told anew item by item: what is left out stays, and null takes a fact away', async () => {
    const { container, ask, put } = await aShop();
    const send = (method: string, path: string, body: unknown) =>
      call<Shown>(container, path, { method, body: JSON.stringify(body) });
    await put({ currency: 'USD', items: [{ item: 'a/b', stock: 0, priceMinor: 900, category: 'tea' }] });
    const patched = await send('PATCH', '/v1/catalogue/items/a%2Fb', { stock: 3, category: null });
    expect(patched.body).toMatchObject({ version: 2, backInStock: 1, cheaper: 0, categorised: 0 });
    const more = {
      items: [
        { item: 'a/b', priceMinor: 800 },
        { item: 'lid', name: 'Lid' },
      ],
    };
    expect((await send('POST', '/v1/catalogue/items', more)).body).toMatchObject({ version: 3, cheaper: 1 });
    expect((await ask('/v1/catalogue')).body.items).toEqual([
      { item: 'a/b', stock: 3, priceMinor: 800 },
      { item: 'lid', name: 'Lid' },
    ]);
  });

  it.each([
    [
      'an item nobody knows',
      'PATCH',
      '/v1/catalogue/items/lid',
      { stock: 1 },
      404,
      'unknown-item',
      undefined,
    ],
    ['a fact there is not', 'PATCH', '/v1/catalogue/items/mug', { weight: 1 }, 400, 'misuse', 'weight'],
    [
      'an address that runs',
      'PATCH',
      '/v1/catalogue/items/mug',
      { url: 'javascript:x' },
      400,
      'misuse',
      'url',
    ],
    ['no item', 'POST', '/v1/catalogue/items', { items: [] }, 400, 'misuse', 'items'],
    [
      'stock below 0',
      'POST',
      '/v1/catalogue/items',
      { items: [{ item: 'x', stock: -1 }] },
      400,
      'misuse',
      'items.0.stock',
    ],
  ])('refuses %s and stays as it was', async (_, method, path, body, status, code, field) => {
    const { container, ask, put } = await aShop();
    await put({ currency: 'USD', items: [{ item: 'mug' }] });
    const answer = await call<Shown>(container, path, { method, body: JSON.stringify(body) });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field]);
    expect((await ask('/v1/catalogue')).body.version).toBe(1);
  });
});
