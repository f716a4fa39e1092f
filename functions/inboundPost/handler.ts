/** What people write back, forwarded over HTTP, behind API Gateway v2. A write key, not a sign-in, says who sends. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { inboundChannel, InboundPosts } from '../inbound/post.ts';
import { answerFailure } from '../shared/answerFailure.ts';
import type { Container } from '../shared/container.ts';
import { notFound } from '../shared/problem.ts';

function bytesOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Uint8Array {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

export function inboundPost(container: Container) {
  const posts = new InboundPosts(container);
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = answerFailure(container, request.error);
    })
    .handler(async (event) => {
      const { method, path } = event.requestContext.http;
      const channel = method === 'POST' ? inboundChannel(path) : null;
      if (channel === null)
        throw notFound('no-route', `there is no ${method} ${path}`, 'see docs/inbound.md');
      const authorization = event.headers.authorization ?? null;
      const { status, body } = await posts.take({ channel, authorization, body: bytesOf(event) });
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      return { statusCode: status, headers: { 'content-type': type }, body };
    });
}
