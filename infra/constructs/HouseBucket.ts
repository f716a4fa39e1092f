/**
 * The bucket of a deployment and the one its accesses are logged in. Nothing in it is public, everything is encrypted, plain
 * HTTP is refused, and each prefix is swept after its time. It keeps no versions: who is erased would live on in them.
 */
import { Aws, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config/deploymentConfig.ts';
import { STREAM_FAILURES_PREFIX } from './StreamConsumer.ts';

const CLOSED = { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true } as const;

/** By prefix, the days after which its objects go. */
const SWEPT_AFTER_DAYS = {
  'uploads/': 7,
  'imports/': 30,
  'scratch/': 1,
  'rejected/': 30,
  'mail/': 30,
  [STREAM_FAILURES_PREFIX]: 30,
} as const;

const ACCESS_LOG_DAYS = 90;

function sweep(prefix: string, days: number): LifecycleRule {
  return { id: prefix.replaceAll('/', '-'), prefix, expiration: Duration.days(days) };
}

/** As CDK would, whose own property does not fit exact optional properties. */
function logAccesses(bucket: Bucket, target: Bucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error('a bucket is not made of a bucket');
  resource.loggingConfiguration = { destinationBucketName: target.bucketName };
  target.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [target.arnForObjects('*')],
      conditions: {
        ArnLike: { 'aws:SourceArn': bucket.bucketArn },
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      },
    }),
  );
}

export interface HouseBucketProps {
  readonly bucketName: string;
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly retention: DeploymentConfig['retention'];
}

export class HouseBucket extends Construct {
  readonly bucket: Bucket;

  constructor(
    scope: Construct,
    id: string,
    { bucketName: name, encryptionKey, removalPolicy, retention }: HouseBucketProps,
  ) {
    super(scope, id);
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...CLOSED,
      // S3 delivers its logs only under its own key.
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy,
      lifecycleRules: [sweep('', ACCESS_LOG_DAYS)],
    });
    const { archiveDays } = retention;
    const archive = archiveDays === null ? [] : [sweep('archive/', archiveDays)];
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: name,
      ...CLOSED,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      versioned: false,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy,
      lifecycleRules: [
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ...Object.entries(SWEPT_AFTER_DAYS).map(([prefix, days]) => sweep(prefix, days)),
        ...archive,
      ],
    });
    logAccesses(this.bucket, accessLogs);
  }
}
