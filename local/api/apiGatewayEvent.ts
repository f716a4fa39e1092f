/** A request in the shape API Gateway v2 hands to a Lambda. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ApiRequest } from './types.ts';

const STAGE = '$default';

export function apiGatewayEvent(request: ApiRequest): APIGatewayProxyEventV2 {
  const { method, path, query = {}, body, headers = {} } = request;
  const rawQueryString = new URLSearchParams(query).toString();
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString,
    headers: { 'content-type': 'application/json', ...headers },
    queryStringParameters: query,
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: 'local',
      requestId: 'local',
      routeKey: STAGE,
      stage: STAGE,
      time: '',
      timeEpoch: 0,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'perennial' },
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
