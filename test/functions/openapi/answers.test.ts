import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Jobs } from '../../../core/jobs.ts';
import { OPERATIONS, problemSchema } from '../../../functions/openapi/openApiDocument.ts';
import { begunJob } from '../../../functions/openapi/answers/operations.ts';
import { isRouteName, ROUTE_ROLES } from '../../../functions/shared/access.ts';
import { aContainer } from '../../support/aContainer.ts';
import { call } from '../management/call.ts';
import { JOURNEY, BLOCK, api, held, askUnder, ask, file, firstIdOf, track } from './answering.ts';

afterAll(() => api.close());

beforeAll(async () => {
  const days = [1, 40, 80, 120].map((day) => new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10));
  const orders = ['ann', 'bob', 'cy'].flatMap((id, n) =>
    days.slice(n).map((day) => `${id},${day},20.00,mug`),
  );
  await ask('POST', '/v1/imports/orders', {
    file: file('orders.csv', `customer,date,amount,item\n${orders.join('\n')}\nbad,never,1,mug\n`),
    map: 'customer=customer,date=date,amount=amount,item=item',
    currency: 'USD',
  });
  await ask('POST', '/v1/imports/customers', {
    file: file(
      'people.csv',
      'id,email,name,phone\nann,ann@x.example,Ann,+4915112345678\nbob,bob@x.example,Bob,\n',
    ),
  });
  const consents =
    'address,topic,state,at,source,wording,basis\nann@x.example,service,yes,2026-01-01,form,Yes,express\n';
  await ask('POST', '/v1/imports/consents', { file: file('consents.csv', consents) });
  await ask('POST', '/v1/imports/suppressions', {
    file: file('out.csv', 'EmailAddress,Reason,LastUpdateTime\nold@x.example,BOUNCE,2026-01-01\n'),
    map: 'address=EmailAddress,reason=Reason,at=LastUpdateTime',
  });
  await ask('POST', '/v1/imports/events', {
    file: file('sent.csv', 'customer,date,campaign\nann,2026-02-01,c\nbad,never,c\n'),
    map: 'customer=customer,date=date,property.campaign_id=campaign',
    event: 'Campaign Received',
  });
  await ask('POST', '/v1/evaluations', { at: '2026-05-10' });
  await ask('POST', '/v1/journeys/validate', { source: JOURNEY });
  await ask('POST', '/v1/journeys/plan', { sources: [{ source: JOURNEY, name: 'hello.yaml' }] });
  await ask('POST', '/v1/journeys', { source: JOURNEY, enrol: { kind: 'new-only' } });
  await ask('POST', '/v1/journeys/hello/entries', { customer: 'ann' });
  await ask('POST', '/v1/waves');
  await track({
    userId: 'ann',
    event: 'Complaint Opened',
    messageId: 'c1',
    properties: { complaint_id: 'c-1' },
  });
  await track({ userId: 'ann', event: 'Order Completed', messageId: 'o1', properties: { order_id: 'x' } });
}, 60_000);

