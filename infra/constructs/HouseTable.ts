/**
 * A table as DESIGN §2 has it: items under `pk` and `sk`, on demand, encrypted under the deployment's key, restorable to any
 * second of 35 days, not deletable by accident, kept when its stack goes. Where it has indexes they hold keys alone.
 */
import type { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  type StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { INDEXES } from '../grants.ts';

export interface HouseTableProps {
  readonly tableName: string;
  readonly encryptionKey: IKey;
  readonly isKept: boolean;
  readonly removalPolicy: RemovalPolicy;
  /** `due` and `list`, sparse. */
  readonly hasIndexes: boolean;
  /** Items may say when they expire. */
  readonly hasExpiry: boolean;
  readonly stream?: StreamViewType;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

export class HouseTable extends Table {
  constructor(scope: Construct, id: string, props: HouseTableProps) {
    const { tableName, encryptionKey, isKept, removalPolicy, hasIndexes, hasExpiry, stream } = props;
    super(scope, id, {
      tableName,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isKept,
      removalPolicy,
      ...(hasExpiry ? { timeToLiveAttribute: 'expiresAt' } : {}),
      ...(stream === undefined ? {} : { stream }),
    });
    if (!hasIndexes) return;
    for (const index of INDEXES)
      this.addGlobalSecondaryIndex({
        indexName: index,
        partitionKey: text(`${index}Pk`),
        sortKey: text(`${index}Sk`),
        projectionType: ProjectionType.KEYS_ONLY,
      });
  }
}
