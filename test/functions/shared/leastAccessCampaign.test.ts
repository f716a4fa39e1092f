import { expect, it } from 'vitest';
import { newPerson } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import { campaignLetIn } from '../../../functions/campaignLetIn/handler.ts';
import { campaignPlan } from '../../../functions/campaignPlan/handler.ts';
import { campaignRecordFailure } from '../../../functions/campaignRecordFailure/handler.ts';
import { journeyWavePlan } from '../../../functions/journeyWavePlan/handler.ts';
import { apiHandler } from '../../../functions/management/apiHandler.ts';
import { definitionRoutes } from '../../../functions/management/definitionRoutes.ts';
import { marketingRoutes } from '../../../functions/management/marketingRoutes.ts';
import { upkeepRunners } from '../../../functions/shared/runners/upkeepRunners.ts';
import { aDeployment, type Deployment } from '../../support/grantedDeployment.ts';
import { aTemplate, knowTemplates } from '../../support/journeyWorld.ts';
import { bearer } from '../../support/signedIn.ts';

function request(method: string, path: string, authorization: string, body?: unknown) {
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: { authorization },
    requestContext: { http: { method, path }, requestId: 'r' },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

const SPRING = `id: spring
name: { en: Spring, zh-CN: 春季 }
audience: { reachable: email }
topic: service
class: service
messages: [{ template: order-receipt }]
`;

/** The alarm of a campaign, rung by the function that keeps up. */
async function ringer({ start }: Deployment) {
  return start('upkeepDrain', ({ container }) => async () => {
    const { settings, settingsVersion } = container;
    const runners = upkeepRunners.tasks({
      container,
      ...(await container.inForce()),
      settings,
      settingsVersion,
    });
    const task = await container.store.loadTask('campaign/spring');
    return task === null ? null : runners.campaign?.(task, container.now());
  });
}

async function runsACampaign(deployment: Deployment): Promise<void> {
  const { start, store, clock } = deployment;
  const person = { ...newPerson(customerId('ann'), 0), email: 'ann@people.example' };
  await store.importPeople([{ person, consents: [] }]);
  await knowTemplates(store, [aTemplate('order-receipt')]);
  const admin = await bearer('admin', clock.now);
  const api = await start('marketing', ({ container }) => apiHandler(container, marketingRoutes(container)));
  const ask = (method: string, path: string, body?: unknown) =>
    api({ ...request(method, `/v1/campaigns${path}`, admin, body), pathParameters: { id: 'spring' } });
  const keep = await start('definitions', ({ container }) =>
    apiHandler(container, definitionRoutes(container)),
  );
  expect(await keep(request('POST', '/v1/campaigns', admin, { source: SPRING }))).toMatchObject({
    statusCode: 200,
  });
  expect(await ask('POST', '/spring/launch', {})).toMatchObject({ statusCode: 200 });
  const ring = await ringer(deployment);
  expect([await ring({}), await ring({})]).toEqual(['again', 'again']);
  const ref = { campaign: 'spring', run: 1 };
  const plan = await start('campaignPlan', ({ container }) => campaignPlan(container));
  expect(await plan(ref)).toEqual({ ...ref, step: 'go-on' });
  const admit = await start('campaignLetIn', ({ container }) => campaignLetIn(container));
  expect(await admit(ref)).toEqual({ ...ref, step: 'over' });
  expect(await ask('GET', '/spring/report')).toMatchObject({ statusCode: 200 });
  expect(await ask('POST', '/spring/pause', {})).toMatchObject({ statusCode: 200 });
  expect(await ask('POST', '/spring/cancel', {})).toMatchObject({ statusCode: 200 });
  await ring({});
  const failed = await start('campaignRecordFailure', ({ container }) => campaignRecordFailure(container));
  await failed({ ...ref, error: 'E', cause: 'c' });
}

it('a campaign runs with what its functions are granted and nothing more', async () => {
  const deployment = await aDeployment();
  // The first wave makes the secrets that the others read.
  await deployment.start('journeyWavePlan', ({ container }) => journeyWavePlan(container));
  await runsACampaign(deployment);
  expect(deployment.refused()).toEqual([]);
});
