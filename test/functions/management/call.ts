/** Calls the management handler with events in the shape API Gateway v2 sends, and reads its answers. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { management } from '../../../functions/management/handler.ts';
import type { Container } from '../../../functions/shared/container.ts';
import { aContext } from '../../support/aContainer.ts';
import { bearer } from '../../support/signedIn.ts';

/** The fields of answers that tests look into; each answer has some of them. */
export interface Body {
  readonly id: string;
  readonly items: readonly Body[];
  readonly next: string | null;
  readonly total: number;
  readonly code: string;
  readonly path: string;
  readonly line: number;
  readonly detail: string;
  readonly field: string;
  readonly valid: boolean;
  readonly version: number;
  readonly priority: number;
  readonly definition: Body;
  readonly problems: readonly Body[];
  readonly facts: readonly Body[];
  readonly expectedOrders: number;
  readonly value: number;
  readonly valueMinor: number;
  readonly evidenceText: { readonly en: string };
  readonly decision: string;
  readonly evidence: Body;
  readonly dueAt: string | null;
}

export interface Answer<T = Body> {
  readonly status: number;
  readonly type: string;
  readonly body: T;
}

export interface Call {
  readonly method?: string;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Record<string, string>;
}

/** As API Gateway v2 documents it: the path encoded, absent parts left out. */
function httpEvent(
  path: string,
  { method = 'GET', query, body, isBase64Encoded = false, headers = {} }: Call,
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { accept: '*/*', host: 'api.example.org', 'content-type': 'application/json', ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api-id',
      domainName: 'api.example.org',
      domainPrefix: 'api',
      requestId: 'request-1',
      routeKey: '$default',
      stage: '$default',
      time: '10/Mar/2026:11:00:00 +0000',
      timeEpoch: 1_773_140_400_000,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    },
    isBase64Encoded,
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(body === undefined ? {} : { body }),
  };
}

export async function call<T = Body>(
  container: Container,
  path: string,
  more: Call = {},
): Promise<Answer<T>> {
  const headers = { authorization: await bearer('admin', container.now()), ...more.headers };
  const answer = await management(container)(httpEvent(path, { ...more, headers }), aContext());
  if (answer === undefined) throw new Error(`${path} was not answered`);
  return {
    status: answer.statusCode ?? 0,
    type: String(answer.headers?.['content-type']),
    body: JSON.parse(answer.body ?? 'null') as T,
  };
}

export function post(container: Container, path: string, body: unknown): Promise<Answer> {
  return call(container, path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
