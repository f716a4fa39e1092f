/** Uploads to the bucket and links to what lies there: signed addresses that hold for an hour. */
import type { S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { HOUR_MS, type Instant, SECOND_MS } from '../../core/time.ts';
import type { Uploads } from '../../core/uploads.ts';
import { presign } from './presign.ts';

export interface S3UploadsOptions {
  /** Its credentials and region sign. */
  readonly client: S3Client;
  readonly bucket: string;
  /** Instead of S3's own address. */
  readonly endpoint?: string;
  readonly now: () => Instant;
}

export function s3Uploads({ client, bucket, endpoint, now }: S3UploadsOptions): Uploads {
  const signed = async (method: 'GET' | 'PUT', key: string) =>
    presign({
      signer: await client.config.credentials(),
      region: await client.config.region(),
      bucket,
      key,
      ...(endpoint === undefined ? {} : { endpoint }),
      method,
      now: now(),
      seconds: HOUR_MS / SECOND_MS,
    });
  return {
    async offer() {
      const upload = `uploads/${randomUUID()}`;
      return { upload, url: await signed('PUT', upload), headers: {} };
    },
    link: (key) => signed('GET', key),
  };
}
