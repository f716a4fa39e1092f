/**
 * Parts of a container that only some functions on AWS have. Each is a module of its own, and a function names those it needs, so
 * that what it does not need is not in its bundle either.
 */
import type { FactArchive } from '../../adapters/blobs/factArchive.ts';
import type { Blobs } from '../../core/blobs.ts';
import type { AddressKeyOf, Store } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import type { AwsEnvironment } from './awsEnvironment.ts';
import type { ContainerParts } from './container.ts';
import type { Links } from './links.ts';

/** What parts are made of. */
export interface AwsBase {
  readonly environment: AwsEnvironment;
  readonly store: Store;
  /** Those in force, with what the deployment says where they say nothing. */
  readonly settings: () => Settings;
  readonly addressKeyOf: AddressKeyOf;
  readonly links: Links;
  readonly now: () => Instant;
}

/** What a part adds to the container, and the bucket beside it. */
export interface AwsAdded extends Partial<ContainerParts> {
  readonly blobs?: Blobs;
  readonly archive?: FactArchive;
}

export type AwsPart = (base: AwsBase) => AwsAdded;

/** Where a client finds its service. */
export function placeOf({ region, endpoint }: AwsEnvironment): { region: string; endpoint?: string } {
  return { region, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** The same of S3, which may be told apart. */
export function bucketPlaceOf({ region, s3Endpoint }: AwsEnvironment): { region: string; endpoint?: string } {
  return { region, ...(s3Endpoint === undefined ? {} : { endpoint: s3Endpoint }) };
}
