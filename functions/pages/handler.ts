/** The pages of customers behind API Gateway v2. No sign-in: the token in the path says who and what. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Container } from '../shared/container.ts';
import { answerFailure } from '../shared/answerFailure.ts';
import { tellFeedback } from '../shared/tellFeedback.ts';
import { PublicPages } from './publicPages.ts';
import { formTooLarge, LARGEST_FORM_BYTES, type PageAnswer, type PageRequest } from './request.ts';

function requestOf(event: APIGatewayProxyEventV2): PageRequest {
  const { method, path } = event.requestContext.http;
  const raw = event.body ?? '';
  const body = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  if (Buffer.byteLength(body) > LARGEST_FORM_BYTES) throw formTooLarge();
  return {
    method,
    path,
    query: new URLSearchParams(event.rawQueryString),
    body,
    acceptLanguage: event.headers['accept-language'] ?? null,
    userAgent: event.headers['user-agent'] ?? null,
  };
}

function responseOf({ status, headers, body }: PageAnswer): APIGatewayProxyStructuredResultV2 {
  if (typeof body === 'string') return { statusCode: status, headers, body };
  return { statusCode: status, headers, body: body.toString('base64'), isBase64Encoded: true };
}

/** Throws where the container has nothing to sign links with. */
export function publicPages(container: Container) {
  const { links } = container;
  if (links === undefined) throw new Error('pages of customers need the secrets that sign links');
  const pages = new PublicPages({ container, keys: links.keys, report: tellFeedback(container) });
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = answerFailure(container, request.error);
    })
    .handler(async (event) => {
      const request = requestOf(event);
      const answer = responseOf(await pages.answer(request));
      return request.method === 'HEAD' ? { ...answer, body: '' } : answer;
    });
}
