import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FactArchive } from '../../../adapters/blobs/factArchive.ts';
import { memoryBlobs } from '../../../adapters/memory/memoryBlobs.ts';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Blobs } from '../../../core/blobs.ts';
import type { Store } from '../../../core/ports.ts';
import { campaignLetIn } from '../../../functions/campaignLetIn/handler.ts';
import { campaignPlan } from '../../../functions/campaignPlan/handler.ts';
import { campaignRecordFailure } from '../../../functions/campaignRecordFailure/handler.ts';
import { eraseBegin } from '../../../functions/eraseBegin/handler.ts';
import { eraseRecordFailure } from '../../../functions/eraseRecordFailure/handler.ts';
import { eraseStep } from '../../../functions/eraseStep/handler.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { factArchive } from '../../../functions/factArchive/handler.ts';
import { importFinish } from '../../../functions/importFinish/handler.ts';
import { importPart } from '../../../functions/importPart/handler.ts';
import { importPlan } from '../../../functions/importPlan/handler.ts';
import { importRecordFailure } from '../../../functions/importRecordFailure/handler.ts';
import { inbound } from '../../../functions/inbound/handler.ts';
import { inboundPost } from '../../../functions/inboundPost/handler.ts';
import { journeyWaveDrain } from '../../../functions/journeyWaveDrain/handler.ts';
import { journeyWavePlan } from '../../../functions/journeyWavePlan/handler.ts';
import { lifecycleEnterStage } from '../../../functions/lifecycleEnterStage/handler.ts';
import { lifecycleFinish } from '../../../functions/lifecycleFinish/handler.ts';
import { lifecycleFit } from '../../../functions/lifecycleFit/handler.ts';
import { lifecycleMap } from '../../../functions/lifecycleMap/handler.ts';
import { lifecyclePrepare } from '../../../functions/lifecyclePrepare/handler.ts';
import { lifecycleRecordFailure } from '../../../functions/lifecycleRecordFailure/handler.ts';
import { lifecycleSummarise } from '../../../functions/lifecycleSummarise/handler.ts';
import { apiHandler } from '../../../functions/management/apiHandler.ts';
import { benefitRoutes } from '../../../functions/management/benefitRoutes.ts';
import { definitionRoutes } from '../../../functions/management/definitionRoutes.ts';
import { management } from '../../../functions/management/handler.ts';
import { insightRoutes } from '../../../functions/management/insightRoutes.ts';
import { marketingRoutes } from '../../../functions/management/marketingRoutes.ts';
import { messageRoutes } from '../../../functions/management/messageRoutes.ts';
import { publicPages } from '../../../functions/pages/handler.ts';
import { providerEvents } from '../../../functions/providerEvents/handler.ts';
import { segmentsJudge } from '../../../functions/segmentsJudge/handler.ts';
import { judgeExperiments } from '../../../functions/judgeExperiments/handler.ts';
import { recommendTrain } from '../../../functions/recommendTrain/handler.ts';
import type { Container } from '../../../functions/shared/container.ts';
import { FunctionLog } from '../../../functions/shared/functionLog.ts';
import { linkKeys } from '../../../functions/shared/linkToken.ts';
import { templatePublish } from '../../../functions/templatePublish/handler.ts';
import { tracking } from '../../../functions/tracking/handler.ts';
import type { FunctionName } from '../../../workflows/functions.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { NOW } from '../../support/builders.ts';
import { bearer } from '../../support/signedIn.ts';
import { basic, KEYS, WRITE_KEY } from '../tracking/aTracker.ts';

const CANARIES = ['canary-customer', 'canary@example.org', '+4915112345678', 'Canary Name'] as const;
const [ID, EMAIL, PHONE, NAME] = CANARIES;

let said: string[] = [];

