/**
 * A route as a Lambda behind API Gateway answers it: who asks is let in or refused first, then JSON, or problem+json for a refusal.
 * What changes something and carries an idempotency key is done once.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { LOCAL_ROUTES, type RouteName, routeNameOf } from '../../shared/access.ts';
import { answerFailure } from '../../shared/answerFailure.ts';
import { authorise, type Principal } from '../../shared/authorise.ts';
import type { Container } from '../../shared/container.ts';
import { Problem } from '../../shared/problem.ts';
import { type Answered, idempotencyKeyOf, once } from '../once.ts';
import { Accepted, jsonResponse, type Route, type RouteRequest, routeRequest } from './route.ts';

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A route under its name in the table of access. */
export interface NamedRoute {
  readonly name: RouteName;
  readonly route: Route;
}

/** They keep their keys themselves, as long as what they did is kept, and tell of a repeat. */
const KEEP_THEIR_OWN: ReadonlySet<RouteName> = new Set([
  'POST /v1/messages',
  'POST /v1/journeys/{id}/entries',
  'POST /v1/customers/{id}/offers',
  'POST /v1/coupons/{code}/reservations',
  'POST /v1/coupons/{code}/redemptions',
  'POST /v1/customers/{id}/points',
  'POST /v1/customers/{id}/points/redemptions',
  'POST /v1/customers/{id}/points/redemptions/release',
]);

async function answerOf(route: Route, request: RouteRequest, by: Principal): Promise<Answered> {
  const body = await route(request, by);
  return body instanceof Accepted ? { status: 202, body: body.body } : { status: 200, body };
}

export function answering(container: Container, { name, route }: NamedRoute): Handler {
  return async (event) => {
    try {
      const by = await authorise(container, event.headers['authorization'], name);
      const request = routeRequest(event);
      const key = name.startsWith('GET ') ? null : idempotencyKeyOf(request.headers);
      const work = () => answerOf(route, request, by);
      const asked = { key: key ?? '', route: name, path: event.rawPath, body: request.body ?? '' };
      const { status, body } =
        key === null || KEEP_THEIR_OWN.has(name) ? await work() : await once(container, asked, work);
      return jsonResponse(body, status);
    } catch (failure) {
      return answerFailure(container, failure);
    }
  };
}

function onOneMachine(name: RouteName): Problem {
  return new Problem({
    status: 404,
    code: 'not-here',
    title: 'Not here',
    detail: `${name} is answered by a Perennial on one machine, and not by a deployed one`,
    remedy: 'run it against a data folder: leave out --remote',
  });
}

export function noRoute({ method, path }: { method: string; path: string }): never {
  const name = routeNameOf(method, path);
  if (name !== null && LOCAL_ROUTES.has(name)) throw onOneMachine(name);
  const detail = `there is no ${method} ${path}`;
  throw new Problem({ status: 404, code: 'no-route', title: 'Not found', detail, remedy: 'see docs/api.md' });
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Routes as the router takes them. */
export function routerRoutes(container: Container, routes: readonly NamedRoute[]) {
  return routes.map((one) => {
    const [verb, path = ''] = one.name.split(' ');
    const method = METHODS.find((known) => known === verb);
    if (method === undefined) throw new Error(`${one.name} has no method the router knows`);
    return { method, path, handler: answering(container, one) };
  });
}
