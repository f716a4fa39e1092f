import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { BlobsNotRemoved, s3Blobs } from '../../../adapters/aws/s3Blobs.ts';

const s3 = mockClient(S3Client);
const blobs = s3Blobs({ client: new S3Client({ region: 'eu-central-1' }), bucket: 'shop' });

beforeEach(() => {
  s3.reset();
});

const missing = new NoSuchKey({ message: 'no such key', $metadata: { httpStatusCode: 404 } });

function refused(status: number): S3ServiceException {
  return new S3ServiceException({
    name: 'PreconditionFailed',
    $fault: 'client',
    $metadata: { httpStatusCode: status },
  });
}

/** What the SDK answers of an object's content. */
function bodyOf(...chunks: readonly string[]) {
  const text = chunks.join('');
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  return Object.assign(stream, { transformToString: async () => text }) as never;
}

async function collected<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

describe('blobs in S3', () => {
  it('are written whole under their key', async () => {
    s3.on(PutObjectCommand).resolves({});
    await blobs.write('archive/03/a.ndjson', 'line\n');
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'shop',
      Key: 'archive/03/a.ndjson',
      Body: 'line\n',
    });
  });

  it('are read as they come, and as text with what they were read as', async () => {
    s3.on(GetObjectCommand).callsFake(async () => ({ Body: bodyOf('one', 'two'), ETag: '"t1"' }));
    const chunks = await blobs.read('uploads/a');
    expect(chunks === null ? null : Buffer.concat(await collected(chunks)).toString()).toBe('onetwo');
    expect(await blobs.text('uploads/a')).toEqual({ text: 'onetwo', tag: '"t1"' });
    expect(s3.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({ Bucket: 'shop', Key: 'uploads/a' });
  });

  it('that are not there are null, and only those', async () => {
    s3.on(GetObjectCommand).rejects(missing);
    expect(await blobs.read('uploads/a')).toBeNull();
    expect(await blobs.text('uploads/a')).toBeNull();
    s3.on(GetObjectCommand).rejects(refused(403));
    await expect(blobs.read('uploads/a')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('are replaced where they are still the one read', async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await blobs.replace('imports/r/p', 'new', '"t1"')).toBe(true);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      IfMatch: '"t1"',
      Body: 'new',
    });
  });

  it.each([
    [412, 'another has taken its place'],
    [409, 'another is being written'],
    [404, 'it is gone'],
  ])('are not replaced on %i: %s', async (status) => {
    s3.on(PutObjectCommand).rejects(refused(status));
    expect(await blobs.replace('imports/r/p', 'new', '"t1"')).toBe(false);
  });

  it('a replacement that was not allowed is an error', async () => {
    s3.on(PutObjectCommand).rejects(refused(403));
    await expect(blobs.replace('imports/r/p', 'new', '"t1"')).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it('are listed page by page, to the last', async () => {
    const LastModified = new Date(5_000);
    s3.on(ListObjectsV2Command)
      .resolvesOnce({ Contents: [{ Key: 'mail/a', Size: 3, LastModified }], NextContinuationToken: 'next' })
      .resolvesOnce({ Contents: [{ Key: 'mail/b', Size: 4, LastModified }] });
    expect((await collected(blobs.list('mail/'))).flat()).toEqual([
      { key: 'mail/a', bytes: 3, writtenAt: 5_000 },
      { key: 'mail/b', bytes: 4, writtenAt: 5_000 },
    ]);
    expect(s3.commandCalls(ListObjectsV2Command).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'shop', Prefix: 'mail/' },
      { Bucket: 'shop', Prefix: 'mail/', ContinuationToken: 'next' },
    ]);
  });

  it('are removed a thousand at a time', async () => {
    s3.on(DeleteObjectsCommand).resolves({});
    await blobs.remove(Array.from({ length: 1_001 }, (_, n) => `scratch/${n}`));
    const sizes = s3
      .commandCalls(DeleteObjectsCommand)
      .map(({ args }) => args[0].input.Delete?.Objects?.length);
    expect(sizes).toEqual([1_000, 1]);
    await blobs.remove([]);
    expect(s3.commandCalls(DeleteObjectsCommand)).toHaveLength(2);
  });

  it('what could not be removed is an error', async () => {
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'a', Code: 'SlowDown' }] });
    await expect(blobs.remove(['a'])).rejects.toThrow(BlobsNotRemoved);
  });
});
