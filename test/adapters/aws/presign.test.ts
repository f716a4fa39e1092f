import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { presign } from '../../../adapters/aws/presign.ts';
import { s3Uploads } from '../../../adapters/aws/s3Uploads.ts';
import { at, NOW } from '../../support/builders.ts';

describe('a signed address', () => {
  it('is the one of the example in the S3 API reference', () => {
    const url = presign({
      signer: {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
      region: 'us-east-1',
      bucket: 'examplebucket',
      key: 'test.txt',
      method: 'GET',
      now: at('2013-05-24T00:00:00Z'),
      seconds: 86_400,
    });
    expect(url).toBe(
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  it('carries the token of a role, and names the bucket in the path of another service', () => {
    const url = new URL(
      presign({
        signer: { accessKeyId: 'A', secretAccessKey: 'S', sessionToken: 'T/+=' },
        region: 'eu-central-1',
        bucket: 'shop',
        key: 'uploads/u',
        endpoint: 'http://127.0.0.1:4566/',
        method: 'PUT',
        now: NOW,
        seconds: 60,
      }),
    );
    expect(url.origin + url.pathname).toBe('http://127.0.0.1:4566/shop/uploads/u');
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe('T/+=');
  });
});

describe('uploads', () => {
  const client = new S3Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
  });
  const uploads = s3Uploads({ client, bucket: 'shop', now: () => NOW });

  it('are offered a place each, for an hour, by the key an import is told', async () => {
    const [one, two] = [await uploads.offer(), await uploads.offer()];
    expect(one.upload).toMatch(/^uploads\/[\w-]{36}$/);
    expect(two.upload).not.toBe(one.upload);
    const url = new URL(one.url);
    expect(url.host).toBe('shop.s3.eu-central-1.amazonaws.com');
    expect(url.pathname).toBe(`/${one.upload}`);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600');
  });

  it('link to what lies in the bucket', async () => {
    expect(new URL(await uploads.link('imports/r/rejects.csv')).pathname).toBe('/imports/r/rejects.csv');
  });
});
