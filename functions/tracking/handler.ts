/** The tracking API behind API Gateway v2. A write key, not a sign-in, says who sends. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { answerFailure } from '../shared/answerFailure.ts';
import type { Container } from '../shared/container.ts';
import { Problem } from '../shared/problem.ts';
import type { TrackAnswer } from './answer.ts';
import { CROSS_ORIGIN, trackingCall } from './paths.ts';
import { Tracker } from './track.ts';

function responseOf({ status, body, retryAfterSeconds }: TrackAnswer): APIGatewayProxyStructuredResultV2 {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { statusCode: status, headers: { ...CROSS_ORIGIN, 'content-type': type, ...retry }, body };
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): string {
  if (body === undefined) return '';
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function noCall(method: string, path: string): Problem {
  const detail = `there is no ${method} ${path}`;
  return new Problem({
    status: 404,
    code: 'no-route',
    title: 'Not found',
    detail,
    remedy: 'see docs/api.md',
  });
}

export function tracking(container: Container) {
  const tracker = new Tracker(container);
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = answerFailure(container, request.error);
    })
    .handler(async (event) => {
      const { method, path } = event.requestContext.http;
      const call = trackingCall(path);
      if (call === null) throw noCall(method, path);
      if (method === 'OPTIONS') return { statusCode: 204, headers: CROSS_ORIGIN };
      if (method !== 'POST') throw noCall(method, path);
      const authorization = event.headers.authorization ?? null;
      return responseOf(await tracker.track({ call, authorization, body: bodyOf(event) }));
    });
}
