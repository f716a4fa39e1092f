/** The wire of the local server: reads a request, checks who asks, hands it to the API or answers a page. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { misuse, Problem } from '../../functions/shared/problem.ts';
import type { ApiRequest, ApiResponse } from '../api/types.ts';
import { inboundCall, type TakeInbound, takeForwarded } from './inboundHttp.ts';
import { pageFor } from './pages.ts';
import { type AnswerPage, answerPage, isPublicPage } from './publicPagesHttp.ts';
import { type Asking, asking, foreignness, type Foreign, sessionCookie } from './session.ts';
import { type TakeEvents, takeEvents, trackingPath } from './trackingHttp.ts';
import { answer, LARGEST_DOCUMENT_BYTES, readBody, refuse } from './wire.ts';

export interface HttpApiOptions {
  readonly token: string;
  readonly session: string;
  readonly consoleDir: string;
  readonly consoleReady: () => boolean;
  readonly health: () => unknown;
  /** Asked by the holder of the folder, or by whoever an `Authorization` header names. */
  readonly request: (request: ApiRequest, by: Asking) => Promise<ApiResponse>;
  readonly takeEvents: TakeEvents;
  readonly takeInbound: TakeInbound;
  readonly answerPage: AnswerPage;
}

const REFUSALS: Readonly<Record<Foreign, string>> = {
  'foreign-host': 'the Host header does not name this machine',
  'foreign-origin': 'the request comes from another page',
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const HEADERS_PASSED_ON = ['idempotency-key', 'if-match'] as const;

function passedOn({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    HEADERS_PASSED_ON.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function wholeBody(request: IncomingMessage, { pathname }: URL): Promise<string> {
  return pathname === '/v1/catalogue' ? readBody(request, LARGEST_DOCUMENT_BYTES) : readBody(request);
}

/** YAML travels as the source of a document. */
function bodyOf(text: string, { headers }: IncomingMessage): unknown {
  if (text === '') return undefined;
  if (headers['content-type']?.includes('yaml') === true) return { source: text };
  try {
    return JSON.parse(text);
  } catch {
    throw misuse('body', 'the body is not JSON', 'send a JSON object');
  }
}

async function api(options: HttpApiOptions, url: URL, request: IncomingMessage, response: ServerResponse) {
  const by = asking(request, options.token, options.session);
  if (by.kind === 'refused')
    throw new Problem({ status: 403, code: by.why, title: 'Refused', detail: REFUSALS[by.why] });
  const method = METHODS.find((one) => one === request.method);
  if (method === undefined) {
    throw new Problem({
      status: 405,
      code: 'method-not-allowed',
      title: 'Refused',
      detail: `no ${request.method ?? ''} here`,
    });
  }
  const body =
    method === 'GET' || method === 'DELETE' ? undefined : bodyOf(await wholeBody(request, url), request);
  const query = Object.fromEntries(url.searchParams);
  const headers = passedOn(request);
  const result = await options.request({ method, path: url.pathname, query, body, headers }, by);
  answer(
    response,
    result.status,
    result.body,
    result.status >= 400 ? 'application/problem+json' : 'application/json',
  );
}

/** The page may run its own scripts and nothing else; messages are shown in sandboxed frames. */
const CONTENT_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; frame-ancestors 'none'; base-uri 'none'";

async function page(options: HttpApiOptions, url: URL, response: ServerResponse): Promise<void> {
  const found = await pageFor(options.consoleDir, url.pathname, options.consoleReady());
  response.writeHead(found.status, {
    'content-type': found.type,
    'cache-control': found.cacheable ? 'public, max-age=31536000, immutable' : 'no-store',
    'content-security-policy': CONTENT_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'set-cookie': sessionCookie(options.session),
  });
  response.end(found.body);
}

function urlOf(request: IncomingMessage): URL {
  const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
  if (url === null) throw misuse('url', 'the address of the request is no URL', 'ask for a path');
  return url;
}

/** Answers one request; never rejects. */
export async function handleHttp(
  options: HttpApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const call = trackingPath(request);
    if (call !== null) {
      await takeEvents(options.takeEvents, call, request, response);
      return;
    }
    const channel = inboundCall(request);
    if (channel !== null) {
      await takeForwarded(options.takeInbound, channel, request, response);
      return;
    }
    const url = urlOf(request);
    if (isPublicPage(request)) await answerPage(options.answerPage, url, request, response);
    else if (url.pathname === '/health') answer(response, 200, options.health());
    else if (url.pathname.startsWith('/v1/') || url.pathname === '/openapi.json')
      await api(options, url, request, response);
    else if (foreignness(request) === 'foreign-host') {
      throw new Problem({
        status: 403,
        code: 'foreign-host',
        title: 'Refused',
        detail: REFUSALS['foreign-host'],
      });
    } else await page(options, url, response);
  } catch (failure) {
    if (!response.headersSent) refuse(response, failure);
    else response.destroy();
  }
}
