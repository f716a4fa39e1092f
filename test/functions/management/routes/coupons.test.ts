import { describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import type { Task } from '../../../../core/task.ts';
import { HOUR_MS } from '../../../../core/time.ts';
import { createKey } from '../../../../functions/shared/apiKeys.ts';
import { management } from '../../../../functions/management/handler.ts';
import { applyEvent } from '../../../../core/customer/applyEvent.ts';
import { apiGatewayEvent } from '../../../../local/api/apiGatewayEvent.ts';
import { aContainer, aContext } from '../../../support/aContainer.ts';
import { anOrder, MAYA, NOW } from '../../../support/builders.ts';
import { know } from '../../../support/offerWorld.ts';
import { addressKeyOf } from '../../../support/sendWorld.ts';

const OFFERS = `
assume: { orderMinor: 6000, margin: 0.4 }
stacking: { mostPerOrder: 2 }
offers:
  - id: ten-off
    name: { en: Ten off, zh-CN: 立减10 }
    gives: { kind: money-off, amountMinor: 1000 }
    budgets: [{ money: 5000, per: month }]
    limits: {}
    stacking: { combines: true, group: a }
    returnOnRefund: true
  - id: five-off
    name: { en: Five off, zh-CN: 立减5 }
    gives: { kind: money-off, amountMinor: 500 }
    limits: {}
    stacking: { combines: true, group: a }
`;

interface Asked {
  readonly body?: unknown;
  readonly key?: string;
  readonly as?: string;
}

async function aShop() {
  const world = aContainer();
  const { container, store } = world;
  await know(store, 'maya', 'ben');
  const api = management(container);
  const keys = new Map<string, string>();
  for (const kind of ['admin', 'write'] as const) {
    const { key } = await createKey(store, { name: kind, kind, createdAt: NOW, createdBy: 'test' }, false);
    keys.set(kind, key);
  }
  const ask = async (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { body, key, as = 'admin' }: Asked = {},
  ) => {
    const headers = {
      authorization: `Bearer ${keys.get(as) ?? ''}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    const event = apiGatewayEvent({ method, path, headers, ...(body === undefined ? {} : { body }) });
    const answer = await api(event, aContext());
    return { status: answer?.statusCode ?? 0, body: JSON.parse(answer?.body ?? 'null') };
  };
  expect((await ask('PUT', '/v1/offers', { body: { source: OFFERS } })).status).toBe(200);
  const give = async (offer = 'ten-off', key = 'g1', customer = 'maya'): Promise<string> =>
    (await ask('POST', `/v1/customers/${customer}/offers`, { body: { offer }, key })).body.code;
  const upkeep = async (): Promise<Task[]> => {
    const { task } = await container.waveDeps(() => true);
    const due = (await store.tasks('offer')).filter(
      ({ dueAt }) => dueAt !== null && dueAt <= world.clock.now,
    );
    for (const one of due) await task(one, world.clock.now);
    return due;
  };
  const told = async (order: object, properties: object) => {
    const { model, book } = await container.inForce();
    const deps = { store, addressKeyOf, settings: container.settings, model };
    const event = {
      kind: 'order',
      source: 'shop',
      messageId: JSON.stringify([order, properties]),
      customerId: MAYA,
    } as const;
    await applyEvent(
      deps,
      book,
      {
        ...event,
        at: NOW,
        order: anOrder({ customerId: MAYA, at: NOW, ...order }),
        properties: { ...properties },
      },
      NOW,
    );
    return upkeep();
  };
  return { ...world, ask, give, told };
}

const ORDER = { customer: 'maya', amountMinor: 8_000 };

describe('coupons over the API', () => {
  it('let a checkout with a write key redeem, and nothing else', async () => {
    const { ask, give } = await aShop();
    const code = await give();
    const checkout = { body: { ...ORDER, order: 'A-1' }, key: 'k1', as: 'write' };
    expect(
      (await ask('POST', `/v1/coupons/${code}/validate`, { body: ORDER, as: 'write' })).body,
    ).toMatchObject({
      valid: true,
      discountMinor: 1_000,
    });
    expect((await ask('POST', `/v1/coupons/${code}/reservations`, checkout)).status).toBe(200);
    expect(
      (await ask('POST', `/v1/coupons/${code}/redemptions`, { ...checkout, key: 'k2' })).body,
    ).toMatchObject({
      repeated: false,
      coupon: { state: 'redeemed', spentMinor: 1_000 },
    });
    expect(
      (await ask('POST', `/v1/coupons/${code}/redemptions`, { ...checkout, key: 'k2' })).body.repeated,
    ).toBe(true);
    for (const path of ['/v1/offers', `/v1/coupons/${code}`])
      expect((await ask('GET', path, { as: 'write' })).status).toBe(403);
    expect((await ask('POST', `/v1/coupons/${code}/void`, { body: {}, as: 'write' })).status).toBe(403);
  });

  it('need an idempotency key to be redeemed', async () => {
    const { ask, give } = await aShop();
    const code = await give();
    const answer = await ask('POST', `/v1/coupons/${code}/redemptions`, { body: ORDER });
    expect(answer).toMatchObject({ status: 400, body: { field: 'idempotency-key' } });
  });

  it('answer alike whatever is wrong with a code, and slow down who guesses', async () => {
    const { ask, clock, give } = await aShop();
    const code = await give();
    const tries = ['NOPE-1', '222222-222222-222222', `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`];
    const answers = await Promise.all(
      tries.map((one) => ask('POST', `/v1/coupons/${one}/redemptions`, { body: ORDER, key: 'k' })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.detail}`)).size).toBe(1);
    const guess = (customer: string) =>
      ask('POST', '/v1/coupons/NOPE-2/validate', { body: { ...ORDER, customer } });
    for (let n = 0; n < 10; n += 1) await guess('maya');
    expect((await guess('maya')).status).toBe(429);
    expect((await guess('ben')).status).toBe(200);
    clock.now += HOUR_MS;
    expect((await guess('maya')).status).toBe(200);
  });

  it('say whether codes go together in one order, and which do best', async () => {
    const { ask, give } = await aShop();
    const [ten, five] = [await give(), await give('five-off', 'g2')];
    const body = { ...ORDER, with: [ten] };
    expect((await ask('POST', `/v1/coupons/${five}/validate`, { body })).body).toMatchObject({
      valid: false,
      reason: 'stacking-group',
      best: [ten],
    });
  });

  it('come back where a person of the shop takes them, whoever has them', async () => {
    const { ask, give } = await aShop();
    const code = await give();
    expect((await ask('POST', `/v1/coupons/${code}/void`, { body: {} })).body).toMatchObject({
      voided: true,
    });
    expect((await ask('GET', `/v1/coupons/${code}`)).body).toMatchObject({ state: 'void', customer: 'maya' });
  });

  it('are given under one idempotency key once, within the budget', async () => {
    const { ask, give } = await aShop();
    expect(await give()).toBe(await give());
    for (const key of ['b', 'c', 'd', 'e']) await give('ten-off', key);
    const refused = await ask('POST', '/v1/customers/maya/offers', { body: { offer: 'ten-off' }, key: 'f' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'budget' } });
    const { body } = await ask('GET', '/v1/offers/report');
    expect(body.items[0]).toMatchObject({ offer: 'ten-off', granted: 5, open: 5, heldMinor: 5_000 });
    expect(body.items[0].budgets).toMatchObject([{ limit: 5_000, used: 5_000, left: 0 }]);
  });
});

