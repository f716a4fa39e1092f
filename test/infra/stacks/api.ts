import { describe, expect, it } from 'vitest';
import { triggeredBy } from '../../../infra/functionTable.ts';
import { deployed, NOTHING } from '../support/deployed.ts';
import { textOf } from '../support/policies.ts';

const system = deployed();
const bare = deployed(NOTHING);

describe('routes', () => {
  const routes = system.of('AWS::ApiGatewayV2::Route');

  it('are those of the table', () => {
    const keys = routes.map(({ properties }) => String(properties['RouteKey']));
    expect(keys.toSorted()).toEqual(
      triggeredBy('http')
        .flatMap(({ trigger }) => [...trigger.routes])
        .toSorted(),
    );
  });

  it('reach management for whatever is not said otherwise', () => {
    expect(routes.map(({ properties }) => properties['RouteKey'])).toContain('ANY /v1/{proxy+}');
  });
});

describe('the API', () => {
  const [stage] = system.of('AWS::ApiGatewayV2::Stage');

  it('logs who was answered what, without a path, a query or an address', () => {
    const { Format: format } = Object(stage?.properties['AccessLogSettings']);
    expect(Object.keys(JSON.parse(String(format)))).toEqual([
      'requestId',
      'at',
      'route',
      'status',
      'bytes',
      'latencyMs',
      'integrationStatus',
    ]);
    expect(String(format)).not.toMatch(/context\.(path|identity|extendedRequestId)|authorizer|queryString/);
  });

  it('takes only so many requests a second', () => {
    expect(stage?.properties['DefaultRouteSettings']).toMatchObject({
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1_000,
    });
  });

  it('has no cross-origin rule of its own: the tracking API answers browsers itself', () => {
    for (const { properties } of system.of('AWS::ApiGatewayV2::Api'))
      expect(properties['CorsConfiguration']).toBeUndefined();
  });

  it("serves customers' pages under the shop's domain, or its own", () => {
    const urlOf = (one: typeof system) =>
      new Set(
        one
          .of('AWS::Lambda::Function')
          .map(({ properties }) =>
            textOf(Object(Object(properties['Environment'])['Variables'])['PAGES_URL']),
          ),
      );
    expect([...urlOf(system)]).toEqual(['https://my.kettle.example']);
    for (const url of urlOf(bare)) expect(url).toMatch(/^https:\/\/.*execute-api/);
    expect(bare.of('AWS::ApiGatewayV2::DomainName')).toHaveLength(0);
  });

  it('publishes what is shipped when the code that publishes changes', () => {
    system.templates.api.hasResourceProperties('Custom::AfterDeployment', {
      publish: 'shipped',
      code: 'hash',
    });
  });
});

describe('staff', () => {
  const [pool] = system.of('AWS::Cognito::UserPool');

  it('is invited, never signs up', () => {
    expect(pool?.properties['AdminCreateUserConfig']).toMatchObject({ AllowAdminCreateUserOnly: true });
  });

  it('has long passwords, and those known from leaks are refused', () => {
    expect(pool?.properties).toMatchObject({
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true, RequireNumbers: true } },
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
      MfaConfiguration: 'OPTIONAL',
      DeletionProtection: 'ACTIVE',
    });
  });

  it('is in the groups of the roles', () => {
    const groups = system
      .of('AWS::Cognito::UserPoolGroup')
      .map(({ properties }) => String(properties['GroupName']));
    expect(groups.toSorted()).toEqual(['admin', 'marketer', 'viewer']);
  });
});
