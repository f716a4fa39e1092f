/**
 * S8: every handler fuzzed with raw events and bodies. Consumers of queues must answer which records failed, whatever the records
 * hold; HTTP handlers must answer below 500, whatever is asked; tasks of state machines must refuse what is no input of theirs with
 * an error of their own (a parser's, or one with a code), never by falling over it.
 */
import { loadShipped } from '../../../workflows/shipped.ts';
import { campaignLetIn } from '../../../functions/campaignLetIn/handler.ts';
import { campaignPlan } from '../../../functions/campaignPlan/handler.ts';
import { campaignRecordFailure } from '../../../functions/campaignRecordFailure/handler.ts';
import { eraseBegin } from '../../../functions/eraseBegin/handler.ts';
import { eraseRecordFailure } from '../../../functions/eraseRecordFailure/handler.ts';
import { eraseStep } from '../../../functions/eraseStep/handler.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { inbound } from '../../../functions/inbound/handler.ts';
import { inboundPost } from '../../../functions/inboundPost/handler.ts';
import { journeyWaveDrain } from '../../../functions/journeyWaveDrain/handler.ts';
import { journeyWavePlan } from '../../../functions/journeyWavePlan/handler.ts';
import { judgeExperiments } from '../../../functions/judgeExperiments/handler.ts';
import { lifecycleEnterStage } from '../../../functions/lifecycleEnterStage/handler.ts';
import { lifecycleFinish } from '../../../functions/lifecycleFinish/handler.ts';
import { lifecycleFit } from '../../../functions/lifecycleFit/handler.ts';
import { lifecycleMap } from '../../../functions/lifecycleMap/handler.ts';
import { lifecyclePrepare } from '../../../functions/lifecyclePrepare/handler.ts';
import { lifecycleRecordFailure } from '../../../functions/lifecycleRecordFailure/handler.ts';
import { lifecycleSummarise } from '../../../functions/lifecycleSummarise/handler.ts';
import { management, managementRoutes } from '../../../functions/management/handler.ts';
import { publicPages } from '../../../functions/pages/handler.ts';
import { providerEvents } from '../../../functions/providerEvents/handler.ts';
import { recommendTrain } from '../../../functions/recommendTrain/handler.ts';
import { segmentsJudge } from '../../../functions/segmentsJudge/handler.ts';
import type { Container } from '../../../functions/shared/container.ts';
import { PUBLISH_PATHS, templatePublish } from '../../../functions/templatePublish/handler.ts';
import { tracking } from '../../../functions/tracking/handler.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aPerson, granted, NOW } from '../../support/builders.ts';
import { bearer } from '../../support/signedIn.ts';
import { knowTemplates } from '../../support/journeyWorld.ts';
import { TEST_KEYS } from '../../support/pagesWorld.ts';
import { know } from '../../support/sendWorld.ts';
import type { RowOptions, RowResult } from '../run/row.ts';
import { type Dice, diceFrom } from '../world/dice.ts';
import { aQueueEvent, aTimedContext } from '../world/invocation.ts';
import { Fuzz } from './fuzz.ts';

const QUICK = 500;
const FULL = 10_000;
const WRITE_KEY = 'write_fuzz';

type Handler = (event: never, context: never) => unknown;
type Call = (event: unknown) => Promise<unknown>;

/** A way to ask a handler, and what is wrong with its answer; null where nothing is. */
interface Target {
  readonly name: string;
  readonly ask: (fuzz: Fuzz, dice: Dice) => Promise<string | null>;
}

function calling(handler: Handler): Call {
  return async (event) => handler(event as never, aTimedContext() as never);
}

async function failureOf(ask: () => Promise<string | null>): Promise<string | null> {
  try {
    return await ask();
  } catch (failure) {
    return failure instanceof Error ? `threw ${failure.name}: ${failure.message}` : 'threw no error';
  }
}

function queueTarget(name: string, handler: Handler): Target {
  const call = calling(handler);
  return {
    name,
    ask: (fuzz) =>
      failureOf(async () => {
        const batch = fuzz.list(4, (n) => ({ messageId: `m${n}`, body: fuzz.body() }));
        const answer = await call(aQueueEvent(batch));
        const isAnswer = typeof answer === 'object' && answer !== null && 'batchItemFailures' in answer;
        return isAnswer ? null : 'answered without batchItemFailures';
      }),
  };
}

/** `authorization` goes in place of the write key of nine requests in ten. */
function httpTarget(
  name: string,
  handler: Handler,
  paths: readonly string[],
  authorization?: string,
): Target {
  const call = calling(handler);
  return {
    name,
    ask: (fuzz, dice) =>
      failureOf(async () => {
        const event = fuzz.request(paths, WRITE_KEY);
        if (authorization !== undefined && dice.chance(0.9)) event.headers['authorization'] = authorization;
        const answer = await call(event);
        const status =
          typeof answer === 'object' && answer !== null && 'statusCode' in answer ? answer.statusCode : null;
        const asked = `${event.routeKey}: ${JSON.stringify(event.body)?.slice(0, 200) ?? ''}`;
        return typeof status === 'number' && status >= 100 && status < 500
          ? null
          : `answered ${String(status)} to ${asked}`;
      }),
  };
}