describe('an order event with a coupon', () => {
  it('redeems it, once, however it is told', async () => {
    const { ask, give, told, store } = await aShop();
    const code = await give();
    await told({ id: 'A-1', amountMinor: 7_000 }, { coupon: code, discount: 10 });
    const coupon = (await ask('GET', `/v1/coupons/${code}`)).body;
    expect(coupon).toMatchObject({ state: 'redeemed', spentMinor: 1_000, marks: [{ order: 'A-1' }] });
    const again = { body: { ...ORDER, order: 'A-1' }, key: 'k' };
    expect((await ask('POST', `/v1/coupons/${code}/redemptions`, again)).body.repeated).toBe(true);
    expect((await store.factsOf(customerId('maya'), 20)).filter(({ kind }) => kind === 'offer')).toHaveLength(
      1,
    );
  });

  it('that cannot be redeemed is a fact that says why', async () => {
    const { give, told, store } = await aShop();
    const code = await give('ten-off', 'g1', 'ben');
    await told({ id: 'A-1', amountMinor: 7_000 }, { coupon: code });
    const [fact] = (await store.factsOf(MAYA, 20)).filter(({ kind }) => kind === 'offer');
    expect(fact?.body).toMatchObject({ what: 'not-redeemed', reason: 'other-customer', order: 'A-1' });
  });

  it('gives the use back when the order is refunded whole, in one refund or in parts, and only then', async () => {
    const { ask, give, told } = await aShop();
    const code = await give();
    await told({ id: 'A-1', amountMinor: 7_000 }, { coupon: code });
    const state = async () => (await ask('GET', `/v1/coupons/${code}`)).body.state;
    await told({ id: 'r-1', amountMinor: -1_000 }, { order_id: 'A-1' });
    expect(await state()).toBe('redeemed');
    await told({ id: 'r-1', amountMinor: -1_000 }, { order_id: 'A-1', told: 'again' });
    await told({ id: 'r-2', amountMinor: -5_999 }, { order_id: 'A-1' });
    expect(await state()).toBe('redeemed');
    await told({ id: 'r-3', amountMinor: -1 }, { order_id: 'A-1' });
    expect(await state()).toBe('issued');
    await told({ id: 'A-2', amountMinor: 7_000 }, { coupon: code });
    await told({ id: 'r-4', amountMinor: -7_000 }, { order_id: 'A-1' });
    expect(await state()).toBe('redeemed');
    await told({ id: 'r-5', amountMinor: -7_000 }, { order_id: 'A-2' });
    expect(await state()).toBe('issued');
  });
});