beforeEach(() => {
  said = [];
  const hear = (chunk: unknown): boolean => {
    said.push(String(chunk));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
});

afterEach(() => {
  vi.restoreAllMocks();
});

const lines = (): Record<string, unknown>[] =>
  said
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

interface World {
  readonly container: Container;
  readonly blobs: Blobs;
}

type Handler = (event: never, context: Context) => Promise<unknown>;

/** Every function that is deployed, as it is made. */
const MADE = {
  journeyWavePlan: ({ container }) => journeyWavePlan(container),
  journeyWaveDrain: ({ container }) => journeyWaveDrain(container),
  upkeepDrain: ({ container }) => journeyWaveDrain(container),
  lifecyclePrepare: ({ container }) => lifecyclePrepare(container),
  lifecycleSummarise: ({ container }) => lifecycleSummarise(container),
  lifecycleFit: ({ container }) => lifecycleFit(container),
  lifecycleMap: ({ container }) => lifecycleMap(container),
  lifecycleEnterStage: ({ container }) => lifecycleEnterStage(container),
  lifecycleFinish: ({ container }) => lifecycleFinish(container),
  recommendTrain: ({ container }) => recommendTrain(container),
  segmentsJudge: ({ container }) => segmentsJudge(container),
  judgeExperiments: ({ container }) => judgeExperiments(container),
  lifecycleRecordFailure: ({ container }) => lifecycleRecordFailure(container),
  importPlan: (world) => importPlan(world),
  importPart: (world) => importPart(world),
  importFinish: (world) => importFinish(world),
  importRecordFailure: ({ container }) => importRecordFailure(container),
  eraseBegin: ({ container }) => eraseBegin(container),
  eraseStep: ({ container }) => eraseStep(container, async () => {}),
  eraseRecordFailure: ({ container }) => eraseRecordFailure(container),
  campaignPlan: ({ container }) => campaignPlan(container),
  campaignLetIn: ({ container }) => campaignLetIn(container),
  campaignRecordFailure: ({ container }) => campaignRecordFailure(container),
  management: ({ container }) => management(container),
  definitions: ({ container }) => apiHandler(container, definitionRoutes(container)),
  messages: ({ container }) => apiHandler(container, messageRoutes(container)),
  insights: ({ container }) => apiHandler(container, insightRoutes(container)),
  benefits: ({ container }) => apiHandler(container, benefitRoutes(container)),
  marketing: ({ container }) => apiHandler(container, marketingRoutes(container)),
  openApi: () => async () => ({ statusCode: 200 }),
  templatePublish: ({ container }) => templatePublish(container),
  tracking: ({ container }) => tracking(container),
  pages: ({ container }) => publicPages(container),
  inboundPost: ({ container }) => inboundPost(container),
  eventIntake: ({ container }) => eventIntake(container),
  providerEvents: ({ container }) => providerEvents(container),
  inbound: ({ container }) => inbound(container),
  factArchive: ({ container: { report }, blobs }) => {
    const archive = new FactArchive({ blobs, hashOf: (id) => id });
    return factArchive({ archive, blobs, ...(report === undefined ? {} : { report }) });
  },
} satisfies Record<FunctionName, (world: World) => Handler>;

/** A store of which nothing can be asked, and which quotes what it was asked. */
function brokenStore(): Store {
  return new Proxy(createMemoryStore(), {
    get: (store, name) => {
      if (typeof Reflect.get(store, name) !== 'function') return Reflect.get(store, name);
      return async (...asked: unknown[]) => {
        throw Object.assign(
          new Error(`cannot ${String(name)} of ${CANARIES.join(' ')}: ${JSON.stringify(asked)}`),
          {
            code: `store of ${EMAIL}`,
          },
        );
      };
    },
  });
}

const ADMIN = await bearer('admin', NOW);
/** Paths that take a write key. */
const BY_KEY = /^\/v1\/(?:track|batch|inbound)\b/;

function request(method: string, path: string, body: unknown) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: `search=${EMAIL}`,
    headers: { authorization: BY_KEY.test(path) ? basic(WRITE_KEY) : ADMIN, 'user-agent': NAME },
    requestContext: { http: { method, path }, requestId: 'request-1' },
    isBase64Encoded: false,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

const PERSON = { customerId: ID, userId: ID, email: EMAIL, phone: PHONE, name: NAME };
const records = (...bodies: unknown[]) => ({
  Records: bodies.map((body, n) => ({
    messageId: `r${n}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })),
});
const streamed = (text: string) => ({
  Records: [
    {
      eventID: 'e1',
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: '1',
        NewImage: {
          pk: { S: `c#${ID}` },
          sk: { S: `fact#1#${NOW}.000000.ab` },
          kind: { S: 'fact' },
          body: { S: text },
        },
      },
    },
  ],
});

