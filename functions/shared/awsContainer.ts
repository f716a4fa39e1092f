/**
 * The container of a function on AWS, built at its cold start from its environment and its `needs`: the store over the four
 * tables, the bucket, the secrets and the settings in force, and the parts it names beside (`awsParts.ts`).
 *
 * Secrets and the first settings are written by whichever function comes first and may write the config. One that may only read
 * and comes before them fails and is tried again: a wave, which may write, begins every minute.
 */
import { randomUUID } from 'node:crypto';
import { documentClient } from '../../adapters/aws/dynamo/documentClient.ts';
import { openDynamoStore } from '../../adapters/aws/dynamo/dynamoStore.ts';
import type { DynamoClient } from '../../adapters/aws/dynamo/tables.ts';
import type { FactArchive } from '../../adapters/blobs/factArchive.ts';
import type { Blobs } from '../../core/blobs.ts';
import type { Store } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import type { FunctionNeeds } from '../../workflows/functionDefinition.ts';
import { addressKeysOf } from './addressKeys.ts';
import { type AwsEnvironment, awsEnvironment } from './awsEnvironment.ts';
import { type AwsAdded, type AwsBase, type AwsPart, placeOf } from './awsParts.ts';
import { type Container, makeContainer } from './container.ts';
import { asDeployed } from './deploymentSettings.ts';
import { linkKeysOf } from './linkKeys.ts';
import type { Links } from './links.ts';
import { NO_BLOBS, NO_REJECTS, NO_SCRATCH } from './noBucket.ts';
import { NO_SENDING } from './noMailbox.ts';
import { deployedSettings } from './settingsInForce.ts';

export interface AwsContainer {
  readonly container: Container;
  readonly blobs: Blobs;
  /** Name of the bucket the blobs lie in; null where the function needs none. */
  readonly bucket: string | null;
  /** Null where the function has no bucket. */
  readonly archive: FactArchive | null;
}

export interface AwsContainerOptions {
  readonly needs: FunctionNeeds;
  readonly parts?: readonly AwsPart[];
  readonly surroundings: Readonly<Record<string, string | undefined>>;
  /** Those of the deployment. */
  readonly settings: Settings;
  readonly now?: () => Instant;
  /** Instead of AWS's: of tests. */
  readonly dynamo?: DynamoClient;
  /** Told of failures that are answered and not thrown. */
  readonly report?: (failure: unknown) => void;
}

function mayWriteConfig({ tables }: FunctionNeeds): boolean {
  return tables?.config?.includes('write') ?? false;
}

function storeOf(environment: AwsEnvironment, { dynamo, now = Date.now }: AwsContainerOptions): Store {
  const { tables } = environment;
  if (tables === null) throw new Error('a function without tables has no container');
  return openDynamoStore({ client: dynamo ?? documentClient(placeOf(environment)), names: tables, now });
}

/** The log stream is this worker's own; the rest tells apart what ran in it before. */
function claimantOf(surroundings: AwsContainerOptions['surroundings']): string {
  const stream = surroundings['AWS_LAMBDA_LOG_STREAM_NAME'] ?? 'worker';
  return `${stream.slice(-32)}-${randomUUID().slice(0, 8)}`;
}

async function linksOf(store: Store, { pagesUrl }: AwsEnvironment, settings: () => Settings): Promise<Links> {
  return {
    keys: await linkKeysOf(store, true),
    get baseUrl() {
      return (settings().pages.url ?? pagesUrl ?? '').replace(/\/+$/, '');
    },
  };
}

function addedBy(parts: readonly AwsPart[], base: AwsBase): AwsAdded {
  return parts.reduce<AwsAdded>((added, part) => ({ ...added, ...part(base) }), {});
}

function neverSent(): never {
  throw new Error('this function hands over no messages: name awsDelivery among its parts');
}

/** Throws `EnvironmentIncomplete`; otherwise only what reaching the tables throws. */
export async function awsContainer(options: AwsContainerOptions): Promise<AwsContainer> {
  const { needs, surroundings, now = Date.now, report } = options;
  const environment = awsEnvironment(needs, surroundings);
  const store = storeOf(environment, options);
  const [addressKeyOf, first] = await Promise.all([
    addressKeysOf(store, true),
    deployedSettings(store, options.settings, mayWriteConfig(needs)),
  ]);
  const deployed = asDeployed(environment);
  const settings = (): Settings => deployed(container.settings);
  const links = await linksOf(store, environment, settings);
  const base = { environment, store, settings, addressKeyOf, links, now };
  const { blobs = NO_BLOBS, archive = null, ...added } = addedBy(options.parts ?? [], base);
  const container: Container = makeContainer({
    store,
    provider: NO_SENDING,
    costOf: neverSent,
    scratch: NO_SCRATCH,
    rejects: NO_REJECTS,
    addressKeyOf,
    links,
    settings: first.settings,
    settingsVersion: first.version,
    now,
    claimant: claimantOf(surroundings),
    keepEvidence: true,
    ...(report === undefined ? {} : { report }),
    ...added,
  });
  return { container, blobs, bucket: environment.bucket, archive };
}
