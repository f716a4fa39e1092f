/**
 * An address that lets whoever has it put one object into a bucket, or get it, until it expires: AWS Signature Version 4 in the query
 * ("Authenticating Requests: Using Query Parameters", Amazon S3 API Reference). Whoever signs must have the permission itself.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Instant } from '../../core/time.ts';

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface PresignRequest {
  readonly signer: Signer;
  readonly region: string;
  readonly bucket: string;
  /** Letters, digits, `/`, `-`, `_` and `.`. */
  readonly key: string;
  /** Instead of S3's own address; the bucket is then named in the path. */
  readonly endpoint?: string;
  readonly method: 'GET' | 'PUT';
  readonly now: Instant;
  readonly seconds: number;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** As RFC 3986 has it, and Signature Version 4 with it. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function placeOf({ bucket, key, region, endpoint }: PresignRequest): URL {
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/+$/, '')}/${bucket}/${key}`);
  const host = region === 'us-east-1' ? 's3.amazonaws.com' : `s3.${region}.amazonaws.com`;
  return new URL(`https://${bucket}.${host}/${key}`);
}

/** Signs for nothing but the host: any content of any type may be put. */
export function presign(request: PresignRequest): string {
  const { signer, region, method, now, seconds } = request;
  const place = placeOf(request);
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp.slice(0, 8)}/${region}/s3/aws4_request`;
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${signer.accessKeyId}/${scope}`,
    'X-Amz-Date': stamp,
    'X-Amz-Expires': String(seconds),
    ...(signer.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': signer.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join('&');
  const canonical = `${method}\n${place.pathname}\n${query}\nhost:${place.host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${digest}`;
  const dayKey = hmac(`AWS4${signer.secretAccessKey}`, stamp.slice(0, 8));
  const signingKey = hmac(hmac(hmac(dayKey, region), 's3'), 'aws4_request');
  return `${place.href}?${query}&X-Amz-Signature=${hmac(signingKey, toSign).toString('hex')}`;
}
