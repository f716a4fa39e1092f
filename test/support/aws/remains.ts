/** Everything a deployment keeps, read raw: items of tables, objects of the bucket, events of logs. For what must not be there. */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, type ScanCommandOutput, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { gunzipSync } from 'node:zlib';
import type { Deployed } from './deployed.ts';

export interface Kept {
  /** `facts c#… / fact#…`, `bucket archive/…`, `log /perennial/… <event>`. */
  readonly where: string;
  readonly text: string;
}

async function* items(table: string): AsyncGenerator<Kept> {
  const client = new DynamoDBClient({});
  let after: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      }),
    );
    for (const item of page.Items ?? [])
      yield { where: `${table} ${item['pk']?.S} / ${item['sk']?.S}`, text: JSON.stringify(item) };
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
}

function textOf(bytes: Uint8Array): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return Buffer.from(isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
}

async function* objects(bucket: string): AsyncGenerator<Kept> {
  const client = new S3Client({});
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    for (const { Key: key = '' } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const text = Body === undefined ? '' : textOf(await Body.transformToByteArray());
      yield { where: `bucket ${key}`, text: `${key}\n${text}` };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function* logEvents(): AsyncGenerator<Kept> {
  const client = new CloudWatchLogsClient({});
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
  for (const { logGroupName } of logGroups) {
    let token: string | undefined;
    do {
      const page = await client.send(
        new FilterLogEventsCommand({ logGroupName, ...(token === undefined ? {} : { nextToken: token }) }),
      );
      for (const { message = '' } of page.events ?? []) yield { where: `log ${logGroupName}`, text: message };
      token = page.nextToken === token ? undefined : page.nextToken;
    } while (token !== undefined);
  }
}

/** Everything, in no order. */
export async function* keptBy({ outputs }: Deployed): AsyncGenerator<Kept> {
  const { PeopleTableName, FactsTableName, WorkTableName, ConfigTableName, BucketName } = outputs;
  for (const table of [PeopleTableName, FactsTableName, WorkTableName, ConfigTableName]) yield* items(table);
  yield* objects(BucketName);
  yield* logEvents();
}

/** Where any of the words is kept, by word. */
export async function placesOf(
  deployed: Deployed,
  words: readonly string[],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = Object.fromEntries(words.map((word) => [word, []]));
  for await (const { where, text } of keptBy(deployed))
    for (const word of words) if (text.includes(word)) found[word]?.push(where);
  return found;
}