describe('what the API answers is what its document says', () => {
  it('of people', async () => {
    await ask('GET', '/v1/customers', undefined, { limit: '2' });
    await ask('GET', '/v1/customers', undefined, { profile: 'true' });
    for (const id of ['ann', 'bob', 'cy']) await ask('GET', `/v1/customers/${id}`);
    await ask('GET', '/v1/customers/ann/export');
    await ask('GET', '/v1/why/ann');
    const tasks = await ask('GET', '/v1/tasks', undefined, { show: 'all' });
    await ask('POST', `/v1/tasks/${encodeURIComponent(firstIdOf(tasks))}/done`, { note: 'called' });
    await ask('POST', '/v1/customers/bob/erasure', { by: 'test' });
    await ask('GET', '/v1/erasures');
    expect(held).toContain('GET /v1/erasures');
  });

  it('of the shop as a whole', async () => {
    for (const view of ['markov', 'cohorts', 'seven-p', 'lost', 'equity'])
      await ask('GET', `/v1/analytics/${view}`);
    await ask('GET', '/v1/analytics/rfm', undefined, { rows: 'true', until: '2026-05-10' });
    await ask('GET', '/v1/campaigns/history');
    expect(held).toContain('GET /v1/analytics/{view}');
  });

  it('of segments', async () => {
    const name = { en: 'x', 'zh-CN': '名' };
    const buyers = { id: 'buyers', kind: 'live', name, rule: { orders: { min: 1 } } };
    const body = { segments: [buyers, { id: 'staff', kind: 'list', name }] };
    await ask('POST', '/v1/segments/validate', body);
    await ask('PUT', '/v1/segments', body);
    await ask('POST', '/v1/segments/preview', { id: 'buyers' });
    await ask('POST', '/v1/segments/recompute', {});
    await ask('GET', '/v1/segments');
    await ask('GET', '/v1/segments/buyers');
    const ids = { customers: ['ann', 'nobody'] };
    await ask('POST', '/v1/segments/staff/members', ids);
    await ask('PUT', '/v1/segments/staff/members', ids);
    await ask('GET', '/v1/segments/staff/members');
    await ask('POST', '/v1/segments/staff/members/removals', ids);
    expect(held).toContain('POST /v1/segments/staff/members/removals'.replace('staff', '{id}'));
  });

  it('of what the shop sells, and what of it to show whom', async () => {
    const items = [
      { item: 'mug', name: 'Mug', priceMinor: 2_000, costMinor: 800, category: 'table', durable: true },
    ];
    await ask('PUT', '/v1/catalogue', { currency: 'USD', items });
    await ask('POST', '/v1/catalogue/items', { items: [{ item: 'lid', name: 'Lid' }] });
    await ask('PATCH', '/v1/catalogue/items/lid', { stock: 3 });
    await ask('GET', '/v1/catalogue');
    await ask('POST', '/v1/recommendations/train', {});
    await ask('GET', '/v1/customers/ann/recommendations', undefined, { dropped: 'true' });
    await ask('GET', '/v1/customers/cy/recommendations', undefined, {
      slot: 'replenish',
      'max-price': '9.50',
    });
    await ask('GET', '/v1/recommendations/rules', undefined, { item: 'mug' });
    expect(held).toContain('GET /v1/recommendations/rules');
    await ask('GET', '/v1/recommendations/report');
    await ask('GET', '/v1/customers/cy/relationship');
    await ask('GET', '/v1/surveys');
  });

  it('of journeys and templates', async () => {
    await ask('GET', '/v1/journeys');
    await ask('GET', '/v1/journeys/hello');
    await ask('GET', '/v1/journeys/hello/lift', undefined, { metric: 'revenue' });
    await ask('POST', '/v1/journeys', { source: JOURNEY.replace('50', '60') });
    await ask('POST', '/v1/journeys/plan', { sources: [{ source: JOURNEY }, { source: 'id: broken' }] });
    await ask('POST', '/v1/journeys/hello/migrations', { preview: true });
    await ask('POST', '/v1/journeys/hello/migrations', {});
    await ask('POST', '/v1/templates/lint', BLOCK);
    await ask('POST', '/v1/templates', BLOCK);
    await ask('POST', '/v1/templates/shipped');
    await ask('GET', '/v1/templates');
    await ask('GET', '/v1/templates/hi');
    await ask('POST', '/v1/templates/hi/preview', { customer: 'ann' });
    await ask('POST', '/v1/templates/delivered-thanks/preview', {});
    await ask('POST', '/v1/test-sends', { template: 'delivered-thanks', to: ['me@x.example'] });
    expect(held).toContain('POST /v1/test-sends');
  });

  it('of messages and what holds them back', async () => {
    await ask('POST', '/v1/messages', {
      template: 'delivered-thanks',
      customer: 'ann',
      idempotencyKey: 'm1',
    });
    const mailbox = await ask('GET', '/v1/messages');
    await ask('GET', `/v1/messages/${firstIdOf(mailbox)}`);
    await ask('GET', '/v1/ledger/check');
    await ask('GET', '/v1/ledger/decisions', undefined, { limit: '1' });
    await ask('GET', '/v1/ledger/decisions', undefined, { customer: 'ann' });
    await ask('POST', '/v1/suppressions', { address: 'spam@x.example', reason: 'spam-complaint' });
    await ask('GET', '/v1/suppressions');
    await ask('POST', '/v1/suppressions/removals', { address: 'spam@x.example', force: true });
    await ask('POST', '/v1/sending/stop', { why: 'a test' });
    await ask('GET', '/v1/sending');
    await ask('POST', '/v1/sending/resume');
    await ask('GET', '/v1/sending/guard');
    await ask('GET', '/v1/deliverability');
    await ask('POST', '/v1/simulations', { from: '2026-01-01', to: '2026-02-01' });
    expect(held).toContain('POST /v1/simulations');
  });

  it('of the loyalty programme and points', async () => {
    const source = readFileSync(new URL('../../../workflows/loyalty.yaml', import.meta.url), 'utf8');
    await ask('GET', '/v1/loyalty');
    await ask('POST', '/v1/loyalty/validate', { source: 'tiers: 3' });
    await ask('PUT', '/v1/loyalty', { source });
    await ask('GET', '/v1/loyalty');
    await ask('GET', '/v1/customers/ann/points');
    await ask('POST', '/v1/customers/ann/points', { points: 700, reason: 'welcome' });
    await ask('POST', '/v1/customers/ann/points/redemptions', { points: 500 });
    const { items } = z
      .object({ items: z.array(z.object({ operation: z.string(), kind: z.string() })) })
      .parse(
        z.looseObject({ entries: z.unknown() }).parse(await ask('GET', '/v1/customers/ann/points')).entries,
      );
    const operation = items.find(({ kind }) => kind === 'redeem')?.operation.replace('redeem:', '') ?? '';
    await ask('POST', '/v1/customers/ann/points/redemptions/release', { operation });
    await ask('GET', '/v1/loyalty/liability');
    await ask('GET', '/v1/loyalty/check');
    await ask('POST', '/v1/loyalty/simulations', { tiers: { gold: 50_000 } });
    await ask('POST', '/v1/loyalty/reassessments', {});
    expect(held).toContain('POST /v1/customers/{id}/points/redemptions/release');
  });

  it('of campaigns', async () => {
    const source = (id: string, more = '') =>
      `id: ${id}\nname: { en: Tea, zh-CN: 茶 }\naudience: { reachable: email }\ntopic: offers\nmessages: [{ template: win-back-reason }]\n${more}`;
    await ask('POST', '/v1/campaigns/validate', { source: source('tea', 'holdout: 3') });
    await ask('POST', '/v1/campaigns/preview', { source: source('tea') });
    await ask('POST', '/v1/campaigns/replay', { source: source('tea'), from: '2026-01-01' });
    await ask('POST', '/v1/campaigns', {
      source: source('tea', 'schedule: { on: instant, at: 2999-01-01 }'),
    });
    await ask('POST', '/v1/campaigns/tea/launch', { note: 'go' });
    await ask('POST', '/v1/campaigns/tea/pause');
    await ask('POST', '/v1/campaigns/tea/resume');
    await ask('POST', '/v1/campaigns/tea/cancel');
    await ask('POST', '/v1/campaigns/tea/clone', { as: 'tea-2' });
    await ask('POST', '/v1/campaigns', {
      source: source('calls', 'schedule: { on: call }').replace('audience: { reachable: email }\n', ''),
    });
    await ask('POST', '/v1/campaigns/calls/launch');
    await ask('POST', '/v1/campaigns/calls/trigger', { customers: ['nobody'] });
    await ask('POST', '/v1/campaigns', { source: source('big', 'approvalAbove: 0') });
    await ask('POST', '/v1/campaigns/big/submit');
    const { writeKey } = z
      .object({ writeKey: z.string() })
      .parse(
        (await api.request({ method: 'POST', path: '/v1/keys', body: { name: 'noa', kind: 'marketer' } }))
          .body,
      );
    const approval = await api.requestAs(
      { method: 'POST', path: '/v1/campaigns/big/approve' },
      `Bearer ${writeKey}`,
    );
    expect([
      approval.status,
      OPERATIONS['POST /v1/campaigns/{id}/approve'].answer.safeParse(approval.body).error,
    ]).toEqual([200, undefined]);
    held.add('POST /v1/campaigns/{id}/approve');
    await ask('GET', '/v1/campaigns');
    await ask('GET', '/v1/campaigns/tea');
    await ask('GET', '/v1/campaigns/tea/report');
  });

  it('of offers and coupons', async () => {
    const source = readFileSync(new URL('../../../workflows/offers.yaml', import.meta.url), 'utf8');
    await ask('GET', '/v1/offers');
    await ask('POST', '/v1/offers/validate', { source: 'offers: 3' });
    await ask('PUT', '/v1/offers', { source });
    await ask('GET', '/v1/offers');
    const given = await ask('POST', '/v1/customers/ann/offers', { offer: 'five-off' });
    const { code } = z.object({ code: z.string() }).parse(given);
    const order = { customer: 'ann', amountMinor: 5_000 };
    await ask('POST', `/v1/coupons/${code}/validate`, order);
    await ask('POST', '/v1/coupons/NOPE/validate', order);
    const use = (what: string, key: string) =>
      askUnder(key, `/v1/coupons/${code}/${what}`, { ...order, order: 'o-1' });
    await use('reservations', 'r');
    await ask('POST', `/v1/coupons/${code}/release`, { reservation: 'r', customer: 'ann' });
    await use('redemptions', 'k');
    await ask('GET', `/v1/coupons/${code}`);
    await ask('POST', `/v1/coupons/${code}/void`, {});
    await ask('GET', '/v1/customers/ann/offers');
    await ask('GET', '/v1/offers/report');
    await ask('POST', '/v1/coupon-pools/spring', { source: 'code\nSPRING-1\n!\n' });
    await ask('GET', '/v1/coupon-pools/spring');
    expect(held).toContain('POST /v1/coupons/{code}/redemptions');
  });

  it('of win-back', async () => {
    const source = readFileSync(new URL('../../../workflows/win-back.yaml', import.meta.url), 'utf8');
    await ask('GET', '/v1/win-back');
    await ask('POST', '/v1/win-back/validate', { source: 'windowDays: 3' });
    await ask('PUT', '/v1/win-back', { source }, { backlog: '10' });
    await ask('GET', '/v1/win-back');
    await ask('GET', '/v1/win-back/verdicts', undefined, { most: '3', at: '2027-03-01' });
    await ask('GET', '/v1/win-back/learned');
    for (const id of ['ann', 'cy']) await ask('GET', `/v1/customers/${id}/win-back`);
    await ask('POST', '/v1/win-back/simulations', { from: '2026-01-01', to: '2026-02-01' });
    expect(held).toContain('GET /v1/win-back/verdicts');
  });

  it('of the system itself', async () => {
    await ask('GET', '/v1/parked');
    await ask('POST', '/v1/parked/redrive', { ids: ['nobody'] });
    await ask('POST', '/v1/parked/redrive', { all: true });
    await ask('GET', '/v1/webhooks/failed');
    await ask('POST', '/v1/webhooks/redrive', { ids: ['nobody'] });
    await ask('GET', '/v1/webhooks/secrets');
    await ask('POST', '/v1/webhooks/secrets/rotate');
    await ask('POST', '/v1/webhooks/secrets/retire');
    await ask('GET', '/v1/events/rejected');
    await ask('GET', '/v1/settings');
    await ask('POST', '/v1/settings/validate', { source: 'shop: { name: 3 }' });
    await ask('PUT', '/v1/settings', { source: 'shop: { name: Tea }' });
    await ask('POST', '/v1/keys', { name: 'ci', kind: 'viewer' });
    await ask('GET', '/v1/keys');
    await ask('DELETE', '/v1/keys/ci');
    expect(held).toContain('DELETE /v1/keys/{name}');
  });

  it('of jobs, where the system is deployed', async () => {
    const states = [
      { kind: 'running' as const },
      { kind: 'done' as const, result: { accepted: 1, rejectFile: 'imports/x/rejects' } },
      { kind: 'failed' as const, error: 'map-unknown', cause: 'no such column' },
    ];
    const jobs: Jobs = { start: async () => ({ id: 'import.x' }), look: async () => states.shift() ?? null };
    const uploads = {
      offer: async () => ({ upload: 'uploads/1', url: 'https://s3.example/1', headers: {} }),
      link: async () => 'https://s3.example/rejects',
    };
    const { container } = aContainer({ jobs, uploads });
    const offered = await call<unknown>(container, '/v1/uploads', { method: 'POST' });
    expect(OPERATIONS['POST /v1/uploads'].answer.safeParse(offered.body).error).toBeUndefined();
    held.add('POST /v1/uploads');
    const body = JSON.stringify({ upload: 'uploads/1', name: 'o.csv', map: 'm', currency: 'USD' });
    const begun = await call<unknown>(container, '/v1/imports/orders', { method: 'POST', body });
    expect([begun.status, begunJob.safeParse(begun.body).error]).toEqual([202, undefined]);
    for (const status of ['running', 'done', 'failed']) {
      const { body: seen } = await call<unknown>(container, '/v1/jobs/import.x');
      expect(OPERATIONS['GET /v1/jobs/{id}'].answer.safeParse(seen).error).toBeUndefined();
      expect(seen).toMatchObject({ status });
    }
    held.add('GET /v1/jobs/{id}');
    expect((await call(container, '/v1/jobs/import.x')).status).toBe(404);
  });

  it('of a refusal', async () => {
    const { status, body } = await api.request({ method: 'GET', path: '/v1/customers/nobody' });
    expect([status, problemSchema.safeParse(body).error]).toEqual([404, undefined]);
  });

  it('of every route but what asks DNS, and what needs a pause of the guard', () => {
    const others = Object.keys(ROUTE_ROLES)
      .filter(isRouteName)
      .filter((name) => !held.has(name));
    expect(others).toEqual(['POST /v1/sending/guard/resume', 'GET /v1/domains/{domain}/check']);
  });
});
