import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { customerId } from '../../../../core/ids.ts';
import type { Container } from '../../../../functions/shared/container.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aChange } from '../../../contract/given.ts';
import { anEvent } from '../../../support/builders.ts';
import { call, post } from '../call.ts';

const SOURCE = readFileSync(new URL('../../../../workflows/loyalty.yaml', import.meta.url), 'utf8');

interface Seen {
  readonly code: string;
  readonly detail: string;
  readonly outcome: string;
  readonly available: number;
  readonly worthMinor: number;
  readonly entries: {
    readonly items: readonly { readonly operation: string }[];
    readonly next: string | null;
    readonly total: number;
  };
  readonly entry: { readonly operation: string; readonly balance: { readonly available: number } };
}

let container: Container;

function ask(path: string, body: unknown, key?: string) {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return call<Seen>(container, path, { method: 'POST', body: JSON.stringify(body), headers });
}

beforeEach(async () => {
  container = aContainer().container;
  await container.store.applyEvent(aChange({ event: anEvent({ customerId: customerId('ann') }) }));
  await call(container, '/v1/loyalty', { method: 'PUT', body: JSON.stringify({ source: SOURCE }) });
});

describe('points of a customer', () => {
  it('are given once for each idempotency key, also the day after', async () => {
    const asked = { points: 700, reason: 'late delivery' };
    const first = await ask('/v1/customers/ann/points', asked, 'k1');
    expect(first.body).toMatchObject({
      outcome: 'posted',
      worthMinor: 700,
      entry: { operation: 'adjust:k1' },
    });
    const again = await ask('/v1/customers/ann/points', asked, 'k1');
    expect(again.body).toMatchObject({ outcome: 'repeated', entry: { operation: 'adjust:k1' } });
    const { body } = await call<Seen>(container, '/v1/customers/ann/points');
    expect(body).toMatchObject({
      available: 700,
      worthMinor: 700,
      tier: { tier: 'member', next: { tier: 'silver', missing: 20_000 } },
    });
  });

  it('are not given, nor said to be, where another sum comes under a key that was used', async () => {
    const path = '/v1/customers/ann/points';
    await ask(path, { points: 700, reason: 'late delivery' }, 'k1');
    for (const points of [900, -700])
      expect(await ask(path, { points, reason: 'late delivery' }, 'k1')).toMatchObject({
        status: 409,
        body: { code: 'key-reused' },
      });
    await ask(`${path}/redemptions`, { points: 500 }, 'cart');
    expect(await ask(`${path}/redemptions`, { points: 600 }, 'cart')).toMatchObject({
      status: 409,
      body: { code: 'key-reused' },
    });
    await ask(`${path}/redemptions/release`, { operation: 'cart' });
    expect(await ask(`${path}/redemptions`, { points: 500 }, 'cart')).toMatchObject({
      status: 409,
      body: { code: 'points-released' },
    });
    expect((await call<Seen>(container, path)).body).toMatchObject({ available: 700 });
  });

  it('list what made them, newest first, page by page', async () => {
    for (let n = 0; n < 5; n += 1)
      await ask('/v1/customers/ann/points', { points: 10, reason: 'x' }, `k${n}`);
    const first = await call<Seen>(container, '/v1/customers/ann/points', { query: { limit: '3' } });
    const { next, total, items } = first.body.entries;
    expect([total, items.map(({ operation }) => operation)]).toEqual([
      5,
      ['adjust:k4', 'adjust:k3', 'adjust:k2'],
    ]);
    const query = { limit: '3', cursor: next ?? '' };
    const rest = await call<Seen>(container, '/v1/customers/ann/points', { query });
    expect(rest.body.entries).toMatchObject({
      items: [{ operation: 'adjust:k1' }, { operation: 'adjust:k0' }],
      next: null,
    });
  });

  it.each([
    ['redemptions', { points: 500 }, 409, 'points-insufficient'],
    ['redemptions', { points: 400 }, 409, 'points-below-minimum'],
    ['redemptions', { points: 550 }, 409, 'points-not-a-step'],
    ['redemptions', { points: 1.5 }, 400, 'misuse'],
    ['redemptions/release', { operation: 'none' }, 404, 'points-not-redeemed'],
  ])('are not redeemed for %s %j', async (way, body, status, code) => {
    const answer = await ask(`/v1/customers/ann/points/${way}`, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('are nobody’s where nobody is known by the id', async () => {
    expect((await call(container, '/v1/customers/nobody/points')).body.code).toBe('unknown-customer');
    expect((await ask('/v1/customers/nobody/points', { points: 1, reason: 'x' })).body.code).toBe(
      'unknown-customer',
    );
  });

  it('are refused where no programme is published', async () => {
    container = aContainer().container;
    const answer = await call(container, '/v1/customers/ann/points');
    expect([answer.status, answer.body.code]).toEqual([409, 'no-loyalty-programme']);
  });

  it('are spent exactly as often as there are enough: 200 redemptions at once of an account that affords 7', async () => {
    await ask('/v1/customers/ann/points', { points: 3_560, reason: 'x' });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        ask('/v1/customers/ann/points/redemptions', { points: 500 }, `r${n}`),
      ),
    );
    const told = answers.map(({ status, body }) => (status === 200 ? body.outcome : body.code));
    expect(told.filter((one) => one === 'posted')).toHaveLength(7);
    expect(told.filter((one) => one === 'points-insufficient')).toHaveLength(193);
    const { body } = await call<Seen>(container, '/v1/customers/ann/points');
    expect(body.available).toBe(60);
  });
});

describe('the programme', () => {
  it('is refused with the field and line that is wrong, and nothing is published', async () => {
    const answer = await call(container, '/v1/loyalty', {
      method: 'PUT',
      body: JSON.stringify({ source: SOURCE.replace('from: 20000', 'from: 90000') }),
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'loyalty-invalid']);
    expect(answer.body.problems.map(({ path }) => path)).toEqual(['tiers.2.from']);
    expect((await call(container, '/v1/loyalty')).body.version).toBe(1);
  });

  it('warns of a tier that is taken away', async () => {
    const source = SOURCE.replace(/ {2}- \{ id: gold.*\n/, '');
    const { body } = await post(container, '/v1/loyalty/validate', { source });
    expect([body.valid, body.problems.map(({ path }) => path)]).toEqual([true, ['tiers']]);
  });

  it.each([
    [{ tiers: { bronze: 5 } }, 400],
    [{ tiers: { silver: 70_000 } }, 400],
    [{ source: 'tiers: 1' }, 422],
  ])('is not simulated with %j', async (body, status) => {
    expect((await post(container, '/v1/loyalty/simulations', body)).status).toBe(status);
  });
});
