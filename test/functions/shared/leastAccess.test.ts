import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { decisionId } from '../../../core/ids.ts';
import { eraseRecordFailure } from '../../../functions/eraseRecordFailure/handler.ts';
import { importRecordFailure } from '../../../functions/importRecordFailure/handler.ts';
import { inboundPost } from '../../../functions/inboundPost/handler.ts';
import { lifecycleRecordFailure } from '../../../functions/lifecycleRecordFailure/handler.ts';
import { definitionRoutes } from '../../../functions/management/definitionRoutes.ts';
import { segmentsJudge } from '../../../functions/segmentsJudge/handler.ts';
import { judgeExperiments } from '../../../functions/judgeExperiments/handler.ts';
import { insightRoutes } from '../../../functions/management/insightRoutes.ts';
import { messageRoutes } from '../../../functions/management/messageRoutes.ts';
import { publicPages } from '../../../functions/pages/handler.ts';
import { linkUrl } from '../../../functions/shared/links.ts';
import { loadShipped } from '../../../workflows/shipped.ts';
import { HOUR_MS } from '../../../core/time.ts';
import { eraseBegin } from '../../../functions/eraseBegin/handler.ts';
import { eraseStep } from '../../../functions/eraseStep/handler.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { factArchive } from '../../../functions/factArchive/handler.ts';
import { importFinish } from '../../../functions/importFinish/handler.ts';
import { importPart } from '../../../functions/importPart/handler.ts';
import { importPlan } from '../../../functions/importPlan/handler.ts';
import { inbound } from '../../../functions/inbound/handler.ts';
import { journeyWaveDrain } from '../../../functions/journeyWaveDrain/handler.ts';
import { journeyWavePlan } from '../../../functions/journeyWavePlan/handler.ts';
import { lifecycleEnterStage } from '../../../functions/lifecycleEnterStage/handler.ts';
import { lifecycleFinish } from '../../../functions/lifecycleFinish/handler.ts';
import { lifecycleFit } from '../../../functions/lifecycleFit/handler.ts';
import { lifecycleMap } from '../../../functions/lifecycleMap/handler.ts';
import { lifecyclePrepare } from '../../../functions/lifecyclePrepare/handler.ts';
import { lifecycleSummarise } from '../../../functions/lifecycleSummarise/handler.ts';
import { operationRoutes } from '../../../functions/management/operationRoutes.ts';
import { apiHandler } from '../../../functions/management/apiHandler.ts';
import { providerEvents } from '../../../functions/providerEvents/handler.ts';
import { recommendTrain } from '../../../functions/recommendTrain/handler.ts';
import { tracking } from '../../../functions/tracking/handler.ts';
import { aJourney, MAYA, NOW } from '../../support/builders.ts';
import { aDeployment, type Deployment } from '../../support/grantedDeployment.ts';
import { bearer } from '../../support/signedIn.ts';
import { basic, WRITE_KEY } from '../tracking/aTracker.ts';

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

const records = (...bodies: unknown[]) => ({
  Records: bodies.map((body, n) => ({ messageId: `r${n}`, body: JSON.stringify(body) })),
});

const BATCH = {
  batch: [
    {
      type: 'identify',
      userId: MAYA,
      messageId: 'm1',
      traits: { email: 'maya@example.org', phone: '+4915112345678' },
    },
    {
      type: 'track',
      event: 'Order Completed',
      userId: MAYA,
      messageId: 'm2',
      properties: {
        order_id: 'o1',
        revenue: 20,
        currency: 'EUR',
        products: [{ product_id: 'mug', quantity: 1, price: 20 }],
      },
    },
    { type: 'nonsense', userId: MAYA, messageId: 'm3' },
  ],
};

