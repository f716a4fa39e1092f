/**
 * What outlives every deployment: the key, the four tables, the bucket, and the address customers' links begin with. All of it is
 * kept when the stack goes, unless the configuration says that this is a trial.
 */
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { TableName } from '../../workflows/functionDefinition.ts';
import type { DeploymentConfig } from '../config/deploymentConfig.ts';
import { DataKey } from '../constructs/DataKey.ts';
import { HouseApi } from '../constructs/HouseApi.ts';
import { HouseBucket } from '../constructs/HouseBucket.ts';
import { mayKeepMail } from '../constructs/MailReceiving.ts';
import { HouseTable } from '../constructs/HouseTable.ts';
import { bucketName } from '../names.ts';

export interface DataStackProps extends StackProps {
  readonly config: DeploymentConfig;
}

/** What tables differ in. */
const TABLES = {
  people: { hasIndexes: true, hasExpiry: true },
  facts: { hasIndexes: true, hasExpiry: true, stream: StreamViewType.NEW_IMAGE },
  work: { hasIndexes: true, hasExpiry: true },
  config: { hasIndexes: false, hasExpiry: true },
} as const;

export class DataStack extends Stack {
  readonly key: DataKey;
  readonly tables: Readonly<Record<TableName, HouseTable>>;
  readonly bucket: Bucket;
  readonly http: HouseApi;

  constructor(scope: Construct, id: string, { config, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: config.retention.keepData });
    const { keepData, logDays } = config.retention;
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const encryptionKey = new DataKey(this, 'Key', { deployment: config.name, removalPolicy });
    const table = (name: TableName) =>
      new HouseTable(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}Table`, {
        ...TABLES[name],
        tableName: `${config.name}-${name}`,
        encryptionKey,
        removalPolicy,
        isKept: keepData,
      });
    this.key = encryptionKey;
    this.tables = {
      people: table('people'),
      facts: table('facts'),
      work: table('work'),
      config: table('config'),
    };
    const { retention, pages } = config;
    this.bucket = new HouseBucket(this, 'Blobs', {
      bucketName: bucketName(config.name),
      encryptionKey,
      removalPolicy,
      retention,
    }).bucket;
    if (config.inboundMail.domain !== null)
      this.bucket.addToResourcePolicy(mayKeepMail(this, this.bucket, config.name));
    this.http = new HouseApi(this, 'Http', {
      apiName: config.name,
      encryptionKey,
      retention: logDays,
      domain: pages.domain,
    });
    new CfnOutput(this, 'BucketName', { value: this.bucket.bucketName });
    for (const [name, { tableName }] of Object.entries(this.tables))
      new CfnOutput(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}TableName`, { value: tableName });
  }
}
