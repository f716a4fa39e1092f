/**
 * The client of the bucket. A service that stands in for S3 under an address of its own is asked by path, since the names of
 * buckets are no hosts there.
 */
import { S3Client } from '@aws-sdk/client-s3';

export interface S3Options {
  /** Default: the standard environment's (`AWS_REGION`). */
  readonly region?: string;
  /** Default: the service's own. */
  readonly endpoint?: string;
}

const CONNECT_TIMEOUT_MS = 2_000;
/** Between two pieces of a reply. */
const SOCKET_TIMEOUT_MS = 30_000;
const MOST_CONNECTIONS = 32;

/** Reads and writes are repeated by the SDK: each puts the same bytes under the same key. */
export function s3Client({ region, endpoint }: S3Options = {}): S3Client {
  return new S3Client({
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      httpsAgent: { maxSockets: MOST_CONNECTIONS },
    },
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
}
