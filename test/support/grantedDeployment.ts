/** A deployment over fakes of which every function has what its role would give it, and nothing more. */
import type { Context } from 'aws-lambda';
import { memoryBlobs } from '../../adapters/memory/memoryBlobs.ts';
import type { Jobs } from '../../core/jobs.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { DAY_MS } from '../../core/time.ts';
import { partsIn } from '../../functions/shared/awsBucket.ts';
import { type AwsContainer, awsContainer } from '../../functions/shared/awsContainer.ts';
import { type FunctionName, FUNCTIONS } from '../../workflows/functions.ts';
import { KEYS } from '../functions/tracking/aTracker.ts';
import { aContext } from './aContainer.ts';
import { aJourney, NOW } from './builders.ts';
import { fakeTables, storeOver, TABLE_NAMES } from './dynamoTables.ts';
import { type Granted, grantedOnly } from './grantedOnly.ts';
import { TEST_ISSUER } from './signedIn.ts';

const SURROUNDINGS = {
  AWS_REGION: 'eu-central-1',
  TABLE_PEOPLE: TABLE_NAMES.people,
  TABLE_FACTS: TABLE_NAMES.facts,
  TABLE_WORK: TABLE_NAMES.work,
  TABLE_CONFIG: TABLE_NAMES.config,
  BUCKET: 'shop',
  EVENTS_QUEUE_URL: 'https://sqs/events',
  PAGES_URL: 'https://pages.shop.example',
  STATE_MACHINE_IMPORT: 'arn:i',
  STATE_MACHINE_LIFECYCLE_EVALUATION: 'arn:l',
  STATE_MACHINE_ERASE_CUSTOMER: 'arn:e',
  STATE_MACHINE_CAMPAIGN_LAUNCH: 'arn:c',
  USER_POOL_ID: 'pool',
  USER_POOL_CLIENT_ID: 'client',
};

/** Starts nothing: the tasks of machines are called one by one. */
const JOBS: Jobs = {
  start: async (name, _input, execution) => ({ id: `${name}.${execution}` }),
  look: async () => ({ kind: 'running' }),
};

type Handler = (event: never, context: Context) => Promise<unknown>;

export async function aDeployment() {
  const clock = { now: NOW };
  const dynamo = fakeTables();
  const blobs = memoryBlobs(() => clock.now);
  const store = storeOver(dynamo, { now: () => clock.now });
  await store.putValue('keys', KEYS);
  await store.publishJourney(aJourney(), NOW - DAY_MS);
  const roles: [FunctionName, Granted][] = [];
  const start = async (name: FunctionName, make: (runtime: AwsContainer) => Handler) => {
    const { needs } = FUNCTIONS[name];
    const granted = grantedOnly(needs, dynamo, blobs);
    roles.push([name, granted]);
    const runtime = await awsContainer({
      needs,
      surroundings: SURROUNDINGS,
      settings: DEFAULT_SETTINGS,
      now: () => clock.now,
      dynamo: granted.dynamo,
      parts: [(base) => partsIn(granted.blobs, base), () => ({ signIn: TEST_ISSUER.signIn, jobs: JOBS })],
    });
    const handler = make(runtime);
    const context: Context = { ...aContext(), getRemainingTimeInMillis: () => 900_000 };
    return async (event: unknown): Promise<never> => (await handler(event as never, context)) as never;
  };
  return {
    clock,
    blobs,
    store,
    start,
    refused: () => roles.flatMap(([name, { refused }]) => refused.map((what) => `${name}: ${what}`)),
  };
}

export type Deployment = Awaited<ReturnType<typeof aDeployment>>;
