/**
 * The container of a function on AWS, built at its cold start from its environment and its `needs`: the store over the four
 * tables, the bucket, the providers, the secrets and the settings in force. What the function does not need is not made.
 *
 * Secrets and the first settings are written by whichever function comes first and may write the config. One that may only read
 * and comes before them fails and is tried again: a wave, which may write, begins every minute.
 */
import { randomUUID } from 'node:crypto';
import { documentClient } from '../../adapters/aws/dynamo/documentClient.ts';
import { openDynamoStore } from '../../adapters/aws/dynamo/dynamoStore.ts';
import type { DynamoClient } from '../../adapters/aws/dynamo/tables.ts';
import { s3Blobs } from '../../adapters/aws/s3Blobs.ts';
import { s3Client } from '../../adapters/aws/s3Client.ts';
import { s3Uploads } from '../../adapters/aws/s3Uploads.ts';
import { sqsClient, sqsEvents } from '../../adapters/aws/sqsEvents.ts';
import { sfnClient, stepFunctionsJobs } from '../../adapters/aws/stepFunctionsJobs.ts';
import { filesPlace, linesPlace, rejectsPlace } from '../../adapters/blobs/blobPlaces.ts';
import { blobRejects } from '../../adapters/blobs/blobRejects.ts';
import { blobScratch } from '../../adapters/blobs/blobScratch.ts';
import { FactArchive } from '../../adapters/blobs/factArchive.ts';
import type { Blobs } from '../../core/blobs.ts';
import type { PersonalPlace } from '../../core/customer/erasure.ts';
import type { AddressKeyOf, Store } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import type { FunctionNeeds } from '../../workflows/functionDefinition.ts';
import { givenUpPlace } from '../factArchive/givenUpPlace.ts';
import { addressKeysOf } from './addressKeys.ts';
import { type AwsEnvironment, awsEnvironment } from './awsEnvironment.ts';
import { type Container, type ContainerParts, makeContainer } from './container.ts';
import { asDeployed } from './deploymentSettings.ts';
import { linkKeysOf } from './linkKeys.ts';
import type { Links } from './links.ts';
import { NO_MAILBOX } from './noMailbox.ts';
import { deliveryProvider } from './provider.ts';
import { sendQuota } from './sendQuota.ts';
import { deployedSettings } from './settingsInForce.ts';
import { userPoolSignIn } from './signIn.ts';
import { webhookSecrets } from './webhookSecrets.ts';

export interface AwsContainer {
  readonly container: Container;
  readonly blobs: Blobs;
  readonly archive: FactArchive;
}

export interface AwsContainerOptions {
  readonly needs: FunctionNeeds;
  readonly surroundings: Readonly<Record<string, string | undefined>>;
  /** Those of the deployment. */
  readonly settings: Settings;
  readonly now?: () => Instant;
  /** Instead of AWS's: of tests. */
  readonly dynamo?: DynamoClient;
  readonly blobs?: Blobs;
  /** Told of failures that are answered and not thrown. */
  readonly report?: (failure: unknown) => void;
}

function mayWriteConfig({ tables }: FunctionNeeds): boolean {
  return tables?.config?.includes('write') ?? false;
}

function storeOf(environment: AwsEnvironment, { dynamo, now = Date.now }: AwsContainerOptions): Store {
  const { tables, region, endpoint } = environment;
  if (tables === null) throw new Error('a function without tables has no container');
  const client = dynamo ?? documentClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
  return openDynamoStore({ client, names: tables, now });
}

function withoutBucket(): never {
  throw new Error('this function needs a bucket it has not; see its needs in workflows/functions.ts');
}

const NO_BLOBS: Blobs = {
  read: async () => withoutBucket(),
  text: async () => withoutBucket(),
  write: async () => withoutBucket(),
  replace: async () => withoutBucket(),
  list: () => withoutBucket(),
  remove: async () => withoutBucket(),
};

function s3Of({ region, s3Endpoint }: AwsEnvironment) {
  return s3Client({ region, ...(s3Endpoint === undefined ? {} : { endpoint: s3Endpoint }) });
}

function blobsOf(environment: AwsEnvironment, { blobs }: AwsContainerOptions): Blobs {
  if (blobs !== undefined) return blobs;
  const { bucket } = environment;
  return bucket === null ? NO_BLOBS : s3Blobs({ client: s3Of(environment), bucket });
}