async function takesEvents({ start }: Deployment): Promise<void> {
  const track = await start('tracking', ({ container }) => tracking(container));
  expect(await track(request('POST', '/v1/batch', basic(WRITE_KEY), BATCH))).toMatchObject({
    statusCode: 200,
  });
  const intake = await start('eventIntake', ({ container }) => eventIntake(container));
  const event = {
    kind: 'tracked',
    source: 'shop',
    messageId: 'q1',
    customerId: MAYA,
    at: NOW,
    name: 'Seen',
    properties: {},
  };
  expect(await intake(records(event))).toEqual({ batchItemFailures: [] });
  const told = await start('providerEvents', ({ container }) => providerEvents(container));
  expect(await told(records({ eventType: 'Bounce' }))).toEqual({ batchItemFailures: [] });
  const wrote = await start('inbound', ({ container }) => inbound(container));
  const sms = {
    originationNumber: '+4915199999999',
    destinationNumber: '+49111',
    messageKeyword: 'K',
    messageBody: 'hello',
    inboundMessageId: 'i1',
  };
  expect(await wrote(records(sms))).toEqual({ batchItemFailures: [] });
}

async function runsAWave({ start, clock }: Deployment): Promise<void> {
  clock.now += HOUR_MS;
  const plan = await start('journeyWavePlan', ({ container }) => journeyWavePlan(container));
  const { workers } = await plan({});
  const drain = await start('journeyWaveDrain', ({ container }) => journeyWaveDrain(container));
  const upkeep = await start('upkeepDrain', ({ container }) => journeyWaveDrain(container));
  for (const worker of workers as { lanes: string[] }[])
    await (worker.lanes[0] === 'upkeep' ? upkeep : drain)(worker);
}

async function evaluates({ start, clock }: Deployment): Promise<void> {
  const prepare = await start('lifecyclePrepare', ({ container }) => lifecyclePrepare(container));
  const plan: { segments: number[] } = await prepare({});
  const summarise = await start('lifecycleSummarise', ({ container }) => lifecycleSummarise(container));
  for (const segment of plan.segments) await summarise({ plan, segment });
  await (await start('lifecycleFit', ({ container }) => lifecycleFit(container)))({ plan });
  const train = await start('recommendTrain', ({ container }) => recommendTrain(container));
  const alone = await prepare({ at: clock.now + 1, only: 'recommendations' });
  expect(await train({ plan: alone })).toMatchObject({ model: 'ease', items: 1 });
  const map = await start('lifecycleMap', ({ container }) => lifecycleMap(container));
  const tallies: unknown[] = [];
  for (const segment of plan.segments) tallies.push(await map({ plan, segment }));
  const enter = await start('lifecycleEnterStage', ({ container }) => lifecycleEnterStage(container));
  const entered = [await enter({ plan, segment: 0, stage: 'development' })];
  const finish = await start('lifecycleFinish', ({ container }) => lifecycleFinish(container));
  await finish({ plan, tallies, entered });
}

/** An experiment with a winner rule, so that judging reads everyone. */
async function judges({ start, store, clock }: Deployment): Promise<void> {
  const arms = ['a', 'b'].map((id) => ({ id, share: 0.5, next: 'done' }));
  const winner = { metric: 'order' } as const;
  const split = aJourney({
    id: 'split',
    nodes: { split: { type: 'experiment', arms, winner }, done: { type: 'end' } },
  });
  await store.publishJourney(split, NOW);
  const prepare = await start('lifecyclePrepare', ({ container }) => lifecyclePrepare(container));
  const sort = await start('segmentsJudge', ({ container }) => segmentsJudge(container));
  const plan: { segments: number[] } = await prepare({});
  const judged: unknown[] = [];
  for (const segment of plan.segments) judged.push(await sort({ plan, segment }));
  expect(await sort({ plan, judged })).toEqual({ counted: true });
  const judge = await start('judgeExperiments', ({ container }) => judgeExperiments(container));
  expect(await judge({ plan: await prepare({}) })).toEqual({ judged: 1, decided: [] });
  const admin = await bearer('admin', clock.now);
  const insights = await start('insights', ({ container }) =>
    apiHandler(container, insightRoutes(container)),
  );
  const asked = {
    ...request('GET', '/v1/journeys/split/lift', admin),
    pathParameters: { id: 'split' },
    queryStringParameters: { node: 'split' },
  };
  expect(await insights(asked)).toMatchObject({ statusCode: 200 });
}