/** An error that says what is wrong with the input, and is not the fall of the code that read it. */
function isOwnRefusal(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  if (failure.name === 'ZodError') return true;
  return 'code' in failure && typeof failure.code === 'string' && !failure.code.startsWith('ERR_');
}

function taskTarget(name: string, handler: Handler): Target {
  const call = calling(handler);
  return {
    name,
    ask: async (fuzz) => {
      const input = fuzz.taskInput();
      try {
        await call(input);
        return null;
      } catch (failure) {
        if (isOwnRefusal(failure)) return null;
        const said = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
        return `threw ${said} at ${JSON.stringify(input)?.slice(0, 200) ?? ''}`;
      }
    },
  };
}

async function aShop(): Promise<Container> {
  const { container, store } = aContainer({ links: { keys: TEST_KEYS, baseUrl: 'https://shop.example' } });
  const keys = [{ name: 'web', kind: 'write', writeKey: WRITE_KEY }];
  await store.putValue('keys', JSON.stringify(keys));
  await know(store, aPerson({ phone: '+4915112345678' }), [granted('newsletter')]);
  const shipped = loadShipped();
  await knowTemplates(store, shipped.templates);
  for (const journey of shipped.journeys.slice(0, 5)) await store.publishJourney(journey, NOW);
  return container;
}

function targetsOf(container: Container, admin: string): Target[] {
  const manage = managementRoutes(container).map(({ name }) => name);
  const tracked = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch', 'b'].map(
    (one) => `POST /v1/${one}`,
  );
  const pagePaths = ['preferences', 'unsubscribe', 'confirm', 'why', 'c', 'o'].flatMap((page) =>
    ['GET', 'POST', 'HEAD'].map((method) => `${method} /p/${page}/{token}`),
  );
  return [
    queueTarget('eventIntake', eventIntake(container)),
    queueTarget('providerEvents', providerEvents(container)),
    queueTarget('inbound', inbound(container)),
    httpTarget('tracking', tracking(container), tracked),
    httpTarget('inboundPost', inboundPost(container), ['POST /v1/inbound/sms', 'POST /v1/inbound/email']),
    httpTarget('pages', publicPages(container), pagePaths),
    httpTarget('management', management(container), manage, admin),
    httpTarget(
      'templatePublish',
      templatePublish(container),
      PUBLISH_PATHS.map((path) => `POST ${path}`),
      admin,
    ),
    taskTarget('journeyWavePlan', journeyWavePlan(container)),
    taskTarget('journeyWaveDrain', journeyWaveDrain(container)),
    taskTarget('lifecyclePrepare', lifecyclePrepare(container)),
    taskTarget('lifecycleMap', lifecycleMap(container)),
    taskTarget('lifecycleSummarise', lifecycleSummarise(container)),
    taskTarget('lifecycleFit', lifecycleFit(container)),
    taskTarget('lifecycleFinish', lifecycleFinish(container)),
    taskTarget('lifecycleRecordFailure', lifecycleRecordFailure(container)),
    taskTarget('lifecycleEnterStage', lifecycleEnterStage(container)),
    taskTarget('recommendTrain', recommendTrain(container)),
    taskTarget('segmentsJudge', segmentsJudge(container)),
    taskTarget('judgeExperiments', judgeExperiments(container)),
    taskTarget('campaignPlan', campaignPlan(container)),
    taskTarget('campaignLetIn', campaignLetIn(container)),
    taskTarget('campaignRecordFailure', campaignRecordFailure(container)),
    taskTarget('eraseBegin', eraseBegin(container)),
    taskTarget('eraseStep', eraseStep(container)),
    taskTarget('eraseRecordFailure', eraseRecordFailure(container)),
  ];
}

const TOLD = 10;

export async function run({ seed, full }: RowOptions): Promise<RowResult> {
  const each = full ? FULL : QUICK;
  const container = await aShop();
  const targets = targetsOf(container, await bearer('admin', container.now()));
  const faults: string[] = [];
  let refused = 0;
  for (const [place, { name, ask }] of targets.entries()) {
    const dice = diceFrom(seed).fork(place);
    const fuzz = new Fuzz(dice, name);
    for (let n = 0; n < each; n += 1) {
      const fault = await ask(fuzz, dice);
      if (fault !== null) faults.push(`${name}: ${fault}`);
      else refused += 1;
    }
  }
  for (const fault of faults.slice(0, TOLD)) process.stderr.write(`${fault}\n`);
  return {
    measured: `${faults.length} unhandled or 5xx; ${targets.length} handlers, ${each} each`,
    runs: targets.length * each,
    pass: faults.length === 0 && refused > 0,
  };
}
