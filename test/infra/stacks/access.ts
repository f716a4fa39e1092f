import { describe, expect, it } from 'vitest';
import { FUNCTIONS, functionNames, kebab } from '../../../infra/functionTable.ts';
import { deployed } from '../support/deployed.ts';
import { actionsOf, rolePolicies, type Statement, textOf } from '../support/policies.ts';

const system = deployed();
const functions = system.of('AWS::Lambda::Function');
const policies = rolePolicies(system);

function roleOf(properties: Readonly<Record<string, unknown>>): string {
  return textOf(properties['Role']);
}

function physicalName(name: string): string {
  return `teahouse-${kebab(name)}`;
}

function statementsOf(name: string): readonly Statement[] {
  const made = functions.find(({ properties }) => properties['FunctionName'] === physicalName(name));
  if (made === undefined) throw new Error(`${name} is not deployed`);
  const role = /<Fn::GetAtt (.+?)\.Arn>/.exec(roleOf(made.properties))?.[1];
  return policies
    .filter(({ roles }) => role !== undefined && roles.includes(role))
    .flatMap(({ statements }) => statements);
}

const actionsIn = (statements: readonly Statement[]) => statements.flatMap(actionsOf);

describe('functions', () => {
  it('are those of the table, and no other', () => {
    const names = functions.map(({ properties }) => String(properties['FunctionName']));
    expect(names.toSorted()).toEqual(functionNames().map(physicalName).toSorted());
  });

  it('have a role each', () => {
    const roles = functions.map(({ properties }) => roleOf(properties));
    expect(new Set(roles).size).toBe(functions.length);
  });

  it('run on Node 24 and ARM', () => {
    for (const { properties } of functions)
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  it('have roles without a policy of AWS', () => {
    for (const { properties } of system.of('AWS::IAM::Role'))
      expect(textOf(properties['ManagedPolicyArns'] ?? [])).not.toContain(':aws:policy/');
  });
});

const DATA_SERVICES = ['dynamodb', 's3', 'sqs', 'ses', 'states', 'sns', 'kms', 'sms-voice', 'lambda'];
const WITHOUT_RESOURCE = ['ses:GetSendQuota'];

describe('access', () => {
  const everyStatement = policies.flatMap((policy) => policy.statements);

  it('is never to every action of a service', () => {
    for (const action of actionsIn(everyStatement)) expect(action).not.toContain('*');
  });

  it('is never to every resource of a service that holds data', () => {
    const wide = everyStatement
      .filter(({ Resource }) => Resource.some((one) => textOf(one) === '*'))
      .flatMap(actionsOf)
      .filter((action) => DATA_SERVICES.includes(action.split(':')[0] ?? ''));
    expect(wide).toEqual(WITHOUT_RESOURCE);
  });

  it('has a wildcard only in names of objects and executions', () => {
    const wild = everyStatement
      .filter(
        (one) =>
          !actionsOf(one).some((action) => action === 'ses:GetSendQuota' || action.startsWith('xray:')),
      )
      .flatMap(({ Resource }) => Resource.map(textOf))
      .filter((text) => text.includes('*'));
    for (const text of wild)
      expect(text).toMatch(
        /:s3:::teahouse-<AWS::AccountId>-<AWS::Region>\/[a-z/-]+\/\*$|:execution:teahouse-\*$/,
      );
  });

  it.each(functionNames().map((name) => ({ name })))('of $name is what its needs name', ({ name }) => {
    const { needs } = FUNCTIONS[name];
    const statements = statementsOf(name);
    const tables = statements.filter((one) =>
      actionsOf(one).some((action) => action.startsWith('dynamodb:')),
    );
    const onTables = tables.filter((one) => !textOf(one.Resource).includes('Stream'));
    expect(onTables.length).toBeLessThanOrEqual(Object.keys(needs.tables ?? {}).length);
    const writes = Object.values(needs.tables ?? {}).some((actions) => actions.includes('write'));
    expect(actionsIn(tables).includes('dynamodb:PutItem')).toBe(writes);
    const scans = Object.values(needs.tables ?? {}).some((actions) => actions.includes('scan'));
    expect(actionsIn(tables).includes('dynamodb:Scan')).toBe(scans);
    const actions = actionsIn(statements);
    expect(actions.includes('ses:SendRawEmail')).toBe(needs.email === true);
    expect(actions.includes('sms-voice:SendTextMessage')).toBe(needs.sms === true);
    expect(actions.includes('states:StartExecution')).toBe((needs.starts ?? []).length > 0);
    expect(actions.includes('sqs:SendMessage')).toBe((needs.sendsTo ?? []).length > 0);
  });

  it.each(functionNames().map((name) => ({ name })))(
    'of $name to the bucket is by its prefixes',
    ({ name }) => {
      const prefixes = Object.keys(FUNCTIONS[name].needs.bucket ?? {});
      const objects = statementsOf(name)
        .filter((one) => actionsOf(one).some((action) => /^s3:(Get|Put|Delete)Object$/.test(action)))
        .flatMap(({ Resource }) => Resource.map(textOf));
      const allowed = prefixes.length === 0 ? [] : [...prefixes, 'aws/lambda/'];
      for (const text of objects) expect(allowed.some((prefix) => text.endsWith(`/${prefix}*`))).toBe(true);
    },
  );
});