async function imports({ start, blobs }: Deployment): Promise<void> {
  await blobs.write('uploads/u1', 'customer,date,amount\njonas,2026-01-02,10\nlina,never,3\n');
  const plan = await start('importPlan', (runtime) => importPlan(runtime));
  const options = { map: 'customer=customer,date=date,amount=amount', currency: 'EUR' };
  const planned: { parts: { run: string; part: number }[] } = await plan({
    run: 'r1',
    upload: 'uploads/u1',
    kind: 'orders',
    options,
  });
  expect(planned).toMatchObject({ kind: 'planned' });
  const part = await start('importPart', (runtime) => importPart(runtime));
  for (const one of planned.parts) expect(await part(one)).toMatchObject({ isDone: true });
  const finish = await start('importFinish', (runtime) => importFinish(runtime));
  expect(await finish({ run: 'r1' })).toMatchObject({ accepted: 1 });
}

async function archives({ start }: Deployment): Promise<void> {
  const archive = await start('factArchive', ({ archive: place, blobs }) => {
    if (place === null) throw new Error('no archive');
    return factArchive({ archive: place, blobs });
  });
  const body = { customerId: MAYA, at: NOW, kind: 'event', journeyId: null, body: {} };
  const NewImage = {
    pk: { S: `c#${MAYA}` },
    sk: { S: `fact#1#${NOW}.000000.ab` },
    kind: { S: 'fact' },
    body: { S: JSON.stringify(body) },
  };
  const Records = [{ eventID: 'e1', eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } }];
  expect(await archive({ Records })).toEqual({ batchItemFailures: [] });
}

async function showsAndErases({ start, blobs, store, clock }: Deployment): Promise<void> {
  const admin = await bearer('admin', clock.now);
  const manage = await start('management', ({ container }) =>
    apiHandler(container, operationRoutes(container)),
  );
  for (const path of [
    '/v1/customers',
    `/v1/customers/${MAYA}`,
    `/v1/customers/${MAYA}/export`,
    '/v1/journeys',
    '/v1/ledger/decisions',
    '/v1/ledger/check',
    '/v1/events/rejected',
    '/v1/deliverability',
    '/v1/parked',
    '/v1/tasks',
    '/v1/erasures',
    '/v1/settings',
    '/v1/keys',
  ])
    expect([path, await manage(request('GET', path, admin))]).toMatchObject([path, { statusCode: 200 }]);
  expect(
    await manage(request('POST', `/v1/customers/${MAYA}/erasure`, admin, { by: 'test' })),
  ).toHaveProperty('statusCode');
  const [task] = await store.tasks('erasure');
  const begin = await start('eraseBegin', ({ container }) => eraseBegin(container));
  const step = await start('eraseStep', ({ container }) => eraseStep(container, async () => {}));
  let round: { isDone: boolean } = await begin({ task: task?.id });
  for (let rounds = 0; rounds < 10 && !round.isDone; rounds += 1) round = await step(round);
  expect(round.isDone).toBe(true);
  for (const key of blobs.keys())
    expect((await blobs.text(key))?.text ?? '').not.toContain('maya@example.org');
}

async function reckons({ start, clock }: Deployment): Promise<void> {
  const admin = await bearer('admin', clock.now);
  const insights = await start('insights', ({ container }) =>
    apiHandler(container, insightRoutes(container)),
  );
  const catalogue = { currency: 'EUR', items: [{ item: 'mug', priceMinor: 2_000 }] };
  const put = () => insights(request('PUT', '/v1/catalogue', admin, catalogue));
  expect([await put(), await put()]).toMatchObject([{ statusCode: 200 }, { statusCode: 200 }]);
  for (const path of [
    '/v1/analytics/seven-p',
    '/v1/analytics/lost',
    `/v1/customers/${MAYA}/recommendations`,
    '/v1/recommendations/rules',
    '/v1/catalogue',
  ])
    expect([path, await insights(request('GET', path, admin))]).toMatchObject([path, { statusCode: 200 }]);
}

