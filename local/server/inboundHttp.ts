/** What people write back, forwarded to this machine over HTTP: the bytes as they come, since a mail may be in any encoding. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type InboundAnswer,
  type InboundPost,
  inboundChannel,
  LARGEST_INBOUND_BYTES,
} from '../../functions/inbound/post.ts';
import { later } from '../../functions/tracking/answer.ts';

/** Takes a message for a workspace, null for the one served; answers null while that is not ready. */
export type TakeInbound = (workspace: string | null, post: InboundPost) => Promise<InboundAnswer | null>;

const PREPARING = later('preparing', 'the server is still preparing its data', 2);

/** The channel a request forwards a message of; null where it is for another API. */
export function inboundCall({ url, method }: IncomingMessage): InboundPost['channel'] | null {
  return method === 'POST' ? inboundChannel(url ?? '') : null;
}

/** Of a body that is too large so many times the limit is read, so that its sender gets to hear the refusal. */
const MOST_DRAINED = 4;

/** The body up to one byte more than is taken: enough to see that it is too large. The rest is read and thrown away. */
async function bytesOf(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > MOST_DRAINED * most) break;
    if (size - chunk.length <= most) chunks.push(chunk);
  }
  return Buffer.concat(chunks).subarray(0, most + 1);
}

/** Answers one forwarded message. */
export async function takeForwarded(
  take: TakeInbound,
  channel: InboundPost['channel'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bytesOf(request, LARGEST_INBOUND_BYTES[channel]);
  const workspace = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('workspace');
  const authorization = request.headers.authorization ?? null;
  const answer = (await take(workspace, { channel, authorization, body })) ?? PREPARING;
  response.writeHead(answer.status, {
    'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json',
    'content-length': Buffer.byteLength(answer.body),
    'cache-control': 'no-store',
  });
  response.end(answer.body);
}
