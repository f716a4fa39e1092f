/**
 * What is reached over HTTP: every route of the table with its function, and the people who may sign in. No route has an authorizer
 * of API Gateway's: handlers take keys and tokens alike and look themselves (docs/decisions/0008-infrastructure.md).
 */
import { CfnOutput, CustomResource, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { HouseAlarm } from '../constructs/HouseAlarm.ts';
import { HouseFunction } from '../constructs/HouseFunction.ts';
import { PagesDomain } from '../constructs/PagesDomain.ts';
import { StaffPool } from '../constructs/StaffPool.ts';
import { FUNCTIONS, type Triggered, triggeredBy } from '../functionTable.ts';
import type { House } from '../house.ts';
import type { DataStack } from './DataStack.ts';
import type { MessagingStack } from './MessagingStack.ts';

export interface ApiStackProps extends StackProps {
  readonly house: House;
  readonly data: DataStack;
  readonly messaging: MessagingStack;
}

/** CloudFormation waits so long for what runs after a deployment. */
const AFTER_DEPLOYMENT_SECONDS = 120;

const METHODS = new Map<string, HttpMethod>(Object.values(HttpMethod).map((method) => [method, method]));

function methodOf(text: string): HttpMethod {
  const method = METHODS.get(text);
  if (method === undefined) throw new Error(`"${text}" is no method of a route`);
  return method;
}

function routeKey(route: string): HttpRouteKey {
  const [method = '', path = ''] = route.split(' ');
  return HttpRouteKey.with(path, methodOf(method));
}

export class ApiStack extends Stack {
  private readonly house: House;
  private readonly data: DataStack;

  constructor(scope: Construct, id: string, { house, data, messaging, ...props }: ApiStackProps) {
    super(scope, id, props);
    this.house = house;
    this.data = data;
    const { config } = house;
    const staff = new StaffPool(this, 'Staff', {
      userPoolName: `${config.name}-staff`,
      isKept: config.retention.keepData,
    });
    for (const one of triggeredBy('http')) this.serve(one, staff, messaging);
    const { domain, certificateArn } = config.pages;
    if (domain !== null && certificateArn !== null)
      new PagesDomain(this, 'Pages', { domain, certificateArn, api: data.http.api });
    this.alarm(messaging);
    new CfnOutput(this, 'ApiUrl', { value: data.http.url });
    new CfnOutput(this, 'PagesUrl', { value: data.http.pagesUrl });
    new CfnOutput(this, 'UserPoolId', { value: staff.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: staff.client.userPoolClientId });
  }

  private serve({ name, trigger }: Triggered<'http'>, staff: StaffPool, messaging: MessagingStack): void {
    const { house, data } = this;
    const { needs } = FUNCTIONS[name];
    const environment = {
      ...(needs.verifiesTokens === true ? tokenEnvironment(staff) : {}),
      ...((needs.sendsTo ?? []).includes('events')
        ? { EVENTS_QUEUE_URL: messaging.queues.events.queueUrl }
        : {}),
    };
    const handler = new HouseFunction(this, name, {
      house,
      name,
      environment,
      sendQuota: messaging.sendQuota,
    });
    const integration = new HttpLambdaIntegration(`${name}Integration`, handler, {
      scopePermissionToRoute: false,
    });
    for (const route of trigger.routes)
      new HttpRoute(this, `${name} ${route.replaceAll('/', '.')}`, {
        httpApi: data.http.api,
        routeKey: routeKey(route),
        integration,
      });
    this.runAfterDeployment(name, handler);
  }

  /** The function is told by CloudFormation, and answers it. It runs again whenever its code changes. */
  private runAfterDeployment(name: Triggered<'http'>['name'], handler: HouseFunction): void {
    const { afterDeployment } = FUNCTIONS[name];
    if (afterDeployment === undefined) return;
    const resource = new CustomResource(this, `${name}AfterDeployment`, {
      serviceToken: handler.functionArn,
      resourceType: 'Custom::AfterDeployment',
      properties: { ...afterDeployment, code: this.house.bundleHash(name) },
      serviceTimeout: Duration.seconds(AFTER_DEPLOYMENT_SECONDS),
    });
    if (handler.role !== undefined) resource.node.addDependency(handler.role);
  }

  private alarm({ alarms }: MessagingStack): void {
    new HouseAlarm(this, 'ServerErrors', {
      alarmName: `${this.house.config.name}-api-errors`,
      description: 'The API answered 5xx more than once a minute; the log of the function says why',
      metric: new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: '5xx',
        dimensionsMap: { ApiId: this.data.http.api.apiId },
      }),
      threshold: 5,
      topic: alarms,
    });
  }
}

function tokenEnvironment({ pool, client }: StaffPool): Record<string, string> {
  return { USER_POOL_ID: pool.userPoolId, USER_POOL_CLIENT_ID: client.userPoolClientId };
}