async function publishesAndSends({ start, store, clock }: Deployment): Promise<void> {
  for (const template of loadShipped().templates) await store.publishTemplate(template, {}, NOW);
  const admin = await bearer('admin', clock.now);
  const define = await start('definitions', ({ container }) =>
    apiHandler(container, definitionRoutes(container)),
  );
  const source = readFileSync('workflows/journeys/anything-wrong.yaml', 'utf8');
  for (const [method, path, body] of [
    ['POST', '/v1/journeys/validate', { source }],
    ['POST', '/v1/journeys', { source }],
    ['POST', '/v1/settings/validate', { source: 'shop: { name: Leaf }' }],
    ['PUT', '/v1/settings', { source: 'shop: { name: Leaf }' }],
  ] as const)
    expect([path, await define(request(method, path, admin, body))]).toMatchObject([
      path,
      { statusCode: 200 },
    ]);
  const message = await start('messages', ({ container }) => apiHandler(container, messageRoutes(container)));
  const body = { template: 'anything-wrong', customer: MAYA };
  expect(await message(request('POST', '/v1/messages', admin, body))).toMatchObject({ statusCode: 200 });
}

async function opensPages({ start }: Deployment): Promise<void> {
  let link = '';
  const page = await start('pages', ({ container }) => {
    if (container.links === undefined) throw new Error('no links');
    link = linkUrl({ ...container.links, baseUrl: '' }, 'unsubscribe', {
      decisionId: decisionId('none'),
      customerId: MAYA,
      contactKey: container.addressKeyOf('email', 'maya@example.org'),
      channel: 'email',
      topic: 'newsletter',
    });
    return publicPages(container);
  });
  expect(await page(request('GET', link, ''))).toMatchObject({ statusCode: 200 });
  const oneClick = { ...request('POST', link, ''), body: 'List-Unsubscribe=One-Click' };
  expect(await page(oneClick)).toMatchObject({ statusCode: 200 });
  const posted = await start('inboundPost', ({ container }) => inboundPost(container));
  const sms = { id: 'p1', from: '+4915199999999', text: 'STOP' };
  expect(await posted(request('POST', '/v1/inbound/sms', basic(WRITE_KEY), sms))).toHaveProperty(
    'statusCode',
  );
}

async function recordsFailures({ start }: Deployment): Promise<void> {
  const ofEvaluation = await start('lifecycleRecordFailure', ({ container }) =>
    lifecycleRecordFailure(container),
  );
  await ofEvaluation({ run: 'evaluation-1', error: 'E', cause: 'c' });
  const ofImport = await start('importRecordFailure', ({ container }) => importRecordFailure(container));
  await ofImport({ run: 'r1', failures: [{ part: 0, error: 'E', cause: 'c' }] });
  const ofErasure = await start('eraseRecordFailure', ({ container }) => eraseRecordFailure(container));
  await ofErasure({ task: 'erasure/x', error: 'E' });
}

describe('with what their roles grant and nothing more', () => {
  it('the functions take events, run a wave, evaluate, import, archive, show and erase', async () => {
    const deployment = await aDeployment();
    // The first wave makes the secrets that the others read.
    await runsAWave(deployment);
    await takesEvents(deployment);
    await archives(deployment);
    await runsAWave(deployment);
    await evaluates(deployment);
    await judges(deployment);
    await imports(deployment);
    await reckons(deployment);
    await showsAndErases(deployment);
    expect(deployment.refused()).toEqual([]);
  });

  it('the functions publish, send, open pages and record failures', async () => {
    const deployment = await aDeployment();
    await runsAWave(deployment);
    await takesEvents(deployment);
    await publishesAndSends(deployment);
    await opensPages(deployment);
    await recordsFailures(deployment);
    expect(deployment.refused()).toEqual([]);
  });

  it('a function that comes before the first wave is refused, and tried again', async () => {
    const { start, refused } = await aDeployment();
    await expect(start('lifecycleMap', ({ container }) => lifecycleMap(container))).rejects.toThrow(
      'not authorized',
    );
    expect(refused()).toEqual(['lifecycleMap: write of config']);
  });
});
