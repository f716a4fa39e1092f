/** A route of the management API: what it takes from the event, what it answers. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { type CustomerId, isCustomerId } from '../../../core/ids.ts';
import type { ShopModel } from '../../../core/lifecycle/model.ts';
import type { Principal } from '../../shared/authorise.ts';
import type { Container } from '../../shared/container.ts';
import { issueFields } from '../../shared/issueFields.ts';
import { misuse, Problem, wrongFields } from '../../shared/problem.ts';
import type { ShopView } from '../views/customer.ts';

export interface RouteRequest {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string | null;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Route = (request: RouteRequest, by: Principal) => Promise<unknown>;

/** What a route answers that has only begun: status 202. */
export class Accepted {
  readonly body: unknown;
  constructor(body: unknown) {
    this.body = body;
  }
}

function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw misuse(name, `"${value}" is not percent-encoded UTF-8`, 'encode the path segment');
  }
}

/** The event's path parameters, query and body, decoded. Throws a `Problem` of status 400 for a segment nobody can decode. */
export function routeRequest(event: APIGatewayProxyEventV2): RouteRequest {
  const raw = event.body ?? null;
  const body = raw !== null && event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  const params = Object.entries(event.pathParameters ?? {}).map(([name, value]) => [
    name,
    value === undefined ? undefined : decoded(name, value),
  ]);
  const query = event.queryStringParameters ?? {};
  return { params: Object.fromEntries(params), query, body, headers: event.headers };
}

export function jsonResponse(body: unknown, statusCode = 200): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The fields that are wrong, the one that was meant where a body may be of several kinds. */
function unusable(error: z.ZodError, body: unknown): Problem {
  return new Problem(wrongFields(error.issues.flatMap((issue) => issueFields(issue, body))));
}

/** The body as JSON under a schema. Throws a `Problem` of status 400. */
export function bodyAs<Shape>(request: RouteRequest, schema: z.ZodType<Shape>): Shape {
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body ?? '');
  } catch {
    throw misuse('body', 'the body is not JSON', 'send a JSON object');
  }
  const read = schema.safeParse(parsed);
  if (read.success) return read.data;
  throw unusable(read.error, parsed);
}

/** S11: a page of a list has no more. */
export const MOST_ITEMS = 100;

/** `limit` of a list: 1 to 100, default 50. */
export function limitOf(query: RouteRequest['query']): number {
  const limit = Number(query.limit ?? 50);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_ITEMS) return limit;
  throw misuse('limit', `limit must be a whole number from 1 to ${MOST_ITEMS}`, 'leave it out for 50');
}

/** Cursors are opaque to clients: the last id in base64url. */
export function cursorOf(id: string): string {
  return Buffer.from(id, 'utf8').toString('base64url');
}

/** The id a page begins after; null for the first. Throws a `Problem` of status 400 for a cursor no list gave. */
export function afterOf(query: RouteRequest['query']): CustomerId | null {
  if (query.cursor === undefined || query.cursor === '') return null;
  const id = Buffer.from(query.cursor, 'base64url').toString('utf8');
  if (isCustomerId(id)) return id;
  throw misuse('cursor', 'the cursor is none that a list gave', 'leave it out to begin anew');
}

/** What values are read with: the model in force and the date of the last evaluation. */
export async function shopView(container: Container): Promise<ShopView> {
  const [inForce, last, currency] = await Promise.all([
    container.inForce(),
    container.store.lastEvaluation(),
    container.store.getValue('currency'),
  ]);
  const model: ShopModel = inForce.model;
  const known: unknown = currency === null ? container.settings.shop.currency : JSON.parse(currency);
  return {
    model,
    settings: container.settings,
    currency: typeof known === 'string' ? known : null,
    evaluatedAt: last?.at ?? null,
  };
}
