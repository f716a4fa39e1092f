/**
 * Publishes and lints templates behind API Gateway v2: the two routes that compile, in a function of their own, since no other
 * bundle may hold MJML. The caller's role is checked before it gets here.
 */
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answering, noRoute } from '../management/routes/answering.ts';
import { bodyAs } from '../management/routes/route.ts';
import type { Container } from '../shared/container.ts';
import { problemResponse } from '../shared/problem.ts';
import { lintTexts, publishTexts } from './publishTemplates.ts';
import { templateTexts } from './schema.ts';

export const PUBLISH_PATHS: readonly string[] = ['/v1/templates', '/v1/templates/lint'];

export function templatePublish(container: Container) {
  const routes = [
    {
      method: 'POST' as const,
      path: '/v1/templates/lint',
      handler: answering((request) => lintTexts(container, bodyAs(request, templateTexts))),
    },
    {
      method: 'POST' as const,
      path: '/v1/templates',
      handler: answering((request) => publishTexts(container, bodyAs(request, templateTexts))),
    },
  ];
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = problemResponse(request.error);
    })
    .handler(httpRouter({ routes, notFoundResponse: noRoute }));
}
