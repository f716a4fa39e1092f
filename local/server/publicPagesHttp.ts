/**
 * The pages of customers over HTTP on one machine. They are asked for by whatever name the shop's web server passes on, with
 * no cookie and from any page: their tokens alone open them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  formTooLarge,
  LARGEST_FORM_BYTES,
  type PageAnswer,
  type PageRequest,
} from '../../functions/pages/request.ts';
import { readBody } from './wire.ts';

/** Answers null while the server is still preparing. */
export type AnswerPage = (request: PageRequest) => Promise<PageAnswer | null>;

const PATH = '/p/';

/** True for a request of a customer's page. */
export function isPublicPage({ url }: IncomingMessage): boolean {
  return url?.startsWith(PATH) ?? false;
}

function header(request: IncomingMessage, name: 'accept-language' | 'user-agent'): string | null {
  return request.headers[name] ?? null;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  if (request.method !== 'POST') return '';
  const body = await readBody(request);
  if (Buffer.byteLength(body) <= LARGEST_FORM_BYTES) return body;
  throw formTooLarge();
}

const PREPARING: PageAnswer = {
  status: 503,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2', 'cache-control': 'no-store' },
  body: 'One moment, please.\n请稍候。\n',
};

/** Answers one request of a customer's page. */
export async function answerPage(
  answer: AnswerPage,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page =
    (await answer({
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: await bodyOf(request),
      acceptLanguage: header(request, 'accept-language'),
      userAgent: header(request, 'user-agent'),
    })) ?? PREPARING;
  const body = Buffer.from(page.body);
  response.writeHead(page.status, { ...page.headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
