/** Blobs in one S3 bucket. S3 is consistent: what was written is read and listed by whoever asks afterwards. */
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  type _Object,
} from '@aws-sdk/client-s3';
import type { BlobEntry, Blobs } from '../../core/blobs.ts';

export interface S3BlobsOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/** DeleteObjects takes no more keys. */
const MOST_KEYS = 1_000;

/** What could not be removed; the same call again takes away what is left. */
export class BlobsNotRemoved extends Error {
  readonly code = 'blobs-not-removed';
  constructor(count: number, reason: string) {
    super(`${count} objects could not be removed: ${reason}`);
    this.name = 'BlobsNotRemoved';
  }
}

function isMissing(failure: unknown): boolean {
  return (
    failure instanceof S3ServiceException && (failure.name === 'NoSuchKey' || failure.name === 'NotFound')
  );
}

/** Another was there, or another is just being written. */
function isTaken(failure: unknown): boolean {
  const status = failure instanceof S3ServiceException ? failure.$metadata.httpStatusCode : undefined;
  return status === 412 || status === 409 || status === 404;
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (failure) {
    if (isMissing(failure)) return null;
    throw failure;
  }
}

async function removePage({ client, bucket }: S3BlobsOptions, keys: readonly string[]): Promise<void> {
  const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
  const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
  const [first] = Errors;
  if (first !== undefined) throw new BlobsNotRemoved(Errors.length, first.Code ?? 'no reason given');
}

async function* chunksOf(body: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    if (chunk instanceof Uint8Array) yield chunk;
    else throw new TypeError('S3 answered with something else than bytes');
  }
}

function isStream(body: object): body is AsyncIterable<unknown> {
  return Symbol.asyncIterator in body;
}

function entryOf({ Key = '', Size = 0, LastModified }: _Object): BlobEntry {
  return { key: Key, bytes: Size, writtenAt: LastModified?.getTime() ?? 0 };
}

/** Throws what the SDK throws where the bucket cannot be reached or permission is missing. */
export function s3Blobs(options: S3BlobsOptions): Blobs {
  const { client, bucket } = options;
  const get = (key: string) => orNull(client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  return {
    async read(key) {
      const body = (await get(key))?.Body;
      if (body === undefined) return null;
      if (!isStream(body)) throw new TypeError('S3 answered without a stream');
      return chunksOf(body);
    },
    async text(key) {
      const found = await get(key);
      if (found?.Body === undefined) return null;
      return { text: await found.Body.transformToString('utf-8'), tag: found.ETag ?? '' };
    },
    async write(key, content) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
    },
    async replace(key, content, tag) {
      const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: content, IfMatch: tag });
      try {
        await client.send(put);
        return true;
      } catch (failure) {
        if (isTaken(failure)) return false;
        throw failure;
      }
    },
    async *list(prefix) {
      let from: string | undefined;
      do {
        const page: ListObjectsV2CommandOutput = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(from === undefined ? {} : { ContinuationToken: from }),
          }),
        );
        yield (page.Contents ?? []).map(entryOf);
        from = page.NextContinuationToken;
      } while (from !== undefined);
    },
    async remove(keys) {
      for (let at = 0; at < keys.length; at += MOST_KEYS)
        await removePage(options, keys.slice(at, at + MOST_KEYS));
    },
  };
}