it('a refund that is told before its order gives no use back', async () => {
  const { ask, give, told } = await aShop();
  const code = await give();
  await told({ id: 'r-1', amountMinor: -7_000 }, { order_id: 'A-1' });
  await told({ id: 'A-1', amountMinor: 7_000 }, { coupon: code });
  expect((await ask('GET', `/v1/coupons/${code}`)).body.state).toBe('redeemed');
});

describe('a pool over the API', () => {
  it('takes codes in, counts duplicates and tells bad lines', async () => {
    const { ask } = await aShop();
    const source = 'name;code\nx;SPRING-1\ny;spring-1\nz;!!\nw;SPRING-2\n';
    const put = () => ask('POST', '/v1/coupon-pools/spring', { body: { source } });
    expect((await put()).body).toEqual({
      pool: 'spring',
      accepted: 2,
      duplicates: 1,
      rejected: 1,
      rejects: [{ line: 4, code: '!!', problem: 'not-a-code' }],
      free: 2,
    });
    expect((await put()).body).toMatchObject({ accepted: 0, duplicates: 3, free: 2 });
    expect((await ask('GET', '/v1/coupon-pools/spring')).body).toMatchObject({ codes: 2, free: 2, given: 0 });
  });

  it('tells a row that cannot be read as it stands, and a name no pool can have', async () => {
    const { ask } = await aShop();
    const source = 'code\n"A1\nSPRING-1\n';
    expect((await ask('POST', '/v1/coupon-pools/spring', { body: { source } })).body).toMatchObject({
      accepted: 1,
      rejects: [{ line: 2, code: '"A1', problem: 'not-a-code' }],
    });
    const named = await ask('POST', '/v1/coupon-pools/Spring!', { body: { source } });
    expect(named).toMatchObject({ status: 400, body: { code: 'misuse', field: 'id' } });
    expect(String(named.body['detail'])).toContain('"Spring!"');
  });
});