/** What comes in: whole, broken, of another shape. Each names the canaries. */
const EVENTS: readonly unknown[] = [
  PERSON,
  CANARIES.join(','),
  null,
  { run: ID.replace('-', '/'), part: 0, ...PERSON },
  { run: 'run-1', upload: `uploads/${ID}`, kind: 'orders', options: { name: EMAIL } },
  { task: `erasure/${ID}`, round: 0 },
  { run: null, error: EMAIL, cause: JSON.stringify(PERSON) },
  { lanes: ['journey'], shards: [0] },
  { at: NOW, plan: { at: NOW, run: 'evaluation-1', ...PERSON } },
  records(
    {
      kind: 'tracked',
      source: 'web',
      messageId: 'm',
      at: NOW,
      name: NAME,
      properties: PERSON,
      customerId: ID,
    },
    CANARIES.join(' '),
    { Type: 'Notification', Message: JSON.stringify({ originationNumber: PHONE, messageBody: NAME }) },
    { eventType: 'Bounce', mail: { destination: [EMAIL], messageId: 'x', timestamp: 'yesterday' } },
  ),
  streamed(JSON.stringify({ customerId: ID, at: NOW, kind: 'event', journeyId: null, body: PERSON })),
  streamed(`{"email":"${EMAIL}"`),
  { redrive: `uploads/${EMAIL}` },
  request('POST', '/v1/track', { type: 'track', event: 'Order Completed', properties: PERSON, ...PERSON }),
  request('POST', '/v1/batch', `{"batch":[{"userId":"${ID}"`),
  request('GET', `/v1/customers/${ID}`, ''),
  request('POST', '/v1/messages', PERSON),
  request('POST', '/v1/journeys', { source: EMAIL }),
  request('POST', '/v1/templates', { templates: [PERSON] }),
  request('POST', '/v1/inbound/sms', { from: PHONE, text: NAME }),
  request('POST', `/p/unsubscribe/${ID}`, `email=${EMAIL}`),
];

const KEYRING = linkKeys(1, { 1: Buffer.alloc(32, 1) });

async function aWorld(store: Store, report: (failure: unknown) => void): Promise<World> {
  const links = { keys: KEYRING, baseUrl: 'https://pages.shop.example' };
  const { container } = aContainer({ store, links, report });
  return { container, blobs: memoryBlobs(() => NOW) };
}

async function runAll(name: FunctionName, store: Store): Promise<void> {
  const log = new FunctionLog(name);
  const made: Handler = MADE[name](await aWorld(store, log.report));
  const handler: Handler = log.around(made);
  for (const event of EVENTS) {
    try {
      await handler(event as never, aContext());
    } catch (failure) {
      const words =
        failure instanceof Error ? `${failure.name} ${failure.message} ${failure.stack}` : 'no error';
      for (const canary of CANARIES) expect(words).not.toContain(canary);
    }
  }
}

describe('the log of every function', () => {
  it.each(Object.keys(MADE) as FunctionName[])(
    'of %s holds nothing of anybody, whatever comes in and whatever fails',
    async (name) => {
      const store = createMemoryStore();
      await store.putValue('keys', KEYS);
      await runAll(name, store);
      await runAll(name, brokenStore());
      expect(lines().length).toBeGreaterThanOrEqual(2 * EVENTS.length);
      for (const canary of CANARIES) expect(said.join('')).not.toContain(canary);
      for (const line of lines()) expect(line).toMatchObject({ function: name, requestId: 'test' });
    },
  );
});

const context: Context = { ...aContext(), awsRequestId: 'request-7' };

describe('a line of the log', () => {
  it('finds the others of its request, and says how it went', async () => {
    const log = new FunctionLog('tracking');
    await log.around(async () => ({ statusCode: 409, body: '{"code":"no-data","detail":"x"}' }))(
      request('GET', '/v1/customers', ''),
      context,
    );
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'done',
        function: 'tracking',
        requestId: 'request-7',
        correlationId: 'request-1',
        status: 409,
        code: 'no-data',
      }),
    ]);
  });

  it('counts records and what is to come again, and names the run', async () => {
    const log = new FunctionLog('eventIntake');
    await log.around(async () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] }))(
      records('a', 'b'),
      context,
    );
    await log.around(async () => null)({ plan: { run: 'evaluation-1' } }, context);
    expect(lines()).toMatchObject([{ records: 2, failed: 1 }, { run: 'evaluation-1' }]);
  });

  it('of a failure says its name, its code and where it came through', async () => {
    const log = new FunctionLog('journeyWaveDrain');
    const failure = Object.assign(new Error(`of ${EMAIL}`, { cause: new TypeError(EMAIL) }), {
      name: 'TransientError',
      code: 'transient-error',
    });
    const run = log.around(async () => {
      throw failure;
    });
    await expect(run({}, context)).rejects.toMatchObject({
      name: 'TransientError',
      message: 'transient-error; see the log of request request-7',
    });
    const [line] = lines();
    expect(line).toMatchObject({
      level: 'ERROR',
      error: 'TransientError',
      code: 'transient-error',
      cause: 'TypeError',
    });
    expect(String(line?.['frames'])).toContain('functionLog.test.ts');
  });

  it('keeps the words of failures that are about files and options', async () => {
    const log = new FunctionLog('importPlan');
    const failure = Object.assign(new Error('there is no column "sku"'), { code: 'column-missing' });
    const run = log.around(async () => {
      throw failure;
    });
    await expect(run({}, context)).rejects.toThrow('there is no column "sku"');
  });
});
