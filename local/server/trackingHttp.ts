/**
 * The tracking API over HTTP on one machine: the use case without API Gateway's shape between, since thousands of events a
 * second come this way. While the server is preparing, clients are told to come again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { later, type TrackAnswer } from '../../functions/tracking/answer.ts';
import { CROSS_ORIGIN, trackingCall } from '../../functions/tracking/paths.ts';
import type { TrackRequest } from '../../functions/tracking/track.ts';
import { readBody } from './wire.ts';

/** Takes a request for a workspace, null for the one served; answers null while that is not ready. */
export type TakeEvents = (workspace: string | null, request: TrackRequest) => Promise<TrackAnswer | null>;

const PREPARING = later('preparing', 'the server is still preparing its data', 2);

const HEADERS = { ...CROSS_ORIGIN, 'cache-control': 'no-store' };

/** The call a request makes of the tracking API; null where it is for another. */
export function trackingPath({ url, method }: IncomingMessage): TrackRequest['call'] | null {
  if (method !== 'POST' && method !== 'OPTIONS') return null;
  return trackingCall(url ?? '');
}

function workspaceOf(url: string): string | null {
  const query = url.indexOf('?');
  return query < 0 ? null : new URLSearchParams(url.slice(query)).get('workspace');
}

function respond(response: ServerResponse, { status, body, retryAfterSeconds }: TrackAnswer): void {
  response.writeHead(status, {
    ...HEADERS,
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(body);
}

/** Answers one request of the tracking API. */
export async function takeEvents(
  take: TakeEvents,
  call: TrackRequest['call'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'OPTIONS') {
    response.writeHead(204, HEADERS);
    response.end();
    return;
  }
  const body = await readBody(request);
  const authorization = request.headers.authorization ?? null;
  const answered = await take(workspaceOf(request.url ?? ''), { call, authorization, body });
  respond(response, answered ?? PREPARING);
}
