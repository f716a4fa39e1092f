/**
 * Requests over a network that loses them: what was refused for a moment, or lost on the way, is sent again. A request that changes
 * something carries an idempotency key, so however often it arrives it is done once.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiRequest, ApiResponse } from '../../local/api/types.ts';
import { Failure } from '../failure.ts';

export interface Patience {
  readonly tries: number;
  /** Before the second try; twice as long before each later one, and up to half less by chance. */
  readonly firstDelayMs: number;
}

export const PATIENCE: Patience = { tries: 5, firstDelayMs: 400 };

const NOT_NOW = new Set([429, 500, 502, 503, 504]);

function codeOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
}

/** Refused for a moment only. A server that prepares says so itself, and is waited for elsewhere. */
function isMomentary({ status, body }: ApiResponse): boolean {
  const code = codeOf(body);
  return (NOT_NOW.has(status) && code !== 'preparing') || code === 'request-under-way';
}

function isLost(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'server-gone' || error.code === 'unreadable-answer');
}

export function withKey(request: ApiRequest): ApiRequest {
  if (request.method === 'GET' || request.headers?.['idempotency-key'] !== undefined) return request;
  return { ...request, headers: { ...request.headers, 'idempotency-key': randomUUID() } };
}

/** The last answer or loss once patience is at an end. */
export async function retrying(
  send: (request: ApiRequest) => Promise<ApiResponse>,
  request: ApiRequest,
  { tries, firstDelayMs }: Patience = PATIENCE,
): Promise<ApiResponse> {
  const keyed = withKey(request);
  for (let n = 1; ; n += 1) {
    try {
      const response = await send(keyed);
      if (n >= tries || !isMomentary(response)) return response;
    } catch (error) {
      if (n >= tries || !isLost(error)) throw error;
    }
    await sleep(firstDelayMs * 2 ** (n - 1) * (1 - Math.random() / 2));
  }
}
