/** Routes as a Lambda behind API Gateway v2 answers them. */
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Container } from '../shared/container.ts';
import { answerFailure } from '../shared/answerFailure.ts';
import { type NamedRoute, noRoute, routerRoutes } from './routes/answering.ts';

export type Answer = APIGatewayProxyStructuredResultV2;

/** Answered as it stands, whoever asks. */
export interface OpenRoute {
  readonly method: 'GET';
  readonly path: string;
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<Answer>;
}

/** Whatever is thrown is answered as problem+json. */
export function apiHandler(
  container: Container,
  routes: readonly NamedRoute[],
  open: readonly OpenRoute[] = [],
) {
  return middy<APIGatewayProxyEventV2, Answer>()
    .onError((request) => {
      request.response = answerFailure(container, request.error);
    })
    .handler(
      httpRouter({ routes: [...routerRoutes(container, routes), ...open], notFoundResponse: noRoute }),
    );
}
