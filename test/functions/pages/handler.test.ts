import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { publicPages } from '../../../functions/pages/handler.ts';
import { aContext } from '../../support/aContainer.ts';
import { MAYA } from '../../support/builders.ts';
import { pagesWorld, type PagesWorld } from '../../support/pagesWorld.ts';

function anEvent(method: string, path: string, body = ''): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: 'lang=en',
    headers: {},
    isBase64Encoded: true,
    body: Buffer.from(body).toString('base64'),
    requestContext: {
      accountId: '1',
      apiId: 'a',
      domainName: 'd',
      domainPrefix: 'p',
      requestId: 'r',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'Test' },
    },
  };
}

async function call({ container }: PagesWorld, method: string, path: string, body?: string) {
  return publicPages(container)(anEvent(method, path, body), aContext());
}

describe('the pages behind API Gateway', () => {
  it('answer the page a token opens, and take its form', async () => {
    const world = await pagesWorld();
    const path = `/p/unsubscribe/${world.token('unsubscribe')}`;
    expect(await call(world, 'GET', path)).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    expect(await call(world, 'POST', path, 'List-Unsubscribe=One-Click')).toMatchObject({
      statusCode: 200,
      body: 'Unsubscribed: “Offers” by email.\n',
    });
    expect((await world.store.loadProfile(MAYA))?.version).toBe(2);
  });

  it('answer a HEAD without a body, a picture in base64, and a form that is too large with 400', async () => {
    const world = await pagesWorld();
    expect(await call(world, 'HEAD', `/p/why/${world.token('why')}`)).toMatchObject({
      statusCode: 200,
      body: '',
    });
    expect(await call(world, 'GET', `/p/o/${world.token('open')}`)).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      body: expect.stringMatching(/^R0lGOD/),
    });
    const path = `/p/preferences/${world.token('preferences')}`;
    expect(await call(world, 'POST', path, 'a'.repeat(20_000))).toMatchObject({ statusCode: 400 });
  });
});
