/**
 * The management API behind API Gateway v2: routes to one use case each, answers JSON, refuses with problem+json. Who may ask for
 * what stands in `shared/access.ts`, and is enforced here on both runtimes. One machine runs it whole; on AWS its routes are
 * shared out among the functions `management`, `definitions`, `messages`, `insights`, `marketing`, `benefits` and `openApi`.
 */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Container } from '../shared/container.ts';
import { type Answer, apiHandler } from './apiHandler.ts';
import { benefitRoutes } from './benefitRoutes.ts';
import { definitionRoutes } from './definitionRoutes.ts';
import { insightRoutes } from './insightRoutes.ts';
import { marketingRoutes } from './marketingRoutes.ts';
import { messageRoutes } from './messageRoutes.ts';
import { operationRoutes } from './operationRoutes.ts';
import { answerOwner, isOwnerCall, type OwnerCall } from './ownerCall.ts';
import type { NamedRoute } from './routes/answering.ts';
import { jsonResponse } from './routes/route.ts';

/** Name and use case of every route. */
export function managementRoutes(container: Container): NamedRoute[] {
  return [
    ...operationRoutes(container),
    ...definitionRoutes(container),
    ...messageRoutes(container),
    ...insightRoutes(container),
    ...marketingRoutes(container),
    ...benefitRoutes(container),
  ];
}

/** The document of the API, and what is in it, told to anyone. */
async function openApi(): Promise<Answer> {
  const { openApiDocument } = await import('../openapi/openApiDocument.ts');
  return jsonResponse(openApiDocument());
}

/** Answers requests of API Gateway, and the owner of the account, who calls the function itself. */
export function management(container: Container) {
  const http = apiHandler(container, managementRoutes(container), [
    { method: 'GET', path: '/openapi.json', handler: openApi },
  ]);
  return async (event: APIGatewayProxyEventV2 | OwnerCall, context: Context): Promise<Answer | undefined> =>
    isOwnerCall(event) ? answerOwner(container, event) : http(event, context);
}
