/**
 * The HTTP API without its routes: an address, a stage that follows every change, a throttle, and a log of who was answered what.
 * A path may hold a customer's token, so the log has the route's pattern and no path, query, address or name.
 * It stands apart from its routes because every mailed link begins with its address, and functions that mail come before them.
 */
import { Aws } from 'aws-cdk-lib';
import { CfnApi, CfnStage, HttpApi, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { HouseLogs } from './HouseLogs.ts';

/** A second, over all routes; API Gateway answers 429 above it, and Segment's libraries try again. */
const REQUESTS_PER_SECOND = 500;
const BURST = 1_000;

const LOGGED = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
} as const;

export interface HouseApiProps {
  readonly apiName: string;
  readonly encryptionKey: IKey;
  readonly retention: RetentionDays;
  /** Of customers' pages; null: the API's own. */
  readonly domain: string | null;
}

export class HouseApi extends Construct {
  readonly api: IHttpApi;
  /** What every path comes after, without a slash at its end. */
  readonly url: string;
  /** The same, for customers' pages and tracked links. */
  readonly pagesUrl: string;

  constructor(scope: Construct, id: string, { apiName, encryptionKey, retention, domain }: HouseApiProps) {
    super(scope, id);
    const resource = new CfnApi(this, 'Api', {
      name: apiName,
      protocolType: 'HTTP',
      description: 'Perennial',
    });
    const logGroup = new HouseLogs(this, 'AccessLogs', {
      logGroupName: `/${apiName}/access`,
      encryptionKey,
      retention,
    });
    const { ref: httpApiId } = resource;
    new CfnStage(this, 'Stage', {
      apiId: httpApiId,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: logGroup.logGroupArn, format: JSON.stringify(LOGGED) },
      defaultRouteSettings: {
        throttlingRateLimit: REQUESTS_PER_SECOND,
        throttlingBurstLimit: BURST,
        detailedMetricsEnabled: true,
      },
    });
    this.url = `https://${httpApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    this.pagesUrl = domain === null ? this.url : `https://${domain}`;
    this.api = HttpApi.fromHttpApiAttributes(this, 'Imported', { httpApiId, apiEndpoint: this.url });
  }
}
