/**
 * Publishes and lints templates behind API Gateway v2: the routes that compile, in a function of their own, since no other
 * bundle may hold MJML. Who may ask for them stands in `shared/access.ts`.
 */
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type NamedRoute, noRoute, routerRoutes } from '../management/routes/answering.ts';
import { bodyAs } from '../management/routes/route.ts';
import type { Container } from '../shared/container.ts';
import { answerFailure } from '../shared/answerFailure.ts';
import { publishShippedTemplates } from './publishShippedTemplates.ts';
import { lintTexts, publishTexts } from './publishTemplates.ts';
import { templateTexts } from '../shared/templateTexts.ts';

export function publishRoutes(container: Container): NamedRoute[] {
  return [
    {
      name: 'POST /v1/templates/lint',
      route: (request) => lintTexts(container, bodyAs(request, templateTexts)),
    },
    {
      name: 'POST /v1/templates',
      route: (request) => publishTexts(container, bodyAs(request, templateTexts)),
    },
    { name: 'POST /v1/templates/shipped', route: () => publishShipped(container) },
  ];
}

export const PUBLISH_PATHS: readonly string[] = [
  '/v1/templates',
  '/v1/templates/lint',
  '/v1/templates/shipped',
];

/** What every deployment and every new workspace begins with. */
export async function publishShipped({ store, now }: Container): Promise<{ published: string[] }> {
  return { published: await publishShippedTemplates(store, now()) };
}

export function templatePublish(container: Container) {
  const routes = routerRoutes(container, publishRoutes(container));
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = answerFailure(container, request.error);
    })
    .handler(httpRouter({ routes, notFoundResponse: noRoute }));
}
