import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { deployed } from '../support/deployed.ts';
import { actionsOf, statementsIn, textOf } from '../support/policies.ts';

const system = deployed();
const { data } = system.templates;
const trial = deployed({ retention: { keepData: false } });

describe('tables', () => {
  it('are four', () => {
    const names = system.of('AWS::DynamoDB::Table').map(({ properties }) => String(properties['TableName']));
    expect(names.toSorted()).toEqual([
      'teahouse-config',
      'teahouse-facts',
      'teahouse-people',
      'teahouse-work',
    ]);
  });

  it('are kept, restorable, encrypted under our key and paid by use', () => {
    data.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      }),
    });
  });

  it.each(['people', 'facts', 'work'])(
    '%s is found by what is due and what is listed, by keys alone',
    (name) => {
      const index = (IndexName: string) => ({
        IndexName,
        KeySchema: [
          { AttributeName: `${IndexName}Pk`, KeyType: 'HASH' },
          { AttributeName: `${IndexName}Sk`, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      });
      data.hasResourceProperties('AWS::DynamoDB::Table', {
        TableName: `teahouse-${name}`,
        GlobalSecondaryIndexes: [index('due'), index('list')],
      });
    },
  );

  it('tell of new images of facts alone', () => {
    const streams = system
      .of('AWS::DynamoDB::Table')
      .filter(({ properties }) => properties['StreamSpecification'] !== undefined);
    expect(
      streams.map(({ properties }) => [properties['TableName'], properties['StreamSpecification']]),
    ).toEqual([['teahouse-facts', { StreamViewType: 'NEW_IMAGE' }]]);
  });
});

describe('the bucket', () => {
  const [bucket] = system
    .of('AWS::S3::Bucket')
    .filter(({ properties }) => properties['BucketName'] !== undefined);

  it('is closed, encrypted, logged and kept', () => {
    expect(bucket?.properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
      LoggingConfiguration: { DestinationBucketName: expect.anything() },
    });
    expect(bucket?.whole).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('keeps no versions, in which the erased would live on', () => {
    expect(bucket?.properties['VersioningConfiguration']).toBeUndefined();
  });

  it('sweeps each prefix after its days', () => {
    const rule = (Prefix: string, ExpirationInDays: number) =>
      expect.objectContaining({ Prefix, ExpirationInDays, Status: 'Enabled' });
    expect(bucket?.properties['LifecycleConfiguration']).toEqual({
      Rules: expect.arrayContaining([
        rule('uploads/', 7),
        rule('imports/', 30),
        rule('scratch/', 1),
        rule('mail/', 30),
        rule('archive/', 730),
      ]),
    });
  });

  it('refuses plain HTTP, as the one of its logs does', () => {
    const policies = system
      .of('AWS::S3::BucketPolicy')
      .map(({ properties }) => statementsIn(properties['PolicyDocument']));
    expect(policies).toHaveLength(2);
    for (const statements of policies)
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
  });
});

describe('the key', () => {
  it('is renewed each year and kept', () => {
    data.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  it('may be used by services to write and read, no more, and for logs of this account alone', () => {
    const [key] = system.of('AWS::KMS::Key');
    const others = statementsIn(key?.properties['KeyPolicy']).filter(({ Principal }) =>
      textOf(Principal).includes('amazonaws.com'),
    );
    expect(others.length).toBeGreaterThan(1);
    for (const statement of others)
      expect(
        actionsOf(statement).filter(
          (one) => !/^kms:(Encrypt|Decrypt|GenerateDataKey|DescribeKey)$/.test(one),
        ),
      ).toEqual([]);
    const [logs] = others.filter(({ Principal }) => textOf(Principal).includes('logs.'));
    expect(JSON.stringify(logs?.Condition)).toContain('AWS::AccountId');
  });
});

describe('logs', () => {
  it('are encrypted and go after 30 days', () => {
    for (const { properties } of system.of('AWS::Logs::LogGroup'))
      expect(properties).toMatchObject({ RetentionInDays: 30, KmsKeyId: expect.anything() });
  });
});

describe('a trial', () => {
  it('leaves nothing behind', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Cognito::UserPool'])
      for (const { whole } of trial.of(type)) expect(whole).toMatchObject({ DeletionPolicy: 'Delete' });
    trial.templates.data.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });
});
