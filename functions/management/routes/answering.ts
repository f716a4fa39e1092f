/** A route as a Lambda behind API Gateway answers it: JSON, or problem+json for a refusal. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem, problemResponse } from '../../shared/problem.ts';
import { jsonResponse, type Route, routeRequest } from './route.ts';

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export function answering(route: Route): Handler {
  return async (event) => {
    try {
      return jsonResponse(await route(routeRequest(event)));
    } catch (failure) {
      return problemResponse(failure);
    }
  };
}

export function noRoute({ method, path }: { method: string; path: string }): never {
  const detail = `there is no ${method} ${path}`;
  throw new Problem({ status: 404, code: 'no-route', title: 'Not found', detail, remedy: 'see docs/api.md' });
}