/** Every prefix of the bucket that names people. */
function placesIn(blobs: Blobs, archive: FactArchive): PersonalPlace[] {
  return [
    rejectsPlace(blobs),
    linesPlace(blobs, 'imports', 'imports/'),
    filesPlace(blobs, 'uploads', 'uploads/'),
    filesPlace(blobs, 'mail', 'mail/'),
    givenUpPlace(blobs),
    archive.place(),
  ];
}

/** What only some functions have. */
function extrasOf(
  { needs, now = Date.now }: AwsContainerOptions,
  environment: AwsEnvironment,
): Pick<ContainerParts, 'jobs' | 'uploads' | 'signIn' | 'queue'> {
  const { region, endpoint, machines, bucket, userPool, eventsQueueUrl, s3Endpoint } = environment;
  const at = { region, ...(endpoint === undefined ? {} : { endpoint }) };
  const mayUpload = needs.bucket?.['uploads/']?.includes('write') ?? false;
  return {
    ...(needs.starts === undefined || machines === null
      ? {}
      : { jobs: stepFunctionsJobs({ client: sfnClient(at), machines }) }),
    ...(needs.sendsTo === undefined || eventsQueueUrl === null
      ? {}
      : { queue: sqsEvents({ client: sqsClient(at), url: eventsQueueUrl }) }),
    ...(!mayUpload || bucket === null
      ? {}
      : {
          uploads: s3Uploads({
            client: s3Of(environment),
            bucket,
            ...(s3Endpoint === undefined ? {} : { endpoint: s3Endpoint }),
            now,
          }),
        }),
    ...(needs.verifiesTokens === undefined || userPool === null
      ? {}
      : {
          signIn: userPoolSignIn({
            issuer: `https://cognito-idp.${region}.amazonaws.com/${userPool.id}`,
            clientId: userPool.clientId,
            ...(endpoint === undefined
              ? {}
              : { keysUrl: `${endpoint}/${userPool.id}/.well-known/jwks.json` }),
          }),
        }),
  };
}

/** The log stream is this worker's own; the rest tells apart what ran in it before. */
function claimantOf(surroundings: AwsContainerOptions['surroundings']): string {
  const stream = surroundings['AWS_LAMBDA_LOG_STREAM_NAME'] ?? 'worker';
  return `${stream.slice(-32)}-${randomUUID().slice(0, 8)}`;
}

async function linksOf(store: Store, { pagesUrl }: AwsEnvironment, inForce: () => Settings): Promise<Links> {
  return {
    keys: await linkKeysOf(store, true),
    get baseUrl() {
      return (inForce().pages.url ?? pagesUrl ?? '').replace(/\/+$/, '');
    },
  };
}

function providerOf(
  store: Store,
  parts: { readonly links: Links; readonly addressKeyOf: AddressKeyOf; readonly now: () => Instant },
  settings: () => Settings,
) {
  const { links, addressKeyOf, now } = parts;
  return deliveryProvider({
    mailbox: NO_MAILBOX,
    settings,
    store,
    links,
    addressKeyOf,
    webhookSecrets: async () => (await webhookSecrets(store, now())).map(({ secret }) => secret),
  });
}

/** Throws `EnvironmentIncomplete`; otherwise only what reaching the tables throws. */
export async function awsContainer(options: AwsContainerOptions): Promise<AwsContainer> {
  const { needs, surroundings, now = Date.now, report } = options;
  const environment = awsEnvironment(needs, surroundings);
  const store = storeOf(environment, options);
  const [addressKeyOf, { settings, version }] = await Promise.all([
    addressKeysOf(store, true),
    deployedSettings(store, options.settings, mayWriteConfig(needs)),
  ]);
  const deployed = asDeployed(environment);
  const inForce = (): Settings => deployed(container.settings);
  const links = await linksOf(store, environment, inForce);
  const blobs = blobsOf(environment, options);
  const archive = new FactArchive({ blobs, hashOf: (id) => addressKeyOf('email', `archive:${id}`) });
  const container: Container = makeContainer({
    store,
    provider: providerOf(store, { links, addressKeyOf, now }, inForce),
    quota: sendQuota(inForce, now),
    addressKeyOf,
    links,
    scratch: blobScratch(blobs),
    rejects: blobRejects({ blobs, now, random: Math.random }),
    places: placesIn(blobs, archive),
    settings,
    settingsVersion: version,
    now,
    claimant: claimantOf(surroundings),
    keepEvidence: true,
    ...(report === undefined ? {} : { report }),
    ...extrasOf(options, environment),
  });
  return { container, blobs, archive };
}
