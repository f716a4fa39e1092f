import { describe, expect, it } from 'vitest';
import { newPerson } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import { TEST_ISSUER } from '../../support/signedIn.ts';
import { aContainer } from '../../support/aContainer.ts';
import { OPEN_SETTINGS } from '../../support/campaignWorld.ts';
import { aTemplate, knowTemplates } from '../../support/journeyWorld.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { type Body, call, post } from './call.ts';

const SPRING = `
id: spring
name: { en: Spring, zh-CN: 春季 }
audience: { reachable: email }
topic: offers
messages:
  - template: hello
`;

async function aShop(approvalAbove = 1_000) {
  const { container, store, clock } = aContainer({
    settings: { ...OPEN_SETTINGS, campaigns: { approvalAbove, holdoutShare: 0.1 } },
  });
  await knowTemplates(store, [aTemplate('hello')]);
  const change = {
    topic: 'offers',
    channel: 'email',
    state: 'granted',
    at: 0,
    source: 'test',
    wording: null,
  } as const;
  await store.importPeople(
    ['ann', 'ben', 'eve'].map((id) => ({
      person: { ...newPerson(customerId(id), 0), email: id === 'eve' ? null : `${id}@people.example` },
      consents: id === 'ann' ? [{ contactKey: addressKeyOf('email', 'ann@people.example'), change }] : [],
    })),
  );
  const as = async (name: string) => ({
    authorization: `Bearer ${await TEST_ISSUER.token(name, 'marketer', clock.now)}`,
  });
  return { container, as };
}

describe('campaigns over the API', () => {
  it('say of a definition what is wrong with it, by line', async () => {
    const { container } = await aShop();
    const source = SPRING.replace('hello', 'no-such').replace('topic: offers', 'topic: offers\nholdout: 4');
    const { body } = await post(container, '/v1/campaigns/validate', { source });
    expect(body.valid).toBe(false);
    expect(body.problems.map(({ path, line }) => [path, line])).toEqual([['holdout', 6]]);
    const unknown = await post(container, '/v1/campaigns/validate', {
      source: SPRING.replace('hello', 'no-such'),
    });
    expect(unknown.body.problems.map(({ path, line }) => [path, line])).toEqual([['messages.0.template', 7]]);
    const gone = SPRING.replace('audience: { reachable: email }', 'segment: gone');
    expect((await post(container, '/v1/campaigns', { source: gone })).body).toMatchObject({
      code: 'campaign-invalid',
    });
  });

  it('say how many a definition is for, and how many of them can be written to now', async () => {
    const { container } = await aShop(1);
    const source = SPRING.replace('{ reachable: email }', '{ not: { trait: x, exists: true } }');
    const { body } = await call<Record<string, unknown>>(container, '/v1/campaigns/preview', {
      method: 'POST',
      body: JSON.stringify({ source }),
    });
    expect(body).toMatchObject({
      reach: { audience: 3, reachable: 1, barred: { 'no-address': 1, 'no-consent': 1 } },
      needsApproval: true,
    });
    expect((await call(container, '/v1/campaigns')).body.items).toEqual([]);
  });

  it('are approved by another person than made them, and by nobody below a marketer', async () => {
    const { container, as } = await aShop(0);
    const [mia, noa] = [await as('mia'), await as('noa')];
    const body = JSON.stringify({ source: SPRING });
    await call(container, '/v1/campaigns', { method: 'POST', body, headers: mia });
    const launch = await call(container, '/v1/campaigns/spring/launch', { method: 'POST', headers: mia });
    expect([launch.status, launch.body.code]).toEqual([409, 'approval-needed']);
    const own = await call(container, '/v1/campaigns/spring/approve', { method: 'POST', headers: mia });
    expect([own.status, own.body.code]).toEqual([403, 'approval-by-author']);
    const viewer = { authorization: `Bearer ${await TEST_ISSUER.token('vic', 'viewer', container.now())}` };
    expect(
      (await call(container, '/v1/campaigns/spring/approve', { method: 'POST', headers: viewer })).status,
    ).toBe(403);
    expect(
      (await call(container, '/v1/campaigns/spring/approve', { method: 'POST', headers: noa })).status,
    ).toBe(200);
    const again = await call<Body & { state: string }>(container, '/v1/campaigns/spring/launch', {
      method: 'POST',
      headers: mia,
    });
    expect(again.body.state).toBe('scheduled');
  });

  it('that were launched are changed no more', async () => {
    const { container } = await aShop();
    await post(container, '/v1/campaigns', { source: SPRING });
    await post(container, '/v1/campaigns/spring/launch', {});
    const edit = await post(container, '/v1/campaigns', { source: `${SPRING}priority: 70\n` });
    expect([edit.status, edit.body.code]).toEqual([409, 'campaign-state']);
    expect((await post(container, '/v1/campaigns/spring/resume', {})).status).toBe(409);
    expect((await post(container, '/v1/campaigns/nobody/pause', {})).status).toBe(404);
  });

  it('keep their journeys: nobody publishes one under the name of a campaign', async () => {
    const { container } = await aShop();
    const source = `id: campaign-spring\nname: { en: A, zh-CN: 甲 }\ntopic: offers\nclass: promotional\nentry: [{ on: api }]\nstart: end\nnodes: { end: { type: end } }\n`;
    const { body } = await post(container, '/v1/journeys', { source });
    expect(body.problems.map(({ code }) => code)).toContain('campaign-journey');
  });

  it('that run by call answer for each customer, and once for each idempotency key', async () => {
    const { container } = await aShop();
    const source = SPRING.replace(
      'audience: { reachable: email }',
      'schedule: { on: call }\nclass: transactional',
    );
    await post(container, '/v1/campaigns', { source });
    await post(container, '/v1/campaigns/spring/launch', {});
    const trigger = () =>
      call(container, '/v1/campaigns/spring/trigger', {
        method: 'POST',
        body: JSON.stringify({ customers: ['ann', 'nobody', 'ann'], properties: { total: '9.00' } }),
        headers: { 'idempotency-key': 'k1' },
      });
    const first = await trigger();
    expect(first.body).toEqual({
      campaign: 'spring',
      entered: 1,
      items: [
        { customer: 'ann', outcome: 'entered' },
        { customer: 'nobody', outcome: 'unknown-customer' },
      ],
    });
    expect((await trigger()).body).toEqual(first.body);
  });
});
