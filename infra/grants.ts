/**
 * What a function's `needs` come to as statements of its role, and nothing beyond them: tables by action, the bucket by prefix
 * and action, queues, mail and SMS, machines. No statement names a resource it was not given; where a service knows no
 * resources for an action the statement is not here but in a policy of its own (constructs/SendQuotaPolicy.ts).
 */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type {
  BlobAction,
  FunctionNeeds,
  MachineName,
  QueueName,
  TableAction,
  TableName,
} from '../workflows/functionDefinition.ts';

export const INDEXES = ['due', 'list'] as const;

/** What is asked of the bucket; CDK's own interfaces of it do not fit exact optional properties. */
export interface BlobBucket {
  readonly bucketArn: string;
  readonly bucketName: string;
  arnForObjects(pattern: string): string;
}

/** By name, the resources needs are about. What a deployment has not is null, and grants nothing. */
export interface Resources {
  readonly tables: Readonly<Record<TableName, { readonly tableArn: string }>>;
  readonly bucket: BlobBucket;
  /** Encrypts tables and bucket. */
  readonly key: IKey;
  readonly queueArn: (queue: QueueName) => string;
  readonly machineArn: (machine: MachineName) => string;
  /** Of every execution of this deployment's machines. */
  readonly executionsArn: string;
  /** Identity and configuration set mails leave under. */
  readonly emailArns: readonly string[] | null;
  /** Origination and configuration set SMS leave under. */
  readonly smsArns: readonly string[] | null;
}

const TABLE_ACTIONS: Readonly<Record<TableAction, readonly string[]>> = {
  read: ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem'],
  write: ['PutItem', 'UpdateItem', 'DeleteItem'],
  scan: ['Scan'],
};

const OBJECT_ACTIONS: Readonly<Record<Exclude<BlobAction, 'list'>, string>> = {
  read: 's3:GetObject',
  write: 's3:PutObject',
  delete: 's3:DeleteObject',
};

function allow(
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Record<string, unknown>,
): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    ...(conditions === undefined ? {} : { conditions }),
  });
}

function tableStatements(needs: NonNullable<FunctionNeeds['tables']>, { tables }: Resources) {
  return Object.entries(tables).flatMap(([name, table]) => {
    const wanted = Object.entries(needs).find(([one]) => one === name)?.[1] ?? [];
    if (wanted.length === 0) return [];
    const actions = wanted.flatMap((action) => TABLE_ACTIONS[action].map((one) => `dynamodb:${one}`));
    const indexed = name === 'config' ? [] : INDEXES.map((index) => `${table.tableArn}/index/${index}`);
    return [allow(actions, [table.tableArn, ...indexed])];
  });
}

/**
 * Whoever lists a prefix may also be told that an object is missing: S3 then asks for ListBucket without a prefix, hence
 * `IfExists`. Names of objects hold runs, days and hashes, and nobody's name.
 */
function listing(prefixes: readonly string[], { bucket }: Resources): PolicyStatement[] {
  if (prefixes.length === 0) return [];
  const under = prefixes.flatMap((prefix) => [prefix, `${prefix}*`]);
  return [allow(['s3:ListBucket'], [bucket.bucketArn], { StringLikeIfExists: { 's3:prefix': under } })];
}

function bucketStatements(needs: NonNullable<FunctionNeeds['bucket']>, resources: Resources) {
  const wanted = Object.entries(needs);
  const lists = wanted.filter(([, actions]) => actions.includes('list')).map(([prefix]) => prefix);
  const objects = wanted.flatMap(([prefix, actions]) => {
    const named = actions.flatMap((action) => (action === 'list' ? [] : [OBJECT_ACTIONS[action]]));
    return named.length === 0 ? [] : [allow(named, [resources.bucket.arnForObjects(`${prefix}*`)])];
  });
  return [...objects, ...listing(lists, resources)];
}

/** Tables and bucket are under one key; whoever may not read the data behind it gains nothing by it. */
function keyStatement({ key }: Resources): PolicyStatement {
  return allow(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], [key.keyArn]);
}

export function statementsOf(needs: FunctionNeeds, resources: Resources): PolicyStatement[] {
  const { tables = {}, bucket = {}, sendsTo = [], starts = [], email, sms } = needs;
  const { emailArns, smsArns } = resources;
  return [
    ...tableStatements(tables, resources),
    ...bucketStatements(bucket, resources),
    keyStatement(resources),
    ...(sendsTo.length === 0 ? [] : [allow(['sqs:SendMessage'], sendsTo.map(resources.queueArn))]),
    ...(email === true && emailArns !== null ? [allow(['ses:SendRawEmail'], emailArns)] : []),
    ...(sms === true && smsArns !== null ? [allow(['sms-voice:SendTextMessage'], smsArns)] : []),
    ...(starts.length === 0
      ? []
      : [
          allow(['states:StartExecution'], starts.map(resources.machineArn)),
          allow(['states:DescribeExecution'], [resources.executionsArn]),
        ]),
  ];
}
