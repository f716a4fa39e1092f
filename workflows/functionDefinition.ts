/** What is said of one function of the AWS runtime: the words of the table in `functions.ts`. */
export type TableName = 'people' | 'facts' | 'work' | 'config';

/**
 * `read`: GetItem, BatchGetItem, Query on the table and its indexes, ConditionCheckItem. `write`: PutItem, UpdateItem,
 * DeleteItem (a transaction asks for the permissions of its parts). `scan`: Scan.
 */
export type TableAction = 'read' | 'write' | 'scan';

/** `read`: GetObject. `list`: ListBucket under the prefix; without it a missing object is refused instead of missed. */
export type BlobAction = 'read' | 'list' | 'write' | 'delete';

/** The prefixes of the one bucket. Under `aws/lambda/` Lambda itself puts what a stream consumer failed at for good. */
export type BlobPrefix =
  | 'uploads/'
  | 'imports/'
  | 'scratch/'
  | 'rejected/'
  | 'archive/'
  | 'aws/lambda/'
  | 'mail/'
  | 'documents/';

export type QueueName = 'events' | 'providerEvents' | 'inbound';
export type MachineName =
  | 'journey-wave'
  | 'lifecycle-evaluation'
  | 'import'
  | 'erase-customer'
  | 'campaign-launch';

export const READ = ['read'] as const;
export const READ_WRITE = ['read', 'write'] as const;
export const SCAN_READ_WRITE = ['read', 'write', 'scan'] as const;

/** Memory with which a function has a vCPU. */
export const ONE_CPU_MB = 1_769;

export interface FunctionNeeds {
  readonly tables?: Readonly<Partial<Record<TableName, readonly TableAction[]>>>;
  readonly bucket?: Readonly<Partial<Record<BlobPrefix, readonly BlobAction[]>>>;
  /** Queues it sends to. */
  readonly sendsTo?: readonly QueueName[];
  /** `ses:SendRawEmail` and `ses:GetSendQuota`. */
  readonly email?: true;
  /** `sms-voice:SendTextMessage`. */
  readonly sms?: true;
  /** StartExecution of the machine and DescribeExecution of its executions. */
  readonly starts?: readonly MachineName[];
  /** Verifies tokens of the user pool: gets its ids in the environment, and no permission. */
  readonly verifiesTokens?: true;
}

export type Trigger =
  /** Routes of the HTTP API, `METHOD /path` as API Gateway v2 writes them. Who calls is looked at in the handler. */
  | { readonly kind: 'http'; readonly routes: readonly string[] }
  /** With `ReportBatchItemFailures`. */
  | {
      readonly kind: 'queue';
      readonly queue: QueueName;
      readonly batchSize: number;
      readonly windowSeconds: number;
    }
  /**
   * INSERTs of the table's stream whose `kind` is `fact`; bisected, reported item by item. What failed for good goes to the
   * bucket, where Lambda names the object itself.
   */
  | {
      readonly kind: 'stream';
      readonly table: 'facts';
      readonly batchSize: number;
      readonly windowSeconds: number;
    }
  | { readonly kind: 'task'; readonly machine: MachineName };

export interface FunctionDefinition {
  /** Bundled from here: it exports `handler`. */
  readonly entry: `functions/${string}/lambda.ts`;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly trigger: Trigger;
  readonly needs: FunctionNeeds;
  /** Folders that are laid beside the bundle, under their last name. */
  readonly files?: readonly string[];
  /**
   * CloudFormation calls it after a deployment that changed its code, as a custom resource with these properties; it is answered
   * by functions/shared/onDeployment.ts.
   */
  readonly afterDeployment?: Readonly<Record<string, string>>;
}
