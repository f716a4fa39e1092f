/**
 * One HTTP exchange of JSON. Node's own client and no time limit on the answer, because an evaluation or a simulation may
 * work for minutes before its first byte; a connection that is lost at any moment is a `Failure` that says so.
 */
import {
  request as requestHttp,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { failed } from '../failure.ts';
import type { ApiRequest, ApiResponse } from '../../local/api/types.ts';

export interface Endpoint {
  /** A path in it is kept: `https://api.example.com/prod`. */
  readonly base: URL;
  /** Sent as a bearer token. */
  readonly token: string | null;
}

interface CallOptions {
  /** Gives up when nothing came for this long; absent means never. */
  readonly timeoutMs?: number;
}

/** Whether the exchange broke before or after the server took the request. */
const NEVER_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

export function urlOf({ base }: Endpoint, { path, query }: Pick<ApiRequest, 'path' | 'query'>): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}${path}`;
  url.search = new URLSearchParams(query).toString();
  return url;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function lost(url: URL, request: ApiRequest, error: Error) {
  const code = codeOf(error);
  if (NEVER_REACHED.has(code))
    return failed('unreachable', `Nothing answers at ${url.origin} (${code}).`, {
      remedy: 'Check the address, and that the server runs.',
    });
  return failed(
    'server-gone',
    `The server at ${url.origin} went away in the middle of ${request.method} ${request.path} (${code}).`,
    { remedy: 'What it had committed is kept. Start it again, then repeat the command.' },
  );
}

function readBody(url: URL, status: number, text: string): unknown {
  if (text.trim() === '') return null;
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    throw failed('unreadable-answer', `${url.origin} answered ${status} with something that is not JSON.`, {
      remedy: 'Check that the address is that of Perennial’s API.',
    });
  }
}

async function answerOf(url: URL, incoming: IncomingMessage): Promise<ApiResponse> {
  const chunks: string[] = [];
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) chunks.push(String(chunk));
  const status = incoming.statusCode ?? 0;
  return { status, body: readBody(url, status, chunks.join('')) };
}

function open(url: URL, options: RequestOptions): ClientRequest {
  return url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
}

/** Throws `Failure` of code `unreachable`, `server-gone` or `unreadable-answer`. */
export async function httpCall(
  endpoint: Endpoint,
  request: ApiRequest,
  { timeoutMs }: CallOptions = {},
): Promise<ApiResponse> {
  const url = urlOf(endpoint, request);
  const body = request.body === undefined ? null : Buffer.from(JSON.stringify(request.body));
  const headers = {
    ...request.headers,
    accept: 'application/json, application/problem+json',
    ...(endpoint.token === null ? {} : { authorization: `Bearer ${endpoint.token}` }),
    ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': body.byteLength }),
  };
  const options = {
    method: request.method,
    headers,
    agent: false,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  };
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = open(url, options);
      call.once('response', resolve);
      call.once('error', reject);
      call.once('timeout', () => call.destroy(new Error('timeout')));
      call.end(body);
    });
    return await answerOf(url, incoming);
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'Failure') throw error;
    throw lost(url, request, error);
  }
}
